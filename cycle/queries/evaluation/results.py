"""What of a session's results is to be recorded: the step that each of its dossiers waits for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cycle.database import Transaction
from cycle.history import Snapshot
from cycle.office import Office
from cycle.queries.dossiers.snapshots import snapshot_seen
from cycle.queries.evaluation.sessions import session_seen
from cycle.queries.viewing import View
from cycle.sessions.folding import CLOSED, OPEN
from workflows.definition import Definition, Transition
from workflows.guards.council_values import RANKED, draws
from workflows.verdict import Reason


@dataclass(frozen=True)
class Awaited:
    """The trigger that takes a dossier's result, and the papers that it records and that lie with the dossier.

    `lacking` are the types of those that do not, by the values that would name them.
    """

    dossier: str
    trigger: str
    values: Mapping[str, str]
    lacking: Mapping[str, str]


@dataclass(frozen=True)
class Results:
    """What is to be recorded of a session, by dossier why nothing is, and what waits for its conclusion.

    `scored` are dossiers whose sheets are still given, `closed` those whose sheets are open.
    """

    awaited: tuple[Awaited, ...]
    left: Mapping[str, Reason]
    scored: tuple[str, ...]
    closed: tuple[str, ...]


def find_results(office: Office, view: View, session: str, happened: date | None = None) -> Results | Reason:
    """The step that each concluded dossier of a session waits for on a day (None: today), with the newest minutes.

    Verified ones that no step has taken yet come first, then those that wait for verification.
    """
    day = happened or view.today
    with office.database.reading() as transaction:
        if not session_seen(transaction, view, session):
            return Reason("session_unknown", {"session": session})
        published = office.rulebook.on(transaction, day)
        if published is None:
            return Reason("no_publication", {"day": day})
        awaited, left = list[Awaited](), dict[str, Reason]()
        for dossier, number, outcome in transaction.rows(_CONCLUDED, (session,)):
            snapshot = snapshot_seen(transaction, view, dossier)
            if snapshot is None:
                left[dossier] = Reason("dossier_unknown", {"dossier": dossier})
                continue
            definition = office.rulebook.definition(transaction, snapshot.definition, published)
            found = _step(definition, snapshot, (session, number), outcome)
            if isinstance(found, Reason):
                left[dossier] = found
            else:
                awaited.append(_awaited(transaction, snapshot, found))
        return Results(tuple(awaited), left, *_unsettled(transaction, session))


def _unsettled(transaction: Transaction, session: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The dossiers whose turns are still being scored, and those whose turns are closed and not concluded."""
    rows = transaction.rows(_UNSETTLED, (session,))
    scored, closed = (tuple(code for code, status in rows if status == one) for one in (OPEN, CLOSED))
    return scored, closed


def _step(definition: Definition, snapshot: Snapshot, turn: tuple[str, int], outcome: str) -> Transition | Reason:
    """The step that takes a result, or why none does."""
    used = (snapshot.values.get(rule.name) for rule in definition.recorded.values() if rule.type == "turn")
    if any(one is not None and (one["session"], one["turn"]) == turn for one in used):
        return Reason("council_used", {"session": turn[0], "turn": turn[1]})
    steps = (one for one in definition.offers[snapshot.state] if draws(one) and outcome in _outcomes(one))
    waits = Reason("result_not_awaited", {"dossier": snapshot.code, "state": snapshot.state})
    return next(steps, waits)


def _outcomes(transition: Transition) -> tuple[str, ...]:
    """The outcomes that a step is for; one that does not say takes a rank."""
    return next((tuple(use.params["outcomes"]) for use in transition.guards if use.guard == "council"), (RANKED,))


def _awaited(transaction: Transaction, snapshot: Snapshot, transition: Transition) -> Awaited:
    """A step with the papers that it records, of each type the one that lies with the dossier and fits best."""
    found, lacking = dict[str, str](), dict[str, str]()
    for rule in transition.records:
        if rule.type != "paper":
            continue
        used = snapshot.values.get(rule.name) or ""
        row = transaction.row(_PAPER, (snapshot.code, rule.argument, used))
        if row is not None:
            found[rule.name] = row[0]
        elif rule.awaited:
            lacking[rule.name] = rule.argument or ""
    return Awaited(snapshot.code, transition.trigger, found, lacking)


_CONCLUDED = (
    "SELECT dossier, number, outcome FROM turn WHERE session = ? AND status = 'concluded' ORDER BY dossier, number"
)
_PAPER = (
    "SELECT code FROM paper WHERE holder_kind = 'dossier' AND holder = ? AND type = ? AND status <> 'rejected' "
    "ORDER BY code = ?, status <> 'verified', version DESC LIMIT 1"
)
_UNSETTLED = "SELECT dossier, status FROM turn WHERE session = ? AND status IN ('open', 'closed') ORDER BY dossier"
