"""Members who join a council later, and members who leave it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from cycle import statements
from cycle.answers import Answer, Done, refused_all
from cycle.commands.councils.forming import (
    WRITE,
    Decision,
    Joining,
    Said,
    Standing,
    joined,
    member_reasons,
    write_members,
)
from cycle.commands.councils.grounding import council_of, members_on, permit_near
from cycle.commands.permits import Caller, Permit
from cycle.commands.requests import asked_hash, earlier, keep_request
from cycle.database import Transaction
from cycle.office import Office
from cycle.sessions.folding import Row
from workflows.verdict import Reason


@dataclass(frozen=True)
class _Membership:
    caller: Caller
    council: str

    @property
    def payload_hash(self) -> str:
        """A hash of all that is asked."""
        return asked_hash(self)


@dataclass(frozen=True)
class JoinCouncil(_Membership):
    """Somebody becomes a member on a day, by a decision."""

    member: Joining
    day: date
    decision: Decision


@dataclass(frozen=True)
class Leaving(_Membership):
    """A member's last day, by a decision."""

    member: str
    day: date
    decision: Decision


def join_council(office: Office, asked: JoinCouncil) -> Answer:
    """Take a member into a council, not before its decision nor for what was judged by then. Needs `council.write`."""
    return _act(office, asked)


def try_join_council(office: Office, asked: JoinCouncil) -> Answer:
    """The answer that `join_council` would give now; nothing is written."""
    return _try(office, asked)


def leave_council(office: Office, asked: Leaving) -> Answer:
    """End a membership after a day, on which or before which lies every session that the member sat in.

    Needs `council.write`; sessions held until then keep the member.
    """
    return _act(office, asked)


def try_leave_council(office: Office, asked: Leaving) -> Answer:
    """The answer that `leave_council` would give now; nothing is written."""
    return _try(office, asked)


def _unreadable(asked: JoinCouncil | Leaving) -> list[Reason]:
    return [*asked.decision.unreadable(), *(asked.member.unreadable() if isinstance(asked, JoinCouncil) else ())]


def _cleaned(asked: JoinCouncil | Leaving) -> JoinCouncil | Leaving:
    decision = asked.decision.cleaned()
    if isinstance(asked, Leaving):
        return replace(asked, decision=decision)
    return replace(asked, member=asked.member.cleaned(), decision=decision)


def _act(office: Office, asked: JoinCouncil | Leaving) -> Answer:
    if wrong := _unreadable(asked):
        return refused_all(wrong)
    asked = _cleaned(asked)
    with office.database.writing() as transaction:
        council = council_of(transaction, asked.council)
        if council is None:
            return refused_all([Reason("council_unknown", {"council": asked.council})])
        transaction.row(statements.LOCK_PROGRAMME, (council["programme"],))
        transaction.lock(_LOCK_SESSIONS, (asked.council,))
        before = earlier(transaction, asked.caller, asked.council, asked.payload_hash)
        if before is not None:
            return Done(asked.council, *before, repeated=True)
        judged = _judge(transaction, office, asked, council)
        if isinstance(judged, list):
            return refused_all(judged)
        permit, said = judged
        [recorded] = write_members(transaction, permit, council["programme"], [said])
        keep_request(transaction, asked.caller, (asked.council, asked.payload_hash), recorded)
        return Done(asked.council, recorded.stream, recorded.seq, _details(said))


def _try(office: Office, asked: JoinCouncil | Leaving) -> Answer:
    if wrong := _unreadable(asked):
        return refused_all(wrong)
    asked = _cleaned(asked)
    with office.database.reading() as transaction:
        council = council_of(transaction, asked.council)
        if council is None:
            return refused_all([Reason("council_unknown", {"council": asked.council})])
        judged = _judge(transaction, office, asked, council)
        return refused_all(judged) if isinstance(judged, list) else Done(asked.council, "", 0, _details(judged[1]))


def _judge(
    transaction: Transaction, office: Office, asked: JoinCouncil | Leaving, council: Row
) -> tuple[Permit, Said] | list[Reason]:
    permit = permit_near(transaction, office, asked.caller, WRITE, council["programme"])
    if isinstance(permit, Reason):
        return [permit]
    faults = asked.decision.faults(permit.today)
    said = _left(transaction, asked) if isinstance(asked, Leaving) else _joins(transaction, permit, asked, council)
    if isinstance(said, list):
        return faults + said
    return faults or (permit, said)


def _joins(transaction: Transaction, permit: Permit, asked: JoinCouncil, council: Row) -> Said | list[Reason]:
    programme = permit.published.rules.programmes.get(council["programme"])
    declared = programme.councils.get(council["council"]) if programme else None
    if declared is None:
        known = list(programme.councils) if programme else []
        told = {"council": council["council"], "programme": council["programme"], "known": known}
        return [Reason("council_undeclared", told)]
    sitting = members_on(transaction, asked.council, asked.day.isoformat()).values()
    accounts = frozenset(one.account for one in sitting if one.account)
    standing = Standing(declared, frozenset(one.seat for one in sitting), accounts)
    reasons = member_reasons(transaction, standing, [asked.member])
    if asked.day.isoformat() < council["valid_from"]:
        reasons.append(Reason("council_later", {"council": asked.council, "day": council["valid_from"]}))
    reasons += asked.decision.too_early(asked.day)
    if held := [code for (code,) in transaction.rows(_HELD, (asked.council, asked.day.isoformat()))]:
        reasons.append(Reason("member_not_there", {"council": asked.council, "day": asked.day, "sessions": held}))
    (count,) = transaction.row("SELECT COUNT(*) FROM council_member WHERE council = ?", (asked.council,)) or (0,)
    return reasons or joined(asked.council, count + 1, asked.member, asked.day, asked.decision)


def _left(transaction: Transaction, asked: Leaving) -> Said | list[Reason]:
    member = members_on(transaction, asked.council, asked.day.isoformat()).get(asked.member)
    if member is None:
        return [Reason("member_unknown", {"member": asked.member, "council": asked.council})]
    about = {"council": asked.council, "member": asked.member}
    sat = [code for (code,) in transaction.rows(_SAT, (asked.council, asked.day.isoformat(), *[asked.member] * 2))]
    if sat:
        return [Reason("member_sat_later", {**about, "sessions": sat, "day": asked.day})]
    return {"event": "left", **about, **asked.decision.said(), "valid_to": asked.day.isoformat()}, {}


def _details(said: Said) -> Mapping[str, Any]:
    return {"event": said[0]["event"], "member": said[0]["member"]}


# Whoever acts in one of them waits, or has acted before.
_LOCK_SESSIONS = "SELECT code FROM session WHERE council = ? AND status = 'open' ORDER BY code FOR UPDATE"
# Sessions from a day on that have judged somewhat: who becomes a member then was not among those entitled.
_HELD = (
    "SELECT s.code FROM session s WHERE s.council = ? AND s.day >= ? AND s.status <> 'cancelled' AND "
    "EXISTS (SELECT 1 FROM turn t WHERE t.session = s.code AND t.status <> 'void') ORDER BY s.code"
)
# Sessions after a day in which a member was there or has a sheet.
_SAT = (
    "SELECT s.code FROM session s WHERE s.council = ? AND s.day > ? AND s.status <> 'cancelled' AND ("
    "EXISTS (SELECT 1 FROM attendance a WHERE a.session = s.code AND a.member = ? AND a.present = 1) OR "
    "EXISTS (SELECT 1 FROM sheet x WHERE x.session = s.code AND x.member = ? AND x.status <> 'withdrawn')) "
    "ORDER BY s.code"
)
