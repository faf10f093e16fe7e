"""The proof that nothing was changed, cut or left out: every hash anew, every row against its records."""

from cycle.queries.verification.faults import Fault, Verification
from cycle.queries.verification.walk import verify

__all__ = ["Fault", "Verification", "verify"]
