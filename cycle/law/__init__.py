"""A change of law applied to open dossiers: tried, moved in batches that may be interrupted, and moved back."""

from cycle.law.applying import apply_plan, try_apply
from cycle.law.asking import Asked, Chosen, Moved, Tried
from cycle.law.choosing import choosable
from cycle.law.plans import PlanText, read_plan_file
from cycle.law.reverting import Back, Returned, revert_run, to_return, try_revert
from cycle.law.trying import prepare, total_of, try_plan

__all__ = [
    "Asked",
    "Back",
    "Chosen",
    "Moved",
    "PlanText",
    "Returned",
    "Tried",
    "apply_plan",
    "choosable",
    "prepare",
    "read_plan_file",
    "revert_run",
    "to_return",
    "total_of",
    "try_apply",
    "try_plan",
    "try_revert",
]
