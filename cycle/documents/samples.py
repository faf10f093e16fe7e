"""Facts to try templates on: everything there, next to nothing there, and what hostile hands would write."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from cycle.commands.documents.kinds import KINDS
from cycle.documents.criteria import TOPICS, boxes_of
from cycle.documents.facts import (
    CriterionFact,
    ForDossier,
    ForRound,
    ForSession,
    Head,
    MemberFact,
    OptionFact,
    ProductFact,
    RoundFact,
    SessionFact,
    SummaryFact,
    TurnFact,
    Words,
)
from cycle.documents.kinds import SHAPES
from notifications.sample import HOSTILE

TODAY = date(2026, 11, 20)
ROUND = RoundFact("T-02-2026", "Round 02 of 2026", 2, 2026, date(2026, 10, 29), date(2026, 12, 29))
HEAD = Head("Programme of 2026", 2026, "Province of the North", "Office of the North", "Commune", TODAY, round=ROUND)
PRODUCT = ProductFact(
    dossier="QN-1",
    name="Garlic of the island",
    producer="Cooperative of the island",
    kind="Cooperative",
    registration="4300100001",
    representative="A. Person",
    phone="0905123456",
    email="htx@example.vn",
    address="Hamlet 2",
    commune="Commune",
    sector="Food",
    group="Fresh food",
    set_number=1,
    set_title="Vegetables",
    purpose="First time",
    receipt="01/PDK",
    code="51-1-1-2026",
    score="82,50",
    stars=4,
    outcome="Result recorded",
    certificate="07/2026",
    certified=TODAY,
    until=date(2029, 11, 20),
    decision="12/QD",
    decided=TODAY,
    decider="Chairman",
    raising=("1.1 Origin: all of it",),
)
BARE = ProductFact("QN-2", "Salt", "Household")
HOSTILE_TEXT = f"=cmd|' /C calc'!A0 <w:p/> {HOSTILE} {'x' * 2000}"
ODD = replace(PRODUCT, name=HOSTILE_TEXT, producer=HOSTILE_TEXT, set_title=HOSTILE_TEXT, code="=1+1")


def samples(kind: str) -> Iterator[Words]:
    """Facts of a kind of document: full, sparse in a rehearsal, and hostile."""
    shape = SHAPES[KINDS[kind].name]
    make = {ForDossier: _of_dossier, ForRound: _of_round, ForSession: _of_session}[shape]
    yield make(HEAD, PRODUCT)
    yield make(replace(HEAD, round=None, rehearsal=True), BARE)
    yield make(replace(HEAD, sender=HOSTILE_TEXT, programme=HOSTILE_TEXT), ODD)


def _of_dossier(head: Head, product: ProductFact) -> Words:
    options = (OptionFact(1, product.name, 1), OptionFact(2, "All of it", 3, 5, chosen=bool(product.stars)))
    points = 3 if product.stars else None
    one = CriterionFact("1.1", "Origin", 3, options, options[1].wording if points else "", points, product.receipt)
    criteria = (one, CriterionFact("5.2", "Story", 1))
    topics = dict.fromkeys(TOPICS, one)
    papers = ("Licence", "Test report") if product.stars else ()
    short = head.rehearsal
    return ForDossier(head, product, papers, topics, criteria, short_wording=short, rows=boxes_of(criteria))


def _of_round(head: Head, product: ProductFact) -> Words:
    five, two = replace(product, stars=5, score="91,00"), replace(product, stars=2, score="49,99")
    ranked = (product, five, two) if product.stars else (product,)
    return ForRound(head, head.province, ranked, ranked[:1], ranked[1:2], ranked[2:], months=36)


def _of_session(head: Head, product: ProductFact) -> Words:
    meeting = not head.rehearsal
    about = SessionFact("P-1", "Council", "9/QD", TODAY, "10/QD" if meeting else "", TODAY, meeting, 2, 3, 1)
    members = (
        MemberFact("A. Chair", "Chair", "Province", chair=True),
        MemberFact(product.name, "Member", present=False),
    )
    turn = TurnFact(product, 1, "ranked", "82,50", "4", 4, 4, 4, 2, ("B. Person",), ("1.1: all of it",), ("2 ground",))
    rows = (
        SummaryFact(product.code, product.name, product.producer, "A. Chair", 1, 82, part_a=33, part_b=21, part_c=28),
        SummaryFact(product.code, product.name, product.producer, "", 1, None, Decimal("82.50"), Decimal(4), 4, 4, 4),
    )
    return ForSession(head, about, members, (turn, TurnFact(product, 1)), rows)
