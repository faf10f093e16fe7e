"""A new calendar applied to running deadlines: recorded acts, a later day as it is, an earlier one on a note."""

from collections.abc import Iterator, Sequence

from cycle import statements
from cycle.answers import Done, refused_all
from cycle.commands.calendars.shifts import EARLIER, OVER, PAUSED, PERMISSION, Desk, Shift
from cycle.commands.clocks.writing import write_row
from cycle.commands.payloads import plain
from cycle.commands.permits import Caller, Permit, permitted
from cycle.commands.spelling import clean_text, spelling_faults
from cycle.history import Entry, append
from cycle.office import Office
from workflows.verdict import Reason, Refusal

BATCH = 100


def apply_calendars(
    office: Office, caller: Caller, shifts: Sequence[Shift], shorten: str | None = None
) -> Iterator[tuple[Shift, Done | Refusal]]:
    """Reckon deadlines anew by the calendars in force, a batch of 100 in one transaction.

    Each answer comes once its batch is kept. An earlier day needs a note in `shorten` that says why. Each is judged
    anew under its lock: what was changed meanwhile, or is done already, is refused.
    """
    for start in range(0, len(shifts), BATCH):
        batch = shifts[start : start + BATCH]
        yield from zip(batch, _apply_batch(office, caller, batch, shorten), strict=True)


def try_apply(shift: Shift, shorten: str | None = None) -> Refusal | None:
    """Why a shift would not be applied; None where it would. By the same code."""
    reasons = _reasons(shift, shorten)
    return refused_all(reasons) if reasons else None


def _apply_batch(office: Office, caller: Caller, batch: Sequence[Shift], shorten: str | None) -> list[Done | Refusal]:
    with office.database.writing() as transaction:
        transaction.lock(statements.LOCK_ROOTS, (list({shift.dossier for shift in batch}),))
        permit = permitted(transaction, office, caller, PERMISSION)
        if isinstance(permit, Reason):
            return [refused_all([permit]) for _ in batch]
        desk = Desk(transaction, office, permit.published, permit.act.now)
        return [_apply(desk, permit, shift, shorten) for shift in batch]


def _apply(desk: Desk, permit: Permit, asked: Shift, shorten: str | None) -> Done | Refusal:
    found = desk.one(asked.dossier, asked.deadline)
    if found is None or (found[0].opened, found[0].after) != (asked.opened, asked.after):
        return refused_all([Reason("shift_no_longer", {"deadline": asked.deadline, "dossier": asked.dossier})])
    shift, ruling = found
    if reasons := _reasons(shift, shorten):
        return refused_all(reasons)
    note = clean_text(shorten) if shift.kind == EARLIER else None
    which = {"deadline": {"name": shift.deadline, "opened": shift.opened}, "event": "recalculated"}
    payload = {**which, "calendar": shift.calendar, **plain(ruling.payload)}
    personal = {"note": note} if note else {}
    entry = Entry(f"dossier/{shift.dossier}", "deadline", permit.today, payload, personal, permit.published.hash)
    recorded = append(desk.transaction, permit.act, entry)
    write_row(desk.transaction, (shift.dossier, shift.deadline, shift.opened), ruling)
    return Done(shift.dossier, recorded.stream, recorded.seq, {"deadline": shift.deadline, "last_day": shift.after})


def _reasons(shift: Shift, shorten: str | None) -> list[Reason]:
    about = {"deadline": shift.deadline, "before": shift.before, "after": shift.after}
    if shift.kind == PAUSED:
        return [Reason("deadline_paused", {"deadline": shift.deadline})]
    if shift.kind == OVER:
        return [Reason("shift_over", about)]
    if shift.kind != EARLIER:
        return []
    if not (shorten or "").strip():
        return [Reason("shift_earlier", about)]
    return spelling_faults({"note": shorten})
