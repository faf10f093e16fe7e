"""The facts of documents about results, of a round, a session or a dossier: request, submission, decision, notice."""

from dataclasses import replace

from cycle.commands.documents.abouts import dossiers_of
from cycle.commands.documents.kinds import DOSSIER, ROUND
from cycle.documents.deciding import Awaited, awaited
from cycle.documents.desks import Desk
from cycle.documents.facts import ForRound
from cycle.documents.products import areas_of, product_facts
from cycle.documents.raising import excluded_of, raising_of
from cycle.history import Snapshot
from cycle.queries.dossiers.snapshots import snapshot_seen
from cycle.queries.evaluation.scales import months_of_validity
from workflows.rounds import PROVINCE, round_named
from workflows.verdict import Reason


def proposal_facts(desk: Desk) -> ForRound | Reason:
    """A commune's request for the products that wait for it (Article 6.2a)."""
    products = product_facts(desk, desk.about.dossiers)
    commune = desk.organisation or next(iter(areas_of(desk, desk.about.code)), None)
    if not products or commune is None:
        return Reason("document_covers_nothing", {"about": desk.about.code, "kind": "commune_request"})
    return ForRound(desk.head(commune), desk.name_of(desk.programme.organisation), products)


def submission_facts(desk: Desk) -> ForRound | Reason:
    """What the OCOP body submits to the chairman (Article 7.3đ): what waits for a decision, and what gets none."""
    letters = desk.programme.letters
    facts = _waiting(desk, letters.secretariat if letters else None)
    if isinstance(facts, Reason) or facts.recognised or facts.approved:
        return facts
    open_ = any((one := _snapshot(desk, told.dossier)) and one.final is None for told in facts.refused)
    return facts if open_ else _nothing_waits(desk, "submission")


def decision_facts(desk: Desk) -> ForRound | Reason:
    """The chairman's draft decision: the products that wait to be recognised with 3 and 4 stars (Article 7.3e)."""
    facts = _waiting(desk, None)
    return _nothing_waits(desk, "decision") if isinstance(facts, ForRound) and not facts.recognised else facts


def approval_facts(desk: Desk) -> ForRound | Reason:
    """The chairman's draft decision that approves the results of 90 points and more (Article 7.3e)."""
    facts = _waiting(desk, None)
    return _nothing_waits(desk, "approval_decision") if isinstance(facts, ForRound) and not facts.approved else facts


def results_facts(desk: Desk) -> ForRound | Reason:
    """The notice of results to the communes and producers (Article 7.3g), or to one commune where it is named.

    Of one dossier it goes to its own communes. It says of each product what would raise its rank.
    """
    letters = desk.programme.letters
    facts = _results(desk, letters.secretariat if letters else None)
    if isinstance(facts, Reason):
        return facts
    if desk.about.what == DOSSIER and not facts.recipient:
        facts = replace(facts, recipient=", ".join(desk.name_of(one) for one in areas_of(desk, desk.about.code)))
    return replace(facts, products=tuple(replace(one, raising=raising_of(desk, one.dossier)) for one in facts.products))


def _codes(desk: Desk) -> list[str]:
    """The dossiers whose results the document tells; of a round or a session those of one commune where it is named."""
    codes = list(dossiers_of(desk.transaction, desk.about))
    if desk.about.what == DOSSIER or desk.organisation is None:
        return codes
    return [code for code in codes if desk.organisation in areas_of(desk, code)]


def _results(desk: Desk, sender: str | None) -> ForRound | Reason:
    found = (replace(one, excluded=excluded_of(desk, one.dossier)) for one in product_facts(desk, _codes(desk)))
    products = tuple(one for one in found if one.stars or one.score or one.excluded)
    if not products:
        return Reason("document_no_result", {"about": desk.about.code})
    return ForRound(
        head=desk.head(sender),
        recipient=desk.name_of(desk.organisation) if desk.organisation else "",
        products=products,
        recognised=tuple(one for one in products if one.recognised_from <= one.stars < one.highest),
        approved=tuple(one for one in products if one.stars >= one.highest),
        refused=tuple(one for one in products if one.stars < one.recognised_from),
        months=months_of_validity(desk.published.rules, desk.today),
    )


def _waiting(desk: Desk, sender: str | None) -> ForRound | Reason:
    """The products that wait for a decision of the province, and those that get none (Article 4.1a)."""
    if _is_centre_s(desk):
        return Reason("document_of_centre", {"about": desk.about.code})
    facts = _results(desk, sender)
    if isinstance(facts, Reason):
        return facts
    wanted = {one.dossier: _awaited(desk, one.dossier) for one in facts.products}
    recognised = tuple(one for one in facts.products if (act := wanted[one.dossier]) and act.recognises)
    approved = tuple(one for one in facts.products if (act := wanted[one.dossier]) and not act.recognises)
    return replace(
        facts,
        products=(*recognised, *approved, *facts.refused),
        recognised=tuple(sorted(recognised, key=lambda one: -one.stars)),
        approved=approved,
        ranks=tuple(sorted({one.stars for one in recognised})),
    )


def _is_centre_s(desk: Desk) -> bool:
    found = round_named(desk.programme, desk.about.code) if desk.about.what == ROUND else None
    return found is not None and found.level != PROVINCE


def _snapshot(desk: Desk, dossier: str) -> Snapshot | None:
    return snapshot_seen(desk.transaction, desk.seen, dossier)


def _awaited(desk: Desk, dossier: str) -> Awaited | None:
    snapshot = _snapshot(desk, dossier)
    return awaited(desk.library, PROVINCE, snapshot) if snapshot else None


def _nothing_waits(desk: Desk, kind: str) -> Reason:
    return Reason("document_nothing_waits", {"about": desk.about.code, "kind": kind})
