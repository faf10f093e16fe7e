"""When certificates run out and re-filing is open, by month and commune: what nobody should notice too late."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from cycle.canonical import canonical
from cycle.database import Transaction
from cycle.office import Office
from cycle.queries.certificates.radar_counts import CertificateShown, Month, Radar, Refiling
from cycle.queries.choices import wrong_organisation, wrong_programme
from cycle.queries.register.bodies import Bodies, read_bodies
from cycle.queries.viewing import View, dossiers_seen, dossiers_within
from cycle.tables import deadline, dossier, producer, product, product_area
from workflows.definition import Transition
from workflows.rules import Rules
from workflows.verdict import Reason

FAMILY, EXPIRY, PROLONGED, STARS, REFILING = "certificate", "expiry", "prolonged", "stars", "refiling"


@dataclass(frozen=True)
class RadarAsked:
    """Certificates of a programme, of an area, or all that are seen; `first` None: from this month on."""

    programme: str | None = None
    within: str | None = None
    first: Month | None = None
    months: int = 36
    stars: int | None = None


def radar(office: Office, view: View, asked: RadarAsked) -> Radar | Reason:
    """The certificates that a view shows, by the last days that their clocks have now."""
    with office.database.reading() as transaction:
        published = office.rulebook.on(transaction, view.today)
        if published is None:
            return Reason("no_publication", {"day": view.today})
        wrong = wrong_programme(transaction, published, asked.programme)
        if wrong := wrong or wrong_organisation(transaction, asked.within) or _wrong_span(asked, view.today):
            return wrong
        bodies, refiling = read_bodies(transaction, view.today), refiling_of(published.rules, view.today)
        chosen = [dossier.c.family == FAMILY, dossiers_seen(view), *_chosen(asked, view)]
        found = tuple(_certificates(transaction, view, chosen, bodies, refiling))
        ended = _ended(transaction, chosen)
    communes = bodies.ordered({code for one in found for code in one.communes})
    return Radar(
        view.today,
        asked.programme,
        asked.within,
        asked.first or Month.of(view.today),
        asked.months,
        refiling,
        found,
        {code: bodies.known[code].name for code in communes},
        ended,
    )


def _wrong_span(asked: RadarAsked, today: date) -> Reason | None:
    """What has run out is told as it stands today: a span that is over would not count it."""
    if asked.first is None or (last := asked.first.after(asked.months - 1)) >= Month.of(today):
        return None
    return Reason("radar_span_over", {"last": f"{last.month:02}/{last.year}", "today": today})


def refiling_of(rules: Rules, today: date) -> Refiling | None:
    """The days of re-filing under the law of today (26/2026/QĐ-TTg, Article 7.6a); None where it knows none."""
    definition = rules.member(FAMILY, today)
    for move in definition.transitions if definition else ():
        for use in move.guards:
            if use.guard == "ahead" and use.params["deadline"] == EXPIRY and {"most", "least"} <= use.params.keys():
                sets = _handed_by(rules, move, today)
                return Refiling(use.params["most"], use.params["least"], move.opens or "", move.basis or "", sets)
    return None


def _handed_by(rules: Rules, move: Transition, today: date) -> tuple[str, ...]:
    """What the move hands to that which it opens and others do not, each as it stands in the stored text."""
    opened = rules.member(move.opens or "", today)
    usual = {rule.name: rule.default for rule in opened.receives} if opened else {}
    own = {rule.name: rule.constant for rule in move.records if rule.constant and rule.name in usual}
    return tuple(canonical({name: text})[1:-1] for name, text in own.items() if text != usual[name])


def _chosen(asked: RadarAsked, view: View) -> Iterator[ColumnElement[bool]]:
    if asked.programme:
        yield dossier.c.programme == asked.programme
    if asked.within:
        yield dossiers_within([asked.within], view.today)
    if asked.stars:
        # The stored text is canonical, and a quotation mark within a value is escaped in it.
        yield dossier.c.data.contains(f'"{STARS}":{asked.stars}', autoescape=True)


def _ended(transaction: Transaction, chosen: Iterable[ColumnElement[bool]]) -> Mapping[tuple[str, str], int]:
    spot = dossier.c.workflow, dossier.c.state
    statement = select(*spot, func.count()).where(dossier.c.final.is_not(None), *chosen).group_by(*spot).order_by(*spot)
    return {(workflow, state): count for workflow, state, count in transaction.connection.execute(statement)}


def _certificates(
    transaction: Transaction,
    view: View,
    chosen: Iterable[ColumnElement[bool]],
    bodies: Bodies,
    refiling: Refiling | None,
) -> Iterable[CertificateShown]:
    filed = _filed(transaction, refiling) if refiling else frozenset()
    places = _places(transaction, bodies)
    for code, about, name, made_by, last_day, runs in _last_days(transaction, [dossier.c.final.is_(None), *chosen]):
        last, days = date.fromisoformat(last_day), refiling if runs else None
        opens, closes = (last - timedelta(days=count) for count in (days.most, days.least)) if days else (None, None)
        standing = _standing(view.today, (opens, closes, last), filed=code in filed)
        yield CertificateShown(code, about, name, made_by, places.get(about, ()), last, opens, closes, standing)


def _last_days(transaction: Transaction, chosen: Iterable[ColumnElement[bool]]) -> Iterable[tuple[Any, ...]]:
    """Each certificate with the last day of the clock that runs, or else ended last, and whether its validity runs."""
    open_now = deadline.c.closed_seq.is_(None)
    rows = transaction.connection.execute(
        select(dossier.c.code, product.c.code, product.c.name, producer.c.name)
        .add_columns(deadline.c.last_day, and_(open_now, deadline.c.name == EXPIRY))
        .join(deadline, deadline.c.dossier == dossier.c.code)
        .join(product, product.c.code == dossier.c.product)
        .join(producer, producer.c.code == product.c.producer)
        .where(deadline.c.name.in_([EXPIRY, PROLONGED]), *chosen)
        .order_by(open_now, deadline.c.last_day, dossier.c.code)
    )
    found = {row[0]: tuple(row) for row in rows}
    return sorted(found.values(), key=lambda row: (row[4], row[0]))


def _standing(today: date, days: tuple[date | None, date | None, date], *, filed: bool) -> str:
    opens, closes, last = days
    if filed:
        return "filed"
    if last < today:
        return "over"
    if opens is None or closes is None or today < opens:
        return "ahead"
    return "open" if today <= closes else "missed"


def _filed(transaction: Transaction, refiling: Refiling) -> frozenset[str]:
    """The dossiers that have been filed again: what that opened is still open, and no clock waits for it any more.

    What is opened otherwise, such as an upgrade, is not filed again, nor is one of the same kind that is redone.
    """
    waiting = select(deadline.c.dossier).where(deadline.c.name == REFILING, deadline.c.closed_seq.is_(None))
    wanted = [dossier.c.family == refiling.opens, dossier.c.final.is_(None), dossier.c.parent.is_not(None)]
    wanted += [dossier.c.data.contains(one, autoescape=True) for one in refiling.sets]
    found = select(dossier.c.parent).where(*wanted, dossier.c.parent.not_in(waiting))
    return frozenset(transaction.connection.execute(found).scalars())


def _places(transaction: Transaction, bodies: Bodies) -> Mapping[str, tuple[str, ...]]:
    """The communes of today of each product: its own, or whoever stands for one that has ended."""
    found: dict[str, frozenset[str]] = {}
    standing = cache(lambda place: frozenset(bodies.standing(place)))
    ordered = cache(bodies.ordered)
    for about, place in transaction.connection.execute(select(product_area.c.product, product_area.c.organisation)):
        found[about] = found.get(about, frozenset()) | standing(place)
    return {about: ordered(those) for about, those in found.items()}
