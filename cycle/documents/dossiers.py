"""The facts of documents about one dossier: form 03, the request to the Ministry, the score sheet, the certificate."""

from collections.abc import Mapping, Sequence
from typing import Any

from cycle.documents.criteria import boxes_of, criterion_facts, has_wording, topics_of
from cycle.documents.desks import Desk
from cycle.documents.facts import ForDossier, ProductFact
from cycle.documents.products import areas_of, product_fact
from cycle.queries.dossiers.snapshots import snapshot_seen
from workflows.definition import Definition, Transition
from workflows.guards.value_guards import holds
from workflows.verdict import Reason

# The request itself; Article 6.3b asks for the report in place of those of the advisory team and the Council.
REQUEST, BODY_REPORT = "province_request", "ocop_body_report"


def report_facts(desk: Desk) -> ForDossier | Reason:
    """The commune's report on one dossier (26/2026/QĐ-TTg, Phụ lục III, form 03)."""
    product = _product(desk)
    if isinstance(product, Reason):
        return product
    topics = topics_of(desk, product.dossier)
    return ForDossier(desk.head(_commune(desk)), product, papers_of(desk, _of_producer(desk)), topics=topics)


def request_facts(desk: Desk) -> ForDossier | Reason:
    """The province's request to the Ministry of a product that it gave five stars (Article 6.3a, anew 6.3b)."""
    product = _product(desk)
    if isinstance(product, Reason):
        return product
    if product.own_stars < product.highest:
        told = {"dossier": product.dossier, "score": product.own_score or "–", "stars": product.own_stars}
        return Reason("document_not_for_ministry", told)
    asked = _asked_by_ministry(desk)
    return ForDossier(desk.head(), product, papers_of(desk, asked), reassessed=BODY_REPORT in asked)


def sheet_facts(desk: Desk) -> ForDossier | Reason:
    """A member's sheet on paper, empty but for the product; the producer's own answers stand beside."""
    product = _product(desk)
    if isinstance(product, Reason):
        return product
    criteria = criterion_facts(desk, product.dossier)
    if not criteria:
        return Reason("document_no_criteria", {"dossier": product.dossier})
    short = not has_wording(desk, product.dossier)
    return ForDossier(desk.head(), product, criteria=criteria, short_wording=short, rows=boxes_of(criteria))


def certificate_facts(desk: Desk) -> ForDossier | Reason:
    """A certificate of the province, of 3 or 4 stars (Article 4.1a); the highest rank is the Ministry's (4.1b)."""
    product = _product(desk)
    if isinstance(product, Reason):
        return product
    if product.stars < product.recognised_from:
        return Reason("document_not_ranked", {"dossier": product.dossier, "stars": product.stars})
    if product.stars >= product.highest:
        return Reason("document_of_centre", {"about": product.dossier})
    return ForDossier(desk.head(), product)


def papers_of(desk: Desk, wanted: Sequence[str]) -> tuple[str, ...]:
    """The titles of the papers of some types that are verified for a dossier, in the order of these types.

    They are its own, its producer's, its product's and its establishments'.
    """
    found = {type_ for (type_,) in desk.transaction.rows(_PAPERS, (desk.about.code,))} - {REQUEST}
    known = desk.published.rules.papers
    return tuple(known[type_].title.vi if type_ in known else type_ for type_ in wanted if type_ in found)


def _product(desk: Desk) -> ProductFact | Reason:
    found = product_fact(desk, desk.about.code)
    return found or Reason("dossier_unknown", {"dossier": desk.about.code})


def _commune(desk: Desk) -> str | None:
    """The commune of the product's area; the one asked for where there are several."""
    areas = areas_of(desk, desk.about.code)
    return desk.organisation if desk.organisation in areas else next(iter(areas), None)


def _definition(desk: Desk) -> tuple[Definition, Mapping[str, Any]] | None:
    """The workflow of the dossier with the values on record."""
    snapshot = snapshot_seen(desk.transaction, desk.seen, desk.about.code)
    if snapshot is None:
        return None
    definition = desk.office.rulebook.definition(desk.transaction, snapshot.definition, desk.published)
    return definition, snapshot.values


def _asked_by_ministry(desk: Desk) -> tuple[str, ...]:
    """The types of papers that go with the request, in the law's order: those of the act that the values allow."""
    found = _definition(desk)
    if found is None:
        return ()
    definition, values = found
    for one in definition.transitions:
        if REQUEST in _asked(one) and holds(definition, values, (use for use in one.guards if use.guard == "value")):
            return _asked(one)
    return ()


def _of_producer(desk: Desk) -> tuple[str, ...]:
    """The types of papers that the producer files: what acts before the Ministry ask for and no act draws up."""
    definition, _ = _definition(desk) or (None, {})
    if definition is None:
        return ()
    made = {rule.argument for one in definition.transitions for rule in one.records if rule.type == "paper"}
    asked = (name for one in definition.transitions if REQUEST not in _asked(one) for name in _asked(one))
    return tuple(name for name in dict.fromkeys(asked) if name not in made)


def _asked(one: Transition) -> tuple[str, ...]:
    return tuple(name for use in one.guards if use.guard == "paper" for name in use.params["one_of"])


_PAPERS = (
    "SELECT DISTINCT q.type FROM paper q, dossier d LEFT JOIN product_establishment x ON x.product = d.product "
    "WHERE d.code = ? AND q.status = 'verified' AND ((q.holder_kind = 'dossier' AND q.holder = d.code) "
    "OR (q.holder_kind = 'product' AND q.holder = d.product) OR (q.holder_kind = 'producer' AND q.holder = d.producer) "
    "OR (q.holder_kind = 'establishment' AND q.holder = x.establishment))"
)
