"""Opening a session of a council: a meeting on a day, or a collection of opinions in writing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cycle import statements
from cycle.answers import Answer, Done, refused_all
from cycle.commands.councils.asked import MANAGE
from cycle.commands.councils.grounding import council_of, permit_near
from cycle.commands.councils.interests import heard, interests, vacant
from cycle.commands.permits import Caller, Permit
from cycle.commands.requests import asked_hash, earlier, keep_request
from cycle.database import Transaction
from cycle.history import Entry, append
from cycle.office import Office
from cycle.sessions import Rows, Telling, fold_session, keep
from cycle.sessions.folding import SESSION, Row
from workflows.councils import FORMS, Council
from workflows.problems import nearest_name
from workflows.programme import Programme
from workflows.rounds import round_named, rounds_of
from workflows.verdict import Reason


@dataclass(frozen=True)
class OpenSession:
    """A session of a council. `form` is `meeting` or `written`; `round` is the code of a declared round, if any."""

    caller: Caller
    council: str
    form: str
    day: date
    round: str | None = None

    @property
    def payload_hash(self) -> str:
        """A hash of all that is asked."""
        return asked_hash(self)


def open_session(office: Office, asked: OpenSession) -> Answer:
    """Open a session under the rules of today. Needs `session.manage`.

    Raises RequestReusedError when a request id comes with another payload.
    """
    with office.database.writing() as transaction:
        council = council_of(transaction, asked.council)
        if council is None:
            return refused_all([Reason("council_unknown", {"council": asked.council})])
        transaction.row(statements.LOCK_PROGRAMME, (council["programme"],))
        before = earlier(transaction, asked.caller, asked.council, asked.payload_hash)
        if before is not None:
            return Done(before.stream.partition("/")[2], *before, repeated=True)
        judged = _judge(transaction, office, asked, council)
        return refused_all(judged) if isinstance(judged, list) else _write(transaction, judged, asked, council)


def try_open_session(office: Office, asked: OpenSession) -> Answer:
    """The answer that `open_session` would give now, by the same code; nothing is written."""
    with office.database.reading() as transaction:
        council = council_of(transaction, asked.council)
        if council is None:
            return refused_all([Reason("council_unknown", {"council": asked.council})])
        judged = _judge(transaction, office, asked, council)
        return (
            refused_all(judged)
            if isinstance(judged, list)
            else Done(_next(transaction, council), "", 0, _details(transaction, judged, asked, council))
        )


def _judge(transaction: Transaction, office: Office, asked: OpenSession, council: Row) -> Permit | list[Reason]:
    permit = permit_near(transaction, office, asked.caller, MANAGE, council["programme"])
    if isinstance(permit, Reason):
        return [permit]
    programme = permit.published.rules.programmes.get(council["programme"])
    if programme is None or council["council"] not in programme.councils:
        known = list(programme.councils) if programme else []
        told = {"council": council["council"], "programme": council["programme"], "known": known}
        return [Reason("council_undeclared", told)]
    reasons = []
    if asked.form not in FORMS:
        reasons.append(Reason("session_form_unknown", {"form": asked.form, "known": list(FORMS)}))
    if asked.day.isoformat() < council["valid_from"]:
        reasons.append(Reason("council_later", {"council": asked.council, "day": council["valid_from"]}))
    reasons += _round_reasons(programme, programme.councils[council["council"]], asked)
    return reasons or permit


def _round_reasons(programme: Programme, declared: Council, asked: OpenSession) -> list[Reason]:
    """Why the session cannot be of its round: there is none of that code, or it is another level's."""
    if asked.round is None:
        return []
    found = round_named(programme, asked.round)
    if found is None:
        known = [one.code for one in rounds_of(programme, asked.day.year)]
        return [Reason("round_unknown", {"round": asked.round, "nearest": nearest_name(asked.round, known) or ""})]
    if found.level == declared.level:
        return []
    about = {"round": asked.round, "level": found.level, "council": declared.name, "own": declared.level}
    return [Reason("round_of_other_level", about)]


def _write(transaction: Transaction, permit: Permit, asked: OpenSession, council: Row) -> Done:
    programme = council["programme"]
    code = _next(transaction, council)
    about = {"programme": programme, "council": asked.council, "round": asked.round}
    payload = {"event": "opened", **about, "form": asked.form, "day": asked.day.isoformat()}
    published = permit.published.hash
    recorded = append(transaction, permit.act, Entry(f"session/{code}", SESSION, permit.today, payload, {}, published))
    keep(transaction, fold_session(Rows(transaction), SESSION, Telling(code, recorded.seq, payload, published)))
    keep_request(transaction, asked.caller, (asked.council, asked.payload_hash), recorded)
    return Done(code, recorded.stream, recorded.seq, _details(transaction, permit, asked, council))


def _next(transaction: Transaction, council: Row) -> str:
    """The code of the next session of a council's programme."""
    programme = council["programme"]
    (count,) = transaction.row("SELECT COUNT(*) FROM session WHERE programme = ?", (programme,)) or (0,)
    return f"{programme}-PH{count + 1:03d}"


def _details(transaction: Transaction, permit: Permit, asked: OpenSession, council: Row) -> Mapping[str, Any]:
    """What is told of a session: with whom the register ties to dossiers that wait, and the seats that nobody holds.

    One that comes after its round had to be held tells when that was (`held_by`).
    """
    programme = permit.published.rules.programmes[council["programme"]]
    declared = programme.councils[council["council"]]
    day = {"council": asked.council, "day": asked.day.isoformat()}
    waiting = heard(transaction, council["programme"], declared.hears[asked.form])
    told = {"interests": interests(transaction, day, waiting), "vacant": vacant(transaction, day, declared.seats)}
    found = round_named(programme, asked.round) if asked.round is not None else None
    late = {"held_by": found.held_by.isoformat()} if found is not None and asked.day > found.held_by else {}
    return {**day, "form": asked.form, "round": asked.round, **told, **late}
