"""The papers that open dossiers still lack, one by one, with the steps that wait for them and who is asked for them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, RowMapping, and_, select

from cycle.database import Transaction
from cycle.facts import Family
from cycle.history import Snapshot
from cycle.office import Office
from cycle.publication import Published
from cycle.queries.choices import wrong_organisation, wrong_programme
from cycle.queries.paging import Listed, Page, cut, parts
from cycle.queries.register.producers import READS_CONTACTS
from cycle.queries.seasons.season import read_season
from cycle.queries.seasons.standings import Bench, asked_papers
from cycle.queries.viewing import View, dossiers_seen, dossiers_within
from cycle.tables import dossier, dossier_title, producer, product
from cycle.tables import programme as programme_table
from workflows.definition import Definition, Transition
from workflows.verdict import Reason

SORTS = ("name", "code", "deadline")


@dataclass(frozen=True)
class MissingPaper:
    """One paper that a dossier lacks, as the guards tell it. `types` are all that would do; `triggers` wait for it.

    `until` is the first of the last days that count: of the deadlines of the dossier and of those that wait for it, and
    of the windows of those steps. `phone` is empty for those who may not read it.
    """

    dossier: str
    definition: str
    programme: str
    title: str | None
    product: str | None
    product_name: str | None
    producer: str | None
    producer_name: str | None
    phone: str | None
    state: str
    types: tuple[str, ...]
    triggers: tuple[str, ...]
    reason: Reason
    until: date | None


def list_missing(
    office: Office, view: View, within: str | None, programme: str | None, page: Page
) -> Listed[MissingPaper] | Reason:
    """One page of the papers that open dossiers lack today, as the board judges it: below an organisation, of a

    programme, or all that the view shows. Sorts: name (of the producer), code, deadline (the next first, none last).
    """
    with office.database.reading() as transaction:
        published = office.rulebook.on(transaction, view.today)
        if published is None:
            return Reason("no_publication", {"day": view.today})
        wrong = wrong_programme(transaction, published, programme) or wrong_organisation(transaction, within)
        if wrong is not None:
            return wrong
        opened = select(programme_table.c.code).order_by(programme_table.c.code)
        codes = [programme] if programme else transaction.connection.execute(opened).scalars().all()
        reader = _Reader(transaction, office, view, published, within)
        rows = [row for code in codes for row in reader.rows(code)]
    rows.sort(key=lambda row: _place(page.sort, row))
    return cut([row for _, row in rows], page)


def missing_of(
    transaction: Transaction, desk: tuple[Office, View, Published], programme: str, families: ColumnElement[bool]
) -> Iterator[MissingPaper]:
    """The papers that the open dossiers of some whole families of a programme lack today, as far as they are seen."""
    office, view, published = desk
    reader = _Reader(transaction, office, view, published, None, families)
    return (row for _, row in reader.rows(programme))


@dataclass(frozen=True)
class _Reader:
    transaction: Transaction
    office: Office
    view: View
    published: Published
    within: str | None
    families: ColumnElement[bool] | None = None

    def rows(self, code: str) -> list[tuple[str, MissingPaper]]:
        """The rows of one programme, each with the key by which its producer is sorted."""
        declared = self.published.rules.programmes.get(code)
        if declared is None:
            return []
        seen = dossiers_seen(self.view)
        if self.within is not None:
            seen = and_(seen, dossiers_within([self.within], self.view.today))
        if self.families is not None:
            seen = and_(seen, self.families)
        season = read_season(self.transaction, seen, code, self.office.clock.now(), self.view.today)
        bench = Bench(self.published.rules, declared, self._definition)
        members = ((family, one) for family in season.families for one in family.members.values())
        lacking = [(family, one) for family, one in members if one.final is None and one.code in season.asked]
        named = _names(self.transaction, {one.code for _, one in lacking})
        return [row for family, one in lacking for row in self._of(bench, family, one, named[one.code])]

    def _definition(self, snapshot: Snapshot) -> Definition:
        return self.office.rulebook.definition(self.transaction, snapshot.definition, self.published)

    def _of(self, bench: Bench, family: Family, one: Snapshot, names: RowMapping) -> Iterable[tuple[str, MissingPaper]]:
        facts = family.facts(one.code, bench.programme, bench.rules)
        waiting: dict[tuple[str, str], tuple[Reason, list[Transition]]] = {}
        for transition, reasons in asked_papers(bench, facts, one, self.view.today):
            for reason in reasons:
                key = (reason.code, repr(sorted(reason.params.items(), key=str)))
                waiting.setdefault(key, (reason, []))[1].append(transition)
        phone = names["phone"] if READS_CONTACTS in self.view.permissions else None
        for reason, steps in waiting.values():
            yield (
                names["name_key"] or names["title_key"] or "",
                MissingPaper(
                    one.code,
                    one.definition,
                    one.programme,
                    names["title"],
                    one.product,
                    names["product_name"],
                    one.producer,
                    names["producer_name"],
                    phone,
                    one.state,
                    tuple(reason.params.get("papers") or [str(reason.params["paper"])]),
                    tuple(dict.fromkeys(step.trigger for step in steps)),
                    reason,
                    _until(bench, family, one, steps),
                ),
            )


def _until(bench: Bench, family: Family, one: Snapshot, steps: Iterable[Transition]) -> date | None:
    line, above = [one.code], one.parent
    while above is not None:
        line.append(above)
        above = family.members[above].parent
    days = [day for code in line for _, day in family.around.deadlines.get(code, {}).values()]
    uses = [use for step in steps for use in step.guards if use.guard == "window"]
    return min([*days, *(bench.programme.windows[use.params["window"]].closes for use in uses)], default=None)


def _names(transaction: Transaction, dossiers: Iterable[str]) -> Mapping[str, RowMapping]:
    """What people call each dossier: its product and the producer of that, or its own title."""
    columns = (product.c.name.label("product_name"), producer.c.name.label("producer_name"))
    titles = (dossier_title.c.title, dossier_title.c.title_key)
    statement = (
        select(dossier.c.code, *columns, producer.c.phone, producer.c.name_key, *titles)
        .outerjoin(product, product.c.code == dossier.c.product)
        .outerjoin(producer, producer.c.code == product.c.producer)
        .outerjoin(dossier_title, dossier_title.c.dossier == dossier.c.code)
    )
    found: dict[str, RowMapping] = {}
    for part in parts(dossiers):
        rows = transaction.connection.execute(statement.where(dossier.c.code.in_(part))).mappings()
        found.update({row["code"]: row for row in rows})
    return found


def _place(sort: str, row: tuple[str, MissingPaper]) -> tuple[object, ...]:
    key, one = row
    first: Mapping[str, tuple[object, ...]] = {
        "name": (key,),
        "code": (),
        "deadline": (one.until is None, one.until or date.max),
    }
    return (*first[sort], one.dossier, one.types, one.reason.code, one.triggers)
