"""What a document is about: a round, a session or a dossier; in which stream it stands, which dossiers it covers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cycle.clock import day_in
from cycle.commands.documents.kinds import DOSSIER, KINDS, ROUND, SESSION, Kind
from cycle.commands.documents.minutes import MINUTES, minuted
from cycle.commands.permits import lying_in
from cycle.database import Transaction
from cycle.history import snapshot_of
from cycle.office import Office
from cycle.publication import Published
from cycle.statements import DOSSIER_COLUMNS
from workflows.definition import Definition, Transition
from workflows.guards.value_guards import holds
from workflows.problems import nearest_name
from workflows.rounds import round_named
from workflows.verdict import Reason


@dataclass(frozen=True)
class AskedAbout:
    """What a document is about, as it was typed; the programme where several have such a round; and whose it is."""

    code: str
    programme: str | None = None
    organisation: str | None = None


@dataclass(frozen=True)
class About:
    """What a document is about. `places` are where it has to be permitted, `dossiers` those that it covers."""

    what: str
    code: str
    programme: str
    stream: str
    round: str | None
    dossiers: tuple[str, ...]
    producer: str
    places: tuple[str, ...]


@dataclass(frozen=True)
class Library:
    """Where abouts are looked for: one transaction, under the rules in force."""

    transaction: Transaction
    office: Office
    published: Published


def kind_of(name: str) -> Kind | Reason:
    """The kind of document of a name."""
    if name in KINDS:
        return KINDS[name]
    told = {"kind": name, "known": list(KINDS), "nearest": nearest_name(name, set(KINDS))}
    return Reason("document_kind_unknown", told)


def about_of(library: Library, kind: Kind, asked: AskedAbout) -> About | Reason:
    """What was meant, among what a kind of document can be about; or why there is no such thing."""
    if unknown := _unknown(library, asked):
        return unknown
    found: About | Reason | None = None
    if DOSSIER in kind.abouts:
        found = _of_dossier(library, kind, asked)
    if found is None and SESSION in kind.abouts:
        found = _of_session(library, kind, asked)
    if found is None and ROUND in kind.abouts:
        found = _of_round(library, kind, asked)
    told = {"about": asked.code, "kind": kind.name, "abouts": list(kind.abouts)}
    return found or Reason("document_about_unknown", told)


def dossiers_of(transaction: Transaction, about: About) -> tuple[str, ...]:
    """The dossiers whose results a document tells: those of a round, those that no session has concluded on after the

    one that it is about, or the dossier itself.
    """
    if about.what == DOSSIER:
        return (about.code,)
    if about.what == SESSION:
        return _concluded(transaction, about.code)
    return _of_round_s(transaction, about.code, about.programme)


def awaiting(library: Library, paper: str, programme: str, organisation: str) -> tuple[str, ...]:
    """The open dossiers of the places of an organisation that can move on by recording a paper of a type."""
    found = []
    for row in library.transaction.rows(_OPEN, (programme,)):
        snapshot = snapshot_of(row)
        definition = library.office.rulebook.definition(library.transaction, snapshot.definition, library.published)
        if _records(definition, snapshot.state, paper) and organisation in _above(library, snapshot.code):
            found.append(snapshot.code)
    return tuple(found)


def _unknown(library: Library, asked: AskedAbout) -> Reason | None:
    """The programme or the organisation that was named besides and is none."""
    if asked.programme and not library.transaction.row("SELECT 1 FROM programme WHERE code = ?", (asked.programme,)):
        return Reason("programme_unknown", {"programme": asked.programme})
    there = asked.organisation is None or library.transaction.row(_ORGANISATION, (asked.organisation,))
    return None if there else Reason("organisation_unknown", {"code": asked.organisation})


def _of_dossier(library: Library, kind: Kind, asked: AskedAbout) -> About | Reason | None:
    found = library.transaction.row(_DOSSIER, (asked.code,))
    if found is None:
        return None
    if asked.organisation is not None and asked.organisation not in _above(library, asked.code):
        named = {"dossier": asked.code, "organisation": asked.organisation}
        return Reason("document_of_elsewhere", {**named, "places": list(_places(library.transaction, asked.code))})
    places = _places(library.transaction, asked.code) if kind.local else _run_by(library, [found[0]])
    rounds = library.transaction.rows(_ROUNDS, (asked.code,))
    last = rounds[-1][0] if rounds else None
    return About(DOSSIER, asked.code, found[0], f"dossier/{asked.code}", last, (asked.code,), found[1] or "", places)


def _of_session(library: Library, kind: Kind, asked: AskedAbout) -> About | None:
    found = library.transaction.row("SELECT programme, round FROM session WHERE code = ?", (asked.code,))
    if found is None:
        return None
    if ROUND in kind.abouts:
        dossiers = _needing(library, kind.paper, _concluded(library.transaction, asked.code)) if kind.paper else ()
    elif kind.name == MINUTES:
        told = minuted(library.transaction, asked.code)
        dossiers = () if isinstance(told, Reason) else told
    else:
        dossiers = tuple(code for (code,) in library.transaction.rows(_HEARD, (asked.code,)))
    body = _run_by(library, [found[0]])
    return About(SESSION, asked.code, found[0], f"session/{asked.code}", found[1], dossiers, "", body)


def _of_round(library: Library, kind: Kind, asked: AskedAbout) -> About | Reason | None:
    opened = [code for (code,) in library.transaction.rows("SELECT code FROM programme ORDER BY code")]
    declared = library.published.rules.programmes
    programmes = [
        code
        for code in opened
        if asked.programme in (None, code) and code in declared and round_named(declared[code], asked.code)
    ]
    if not programmes:
        return None
    if len(programmes) > 1:
        return Reason("document_several_programmes", {"round": asked.code, "programmes": programmes})
    covered, places = tuple[str, ...](), _run_by(library, programmes)
    if kind.local:
        if asked.organisation is None:
            return Reason("document_organisation_missing", {"kind": kind.name})
        covered, places = awaiting(library, kind.paper or "", programmes[0], asked.organisation), (asked.organisation,)
    elif kind.paper:
        covered = _needing(library, kind.paper, _of_round_s(library.transaction, asked.code, programmes[0]))
    stream = f"programme/{programmes[0]}"
    return About(ROUND, asked.code, programmes[0], stream, asked.code, covered, "", places)


def _of_round_s(transaction: Transaction, code: str, programme: str) -> tuple[str, ...]:
    return tuple(one for (one,) in transaction.rows(_JOINED, (code, programme)))


def _concluded(transaction: Transaction, session: str) -> tuple[str, ...]:
    return tuple(one for (one,) in transaction.rows(_CONCLUDED, (session,)))


def _needing(library: Library, paper: str, dossiers: Iterable[str]) -> tuple[str, ...]:
    """The open ones of some dossiers from where, or one act on, a step asks for a paper of a type."""
    found = []
    rows = (row for code in dossiers if (row := library.transaction.row(_STILL_OPEN, (code,))))
    for row in rows:
        snapshot = snapshot_of(row)
        definition = library.office.rulebook.definition(library.transaction, snapshot.definition, library.published)
        asking = {state for one in definition.transitions if _asks(one, paper) for state in one.sources}
        leading = (one for one in definition.transitions if one.target in asking and snapshot.state in one.sources)
        if snapshot.state in asking or any(_fits(definition, one, snapshot.values) for one in leading):
            found.append(snapshot.code)
    return tuple(found)


def _asks(one: Transition, paper: str) -> bool:
    return any(use.guard == "paper" and paper in use.params["one_of"] for use in one.guards)


def _fits(definition: Definition, one: Transition, values: Mapping[str, Any]) -> bool:
    """Whether the values on record are those that an act asks for."""
    return holds(definition, values, (use for use in one.guards if use.guard == "value"))


def _run_by(library: Library, programmes: Iterable[str]) -> tuple[str, ...]:
    """The organisations that run some programmes."""
    query = "SELECT organisation FROM programme WHERE code = ?"
    return tuple(row[0] for code in programmes if (row := library.transaction.row(query, (code,))))


def _records(definition: Definition, state: str, paper: str) -> bool:
    return any(
        rule.type == "paper" and rule.argument == paper
        for one in definition.transitions
        if state in one.sources
        for rule in one.records
    )


def _above(library: Library, dossier: str) -> set[str]:
    day = day_in(library.office.zone, library.office.clock.now())
    return lying_in(library.transaction, _places(library.transaction, dossier), day)


def _places(transaction: Transaction, dossier: str) -> tuple[str, ...]:
    return tuple(code for (code,) in transaction.rows(_AREAS, (dossier, dossier)))


_ORGANISATION = "SELECT 1 FROM organisation WHERE code = ?"
_DOSSIER = "SELECT programme, producer FROM dossier WHERE code = ?"
_ROUNDS = "SELECT round FROM dossier_round WHERE dossier = ? ORDER BY name"
_HEARD = "SELECT DISTINCT dossier FROM turn WHERE session = ? AND status <> 'void' ORDER BY dossier"
_AREAS = (
    "SELECT a.organisation FROM dossier d JOIN product_area a ON a.product = d.product WHERE d.code = ? "
    "UNION SELECT organisation FROM party WHERE dossier = ?"
)
_OPEN = (
    f"SELECT {DOSSIER_COLUMNS} FROM dossier "  # noqa: S608 - constant
    "WHERE programme = ? AND final IS NULL AND product IS NOT NULL ORDER BY code"
)
_STILL_OPEN = f"SELECT {DOSSIER_COLUMNS} FROM dossier WHERE code = ? AND final IS NULL"  # noqa: S608 - constant
_JOINED = (
    "SELECT DISTINCT r.dossier FROM dossier_round r JOIN dossier d ON d.code = r.dossier "
    "WHERE r.round = ? AND d.programme = ? ORDER BY r.dossier"
)
_CONCLUDED = (
    "SELECT DISTINCT t.dossier FROM turn t JOIN record r ON r.stream = 'session/' || t.session "
    "AND r.seq = t.concluded_seq WHERE t.session = ? AND t.status = 'concluded' AND NOT EXISTS (SELECT 1 FROM turn x "
    "JOIN record y ON y.stream = 'session/' || x.session AND y.seq = x.concluded_seq WHERE x.dossier = t.dossier "
    "AND x.status = 'concluded' AND (y.recorded > r.recorded OR (y.recorded = r.recorded AND x.session > t.session))) "
    "ORDER BY t.dossier"
)
