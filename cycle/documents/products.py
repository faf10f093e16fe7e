"""Products as documents name them: what the register and the values of their dossiers say."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from cycle.documents.deciding import decided
from cycle.documents.desks import TEXTS, Desk
from cycle.documents.facts import ProductFact
from cycle.history import Snapshot
from cycle.queries.dossiers.snapshots import snapshot_seen
from cycle.queries.evaluation.recorded_results import RecordedResult, list_recorded
from cycle.queries.evaluation.scales import scale_of
from cycle.tables import dossier as dossier_table
from workflows.definition import Definition
from workflows.rounds import CENTRE

# In the order in which they were recorded.
Results = Sequence[RecordedResult]


def product_facts(desk: Desk, dossiers: Iterable[str]) -> tuple[ProductFact, ...]:
    """The products of some dossiers, as far as the view shows these, in the order of names."""
    codes = tuple(dossiers)
    results = list_recorded(desk.transaction, desk.office.rulebook, dossier_table.c.code.in_(codes))
    found = [fact for code in codes if (fact := _fact(desk, code, results.get(code, ()))) is not None]
    return tuple(sorted(found, key=lambda one: (one.commune, one.name, one.dossier)))


def product_fact(desk: Desk, dossier: str) -> ProductFact | None:
    """The product of a dossier; None where the view shows none."""
    results = list_recorded(desk.transaction, desk.office.rulebook, dossier_table.c.code == dossier)
    return _fact(desk, dossier, results.get(dossier, ()))


def _fact(desk: Desk, dossier: str, results: Results) -> ProductFact | None:
    snapshot = snapshot_seen(desk.transaction, desk.seen, dossier)
    row = desk.transaction.row(_ABOUT, (dossier,)) if snapshot else None
    if snapshot is None or row is None:
        return None
    definition = desk.office.rulebook.definition(desk.transaction, snapshot.definition, desk.published)
    fact = _registered(desk, dossier, row)
    told = {**_recorded(desk, snapshot, definition), **_certified(desk, snapshot)}
    return replace(fact, **told, **_own(results, told))


def areas_of(desk: Desk, dossier: str) -> tuple[str, ...]:
    """The organisations in whose area a dossier's product lies today."""
    rows = desk.transaction.rows(_AREAS, (dossier,))
    return tuple(dict.fromkeys(one for (code,) in rows for one in desk.standing(code)))


def set_of(desk: Desk, dossier: str) -> tuple[str, int]:
    """The name of the criteria and the number of the set by which a dossier is judged; empty and 0 where unknown."""
    row = desk.transaction.row(_SET, (dossier,))
    if row is None:
        return "", 0
    definition = desk.office.rulebook.definition(desk.transaction, row[0], desk.published)
    return definition.criteria or "", row[1] or 0


def _registered(desk: Desk, dossier: str, row: tuple[Any, ...]) -> ProductFact:
    name, sector, group, producer, kind, registration, representative, phone, email, address = row
    criteria, number = set_of(desk, dossier)
    known = desk.published.rules.criteria.get(criteria)
    return ProductFact(
        dossier=dossier,
        name=name,
        producer=producer,
        kind=TEXTS.word(f"kind.{kind}"),
        registration=registration,
        representative=representative or "",
        phone=phone or "",
        email=email or "",
        address=address or "",
        commune=", ".join(desk.place_of(one) for one in areas_of(desk, dossier)),
        sector=TEXTS.word(f"sector.{sector}"),
        group=group or "",
        set_number=number,
        set_title=known.sets[number].title if known and number in known.sets else "",
    )


def _recorded(desk: Desk, snapshot: Snapshot, definition: Definition) -> Mapping[str, Any]:
    values = snapshot.values
    plain = {name: str(values.get(name) or "") for name in ("purpose", "receipt", "certificate")}
    told: dict[str, Any] = {**plain, "code": str(values.get("product_code") or "")}
    for rule in definition.recorded.values():
        given = values.get(rule.name)
        if given is None:
            continue
        if rule.type == "stars":
            told["stars"] = int(given)
        elif rule.type == "score":
            told["score"] = shown_score(str(given))
    told |= _decided(desk, definition, values)
    scale = scale_of(desk.published.rules, definition, date.fromisoformat(values.get("issued") or snapshot.opened))
    told |= {"recognised_from": scale.recognised_from, "highest": scale.highest}
    certified = values.get("issued")
    outcome = definition.states[snapshot.state].title.vi if snapshot.state in definition.states else ""
    return {**told, "certified": date.fromisoformat(certified) if certified else None, "outcome": outcome}


def _own(results: Results, told: Mapping[str, Any]) -> Mapping[str, Any]:
    """The last result that is not the centre's; what is on record where history tells none."""
    own = next((one for one in reversed(results) if one.level != CENTRE), None)
    return {
        "own_score": (shown_score(own.score) if own else "") or told.get("score", ""),
        "own_stars": (own.stars if own else 0) or told.get("stars", 0),
    }


def shown_score(score: str) -> str:
    """A score as it was recorded, with a comma before its decimals."""
    return score.replace(".", ",")


def _decided(desk: Desk, definition: Definition, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The decision that recognised the product, else the one that approved its result; and this one by itself."""
    approval = decided(definition, values, recognising=False)
    told: dict[str, Any] = {"approval": approval.number, "approved": approval.day} if approval else {}
    last = decided(definition, values, recognising=True) or approval
    if last is None:
        return told
    role = desk.published.rules.roles.get(last.by)
    return {**told, "decision": last.number, "decided": last.day, "decider": role.title.vi if role else ""}


def _certified(desk: Desk, snapshot: Snapshot) -> Mapping[str, Any]:
    """Until when the certificate that a dossier is, or has opened, counts: as its clock says."""
    row = desk.transaction.row(_UNTIL, (snapshot.root, snapshot.code, snapshot.code))
    return {"until": date.fromisoformat(row[0])} if row else {}


_ABOUT = (
    "SELECT p.name, p.sector, p.product_group, m.name, m.kind, m.registration, m.representative, m.phone, m.email, "
    "(SELECT MIN(e.address) FROM product_establishment x JOIN establishment e ON e.code = x.establishment "
    "WHERE x.product = p.code) FROM dossier d JOIN product p ON p.code = d.product "
    "JOIN producer m ON m.code = d.producer WHERE d.code = ?"
)
_AREAS = (
    "SELECT a.organisation FROM dossier d JOIN product_area a ON a.product = d.product WHERE d.code = ? "
    "ORDER BY a.organisation"
)
# The set of the last turn, of the producer's own assessment, of the product.
_SET = (
    "SELECT d.definition, COALESCE((SELECT t.set_number FROM turn t JOIN record r "
    "ON r.stream = 'session/' || t.session AND r.seq = t.opened_seq WHERE t.dossier = d.code "
    "ORDER BY r.recorded DESC LIMIT 1), a.set_number, p.set_number) "
    "FROM dossier d JOIN product p ON p.code = d.product LEFT JOIN self_assessment a ON a.dossier = d.code "
    "WHERE d.code = ?"
)
_UNTIL = (
    "SELECT l.last_day FROM dossier d JOIN deadline l ON l.dossier = d.code WHERE d.root = ? "
    "AND (d.code = ? OR d.parent = ?) AND d.family = 'certificate' AND l.status <> 'closed' "
    "ORDER BY d.code DESC, l.last_day DESC LIMIT 1"
)
