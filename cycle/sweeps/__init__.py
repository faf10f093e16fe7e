"""Sweeps: idempotent passes over what is due and not yet done."""

from cycle.sweeps.result import KINDS, Aside, Swept
from cycle.sweeps.running import foresee, sweep

__all__ = ["KINDS", "Aside", "Swept", "foresee", "sweep"]
