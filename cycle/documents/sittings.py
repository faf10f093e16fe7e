"""The facts of documents about a session of a council: its minutes and the summary of its members' sheets."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from cycle import tables
from cycle.commands.documents.minutes import minuted
from cycle.documents.criteria import criteria_of
from cycle.documents.desks import TEXTS, Desk
from cycle.documents.facts import ForSession, MemberFact, SessionFact, SummaryFact, TurnFact
from cycle.documents.products import product_fact
from cycle.queries.evaluation.eyes import eyes_of
from cycle.queries.evaluation.sheets import opened_sheets
from cycle.sessions import Rows
from cycle.sessions.apart import apart_from
from cycle.sessions.folding import CLOSED, VOID
from workflows.councils import MEETING, Council
from workflows.scoring.criteria import Criteria, CriteriaSet
from workflows.scoring.sheets import Sheet, part_totals, total
from workflows.verdict import Reason

Row = tuple[Any, ...]
PARTS = ("A", "B", "C")


def minutes_facts(desk: Desk) -> ForSession | Reason:
    """The minutes: who sat or sent an opinion, who had a conflict, every turn and what was concluded on."""
    if sealed := _sealed(desk):
        return sealed
    told = minuted(desk.transaction, desk.about.code)
    if isinstance(told, Reason):
        return told
    facts = _session(desk)
    rows = [row for row in _turns(desk) if row[2] != CLOSED or not facts.session.meeting]
    turns = tuple(one for row in rows if (one := _turn(desk, row)) is not None)
    return replace(facts, session=replace(facts.session, judged=len(told)), turns=turns)


def summary_facts(desk: Desk) -> ForSession | Reason:
    """The summary of the sheets of every turn that has closed, member by member, with the result under them."""
    if sealed := _sealed(desk):
        return sealed
    rows = tuple(line for row in _turns(desk) for line in _lines(desk, row))
    facts = _session(desk)
    return replace(facts, rows=rows) if rows else Reason("document_no_turn", {"about": desk.about.code})


def _sealed(desk: Desk) -> Reason | None:
    """Sheets that are shown to others with the end of the session only are told to nobody else before."""
    eyes = eyes_of(desk.transaction, desk.office.rulebook, desk.seen, desk.about.code)
    return None if eyes.reads else Reason("document_sealed", {"about": desk.about.code})


def _session(desk: Desk) -> ForSession:
    name, form, day, number, decided, regulation = desk.transaction.row(_SESSION, (desk.about.code,)) or ("",) * 6
    declared = desk.programme.councils.get(name)
    members = tuple(_members(desk, declared))
    title = declared.title.vi if declared else name
    about = (desk.about.code, title, number, date.fromisoformat(decided), regulation or "", date.fromisoformat(day))
    present = sum(one.present for one in members)
    return ForSession(desk.head(), SessionFact(*about, form == MEETING, present, len(members)), members)


def _members(desk: Desk, declared: Council | None) -> Iterator[MemberFact]:
    seats = declared.seats if declared else {}
    for name, seat, organisation, form, present, sent in desk.transaction.rows(_MEMBERS, (desk.about.code,)):
        known = seats.get(seat)
        title, chair = (known.title.vi, known.chair) if known else (seat, False)
        of = desk.name_of(organisation) if organisation else ""
        yield MemberFact(name, title, of, bool(present if form == MEETING else sent), chair)


def _turns(desk: Desk) -> list[Row]:
    """Every turn whose sheets have been opened, those too that do not count."""
    return desk.transaction.rows(_TURNS, (desk.about.code,))


def _turn(desk: Desk, row: Row) -> TurnFact | None:
    dossier, number, status, criteria, set_number, score, spread, band, gate, stars, outcome = row
    product = product_fact(desk, dossier)
    if product is None:
        return None
    key, found = (desk.about.code, dossier, number), criteria_of(desk, criteria, set_number)
    fact = TurnFact(
        product=product,
        number=number,
        outcome=TEXTS.show("turn_outcome", outcome) if outcome else TEXTS.show("turn_status", status),
        score=_shown(score),
        spread=_shown(spread),
        band=band or 0,
        gate=gate or 0,
        stars=stars or 0,
        sheets=len(opened_sheets(desk.transaction, key)),
    )
    return fact if status == VOID or found is None else replace(fact, **_settled(desk, key, found))


def _settled(desk: Desk, key: Row, found: tuple[Criteria, CriteriaSet]) -> dict[str, Any]:
    session, dossier, _ = key
    apart = apart_from(desk.transaction, Rows(desk.transaction).find(tables.session, session)).get(dossier, ())
    return {
        "conflicts": tuple(name for code, name in desk.transaction.rows(_NAMES, (session,)) if code in apart),
        "agreed": tuple(_agreed(desk, key, found)),
        "findings": tuple(_findings(desk, key, found)),
    }


def _agreed(desk: Desk, key: Row, found: tuple[Criteria, CriteriaSet]) -> Iterator[str]:
    criteria, given = found
    for code, number in desk.transaction.rows(_AGREED, key):
        one = given.criteria.get(code)
        option = one.options[number - 1] if one and number and not one.yes_no else None
        words = (criteria.wording_of(option) or option.label.vi) if option else str(number)
        yield f"{code} {one.title if one else ''}: {words}"


def _findings(desk: Desk, key: Row, found: tuple[Criteria, CriteriaSet]) -> Iterator[str]:
    grounds: Mapping[str, Any] = found[0].grounds
    for ground, place in desk.transaction.rows(_FINDINGS, key):
        told = grounds[ground].vi if ground in grounds else ground
        yield f"{place} {told}".strip()


def _lines(desk: Desk, row: Row) -> Iterator[SummaryFact]:
    dossier, number, _, criteria, set_number, score, spread, band, gate, stars, _ = row
    product, found = product_fact(desk, dossier), criteria_of(desk, criteria, set_number)
    if product is None or found is None:
        return
    about = (product.code or dossier, product.name, product.producer)
    for name, sheet in opened_sheets(desk.transaction, (desk.about.code, dossier, number)):
        yield SummaryFact(*about, name, number, total(found[1], sheet.answers), **_parts(found[1], sheet))
    result: dict[str, Any] = {
        "turn": number,
        "average": Decimal(score) if score else None,
        "spread": Decimal(spread) if spread else None,
    }
    yield SummaryFact(*about, "", band=band, gate=gate, stars=stars, **result)


def _parts(given: CriteriaSet, sheet: Sheet) -> dict[str, Any]:
    points = part_totals(given, sheet.answers)
    return {f"part_{name.lower()}": points.get(name) for name in PARTS}


def _shown(number: str | None) -> str:
    return (number or "").replace(".", ",")


_SESSION = (
    "SELECT c.council, s.form, s.day, c.decision_number, c.decision_date, c.regulation_number "
    "FROM session s JOIN council c ON c.code = s.council WHERE s.code = ?"
)
_MEMBERS = (
    "SELECT m.name, m.seat, m.organisation, s.form, COALESCE(a.present, 0), "
    "(SELECT COUNT(*) FROM sheet h WHERE h.session = s.code AND h.member = m.member AND h.status <> 'withdrawn') "
    "FROM session s "
    "JOIN council_member m ON m.council = s.council "
    "LEFT JOIN attendance a ON a.session = s.code AND a.member = m.member "
    "WHERE s.code = ? AND m.valid_from <= s.day AND (m.valid_to IS NULL OR m.valid_to >= s.day) ORDER BY m.member"
)
_TURNS = (
    "SELECT dossier, number, status, criteria, set_number, score, spread, band, gate, stars, outcome FROM turn "
    "WHERE session = ? AND closed_seq IS NOT NULL ORDER BY dossier, number"
)
_NAMES = (
    "SELECT m.member, m.name FROM session s JOIN council_member m ON m.council = s.council "
    "WHERE s.code = ? ORDER BY m.member"
)
_AGREED = (
    "SELECT criterion, option FROM agreed_option WHERE session = ? AND dossier = ? AND turn = ? ORDER BY criterion"
)
_FINDINGS = (
    "SELECT ground, place FROM agreed_finding WHERE session = ? AND dossier = ? AND turn = ? AND stands = 1 "
    "ORDER BY ground, place"
)
