"""What an act in a session is judged by: the session, who may act, its council as declared, its members of the day."""

from collections.abc import Mapping
from typing import Any

from cycle import tables
from cycle.commands.councils.asked import (
    CONCLUDE,
    ENTER,
    ENTER_PAPER,
    MANAGE,
    ConcludeTurns,
    DeclareConflict,
    EnterSheet,
    Ground,
    Member,
    SessionAct,
    WithdrawSheet,
)
from cycle.commands.permits import Caller, Permit, permitted, reaches
from cycle.database import Transaction
from cycle.office import Office
from cycle.sessions import Rows
from cycle.sessions.folding import OPEN, Row
from workflows.verdict import Reason


def ground_of(transaction: Transaction, office: Office, asked: SessionAct) -> Ground | list[Reason]:
    """The ground of an act, or why it cannot be done: the session is not known or over, the caller may not."""
    try:
        session = Rows(transaction).find(tables.session, asked.session)
    except LookupError:
        return [Reason("session_unknown", {"session": asked.session})]
    members = members_on(transaction, session["council"], session["day"])
    permit = _permit(transaction, office, asked, (session["programme"], members))
    if isinstance(permit, Reason):
        return [permit]
    if session["status"] != OPEN:
        return [Reason("session_closed", {"session": asked.session, "status": session["status"]})]
    published = office.rulebook.load(transaction, session["publication"])
    (name,) = transaction.row("SELECT council FROM council WHERE code = ?", (session["council"],)) or ("",)
    return Ground(
        transaction=transaction,
        rulebook=office.rulebook,
        permit=permit,
        session=session,
        published=published,
        council=published.rules.programmes[session["programme"]].councils[name],
        members=members,
        present=_present(transaction, asked.session).intersection(members),
        rehearsal=office.rehearsal,
    )


def permit_near(
    transaction: Transaction, office: Office, caller: Caller, permission: str, programme: str
) -> Permit | Reason:
    """The permit for an act near the organisation of a programme that is known, or why there is none."""
    permit = permitted(transaction, office, caller, permission)
    if isinstance(permit, Reason):
        return permit
    found = transaction.row("SELECT organisation FROM programme WHERE code = ?", (programme,))
    if found and not reaches(transaction, permit, permission, "", found):
        return Reason("out_of_reach", {"permission": permission, "places": list(found)})
    return permit


def council_of(transaction: Transaction, code: str) -> Row | None:
    """A council as its row stands; None where there is none of that code."""
    try:
        return Rows(transaction).find(tables.council, code)
    except LookupError:
        return None


def members_on(transaction: Transaction, council: str, day: str) -> Mapping[str, Member]:
    """The members of a council on a day (`YYYY-MM-DD`)."""
    return {row[0]: Member(*row) for row in transaction.rows(_MEMBERS, (council, day, day))}


def own_member(caller: Caller, members: Mapping[str, Member]) -> Member | None:
    """The member that a caller is itself."""
    return _of_account(caller.account, members) if caller.on_behalf is None else None


def meant_member(asked: Any, members: Mapping[str, Member]) -> Member | None:
    """The member that an act names, else the one of the caller or of the account that it acts for."""
    if asked.member is not None:
        return members.get(asked.member)
    kind, _, account = (asked.caller.on_behalf or "").partition(":")
    return _of_account(account, members) if kind == "account" else own_member(asked.caller, members)


def _of_account(account: str, members: Mapping[str, Member]) -> Member | None:
    return next((one for one in members.values() if one.account == account), None)


def _permit(
    transaction: Transaction, office: Office, asked: SessionAct, about: tuple[str, Mapping[str, Member]]
) -> Permit | Reason:
    programme, members = about
    return permit_near(transaction, office, asked.caller, _permission(asked, members), programme)


def _permission(asked: SessionAct, members: Mapping[str, Member]) -> str:
    """What the act needs; a member needs less for what is its own."""
    if isinstance(asked, ConcludeTurns):
        return CONCLUDE
    if not isinstance(asked, EnterSheet | WithdrawSheet | DeclareConflict):
        return MANAGE
    named = members.get(asked.member) if asked.member is not None else None
    own = own_member(asked.caller, members)
    if asked.member is None or (named is not None and named == own):
        return ENTER
    return MANAGE if isinstance(asked, DeclareConflict) else ENTER_PAPER


def _present(transaction: Transaction, session: str) -> frozenset[str]:
    rows = transaction.rows("SELECT member FROM attendance WHERE session = ? AND present = 1", (session,))
    return frozenset(member for (member,) in rows)


_MEMBERS = (
    "SELECT member, seat, organisation, account FROM council_member "
    "WHERE council = ? AND valid_from <= ? AND (valid_to IS NULL OR valid_to >= ?) ORDER BY member"
)
