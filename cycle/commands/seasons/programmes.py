"""Whether the season of a programme may be opened, and whether anything may be opened in it."""

from datetime import date

from cycle.commands.permits import Caller, Permit, permitted
from cycle.database import Transaction
from cycle.office import Office
from workflows.verdict import Reason


def season_faults(
    transaction: Transaction, office: Office, caller: Caller, programme: str
) -> tuple[Permit | None, list[Reason]]:
    """The permit to open a season, and every reason why it may not be opened."""
    permit = permitted(transaction, office, caller, "season.open")
    if isinstance(permit, Reason):
        return None, [permit]
    declared = permit.published.rules.programmes.get(programme)
    if declared is None:
        known = sorted(permit.published.rules.programmes)
        return permit, [Reason("programme_unknown", {"programme": programme, "known": known})]
    reasons = []
    if permit.today > declared.ends:
        told = {"programme": programme, "starts": declared.starts, "ends": declared.ends, "happened": permit.today}
        reasons.append(Reason("outside_season", told))
    if transaction.row("SELECT 1 FROM programme WHERE code = ?", (programme,)):
        closed = programme_faults(transaction, permit, programme)
        reasons += closed or [Reason("season_already_open", {"programme": programme})]
    if not transaction.row("SELECT 1 FROM organisation WHERE code = ?", (declared.organisation,)):
        reasons.append(Reason("organisation_unknown", {"code": declared.organisation}))
    return permit, reasons


def programme_faults(transaction: Transaction, permit: Permit, programme: str) -> list[Reason]:
    """Why nothing may be opened in a programme: it is not declared, its season has not been opened, or is closed."""
    known = sorted(permit.published.rules.programmes)
    if programme not in known:
        return [Reason("programme_unknown", {"programme": programme, "known": known})]
    found = transaction.row("SELECT closed FROM programme WHERE code = ?", (programme,))
    if found is None:
        return [Reason("season_not_open", {"programme": programme})]
    closed = [date.fromisoformat(day) for day in found if day]
    return [Reason("season_closed", {"programme": programme, "closed": day}) for day in closed]
