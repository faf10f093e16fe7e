"""Opening a season of a programme, and the dossiers of its products."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from cycle import deadlines, statements
from cycle.answers import Done, refused, refused_all
from cycle.commands.payloads import plain
from cycle.commands.permits import Caller, Permit, permitted, reaches
from cycle.commands.seasons.programmes import programme_faults, season_faults
from cycle.commands.spelling import clean_text, unreadable
from cycle.database import Transaction
from cycle.history import Entry, Recorded, append, move
from cycle.office import Office
from cycle.publication import lasting
from cycle.shelves import shelf_of
from workflows.deadlines.clocks import EMPTY, Arrival, Changes, asks_papers, changes
from workflows.definition import Definition
from workflows.programme import SEASON, Programme
from workflows.rules import Rules
from workflows.verdict import Reason, Refusal


@dataclass(frozen=True)
class Opening:
    """A dossier to open for a product. `family` empty means the one that the programme opens its season with,
    `happened` None the day the product was listed, else today; `links` name other dossiers that it is linked to,
    `values` are what it receives. `again`: it takes the place of one that ended, whatever opens its family otherwise.
    """

    programme: str
    product: str
    family: str = ""
    happened: date | None = None
    links: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    again: bool = False
    note: str | None = None


def open_season(office: Office, caller: Caller, programme: str) -> Done | Refusal:
    """Open the season that a published programme declares. Needs `season.open`."""
    with office.database.writing() as transaction:
        transaction.row(statements.LOCK_REGISTER)
        permit, reasons = season_faults(transaction, office, caller, programme)
        if permit is None or reasons:
            return refused_all(reasons)
        declared = permit.published.rules.programmes[programme]
        payload = {
            "code": programme,
            "organisation": declared.organisation,
            "year": declared.year,
            "zone": declared.zone,
        }
        entry = Entry(f"programme/{programme}", "season", permit.today, payload, publication=permit.published.hash)
        recorded = append(transaction, permit.act, entry)
        transaction.run(
            "INSERT INTO programme (code, organisation, year, zone, opened, dossiers) VALUES (?, ?, ?, ?, ?, 0)",
            (programme, declared.organisation, declared.year, declared.zone, permit.today.isoformat()),
        )
        return Done(programme, recorded.stream, recorded.seq)


def waiting_products(transaction: Transaction, programme: Programme, limit: int) -> list[str]:
    """Products with no season dossier in a programme yet and none open in another one, in the order of their codes.

    One that is still open elsewhere goes on there, or is carried over when that season closes.
    """
    rows = transaction.rows(
        "SELECT p.code FROM product p WHERE NOT EXISTS (SELECT 1 FROM dossier d WHERE d.product = p.code "
        "AND d.family = ? AND (d.programme = ? OR (d.parent IS NULL AND d.final IS NULL))) ORDER BY p.code LIMIT ?",
        (programme.opens, programme.name, limit),
    )
    return [code for (code,) in rows]


def open_dossier(office: Office, caller: Caller, asked: Opening) -> Done | Refusal:
    """Open one dossier. Needs `dossier.open` for the product's places."""
    return open_dossiers(office, caller, [asked])[0]


def open_dossiers(office: Office, caller: Caller, asked: Sequence[Opening]) -> list[Done | Refusal]:
    """Open several dossiers in one transaction; each is judged for itself."""
    with office.database.writing() as transaction:
        return [_open_one(transaction, office, caller, one) for one in asked]


def try_open(office: Office, caller: Caller, asked: Opening) -> Done | Refusal:
    """The answer that opening would give now, from a snapshot and by the same code; nothing is written."""
    with office.database.reading() as transaction:
        ready = prepare(transaction, office, caller, asked)
        return ready if isinstance(ready, Refusal) else Done(asked.product, "", 0)


@dataclass(frozen=True)
class Ready:
    """A dossier that may be opened, and all that its first record will say of it."""

    asked: Opening
    permit: Permit
    publication: str
    definition: Definition
    producer: str
    happened: date
    clocks: Changes


def _open_one(transaction: Transaction, office: Office, caller: Caller, asked: Opening) -> Done | Refusal:
    transaction.row(statements.LOCK_PROGRAMME, (asked.programme,))
    ready = prepare(transaction, office, caller, asked)
    return ready if isinstance(ready, Refusal) else write(transaction, ready)


def write(transaction: Transaction, ready: Ready, cause: Recorded | None = None) -> Done:
    """Open what `prepare` found ready; the caller has held the programme's lock since before it asked."""
    asked = ready.asked
    (opened,) = transaction.row(statements.LOCK_PROGRAMME, (asked.programme,)) or (0,)
    number = opened + 1
    code = f"{asked.programme}-{number:04d}"
    payload = _payload(code, ready, cause)
    personal = {"note": note} if (note := clean_text(asked.note)) else {}
    entry = Entry(f"dossier/{code}", "opened", ready.happened, payload, personal, ready.publication)
    _, recorded = move(transaction, ready.permit.act, entry, None)
    deadlines.write(transaction, code, recorded, ready.clocks)
    transaction.run("UPDATE programme SET dossiers = ? WHERE code = ?", (number, asked.programme))
    return Done(code, recorded.stream, recorded.seq, {"product": asked.product, "state": ready.definition.initial})


def prepare(transaction: Transaction, office: Office, caller: Caller, asked: Opening) -> Ready | Refusal:
    """What there is to write of a dossier, or every reason why it may not be opened. Needs `dossier.open`."""
    permit = permitted(transaction, office, caller, "dossier.open")
    if isinstance(permit, Reason):
        return refused_all([permit])
    asked = _of_programme(asked, permit.published.rules)
    happened = asked.happened or _listed(transaction, office, asked, permit) or permit.today
    published = office.rulebook.on(transaction, happened)
    if published is None:
        return refused("no_publication", day=happened)
    rules = published.rules
    reasons = [*unreadable({"note": asked.note}), *_faults(transaction, permit, asked, happened)]
    definition, programme = rules.member(asked.family, happened), rules.programmes.get(asked.programme)
    reasons += _workflow_faults(transaction, office, asked, definition, happened)
    if programme is not None and not programme.starts <= happened <= programme.ends:
        told = {"programme": programme.name, "starts": programme.starts, "ends": programme.ends, "happened": happened}
        reasons.append(Reason("outside_season", told))
    if reasons or definition is None or programme is None:
        return refused_all(reasons)
    (producer,) = transaction.row("SELECT producer FROM product WHERE code = ?", (asked.product,)) or ("",)
    shelf = shelf_of(transaction, producer, asked.product) if asks_papers(definition, definition.initial) else EMPTY
    started_by = {"product": asked.product, "kind": "opened", "happened": happened.isoformat()}
    arrival = Arrival(definition.initial, happened, asked.values, {}, started_by, shelf=shelf)
    clocks = changes(definition, arrival, programme, rules.calendars[programme.calendar])
    if isinstance(clocks, Reason):
        return refused_all([clocks])
    return Ready(asked, permit, published.hash, definition, producer, happened, clocks)


def _workflow_faults(
    transaction: Transaction, office: Office, asked: Opening, definition: Definition | None, happened: date
) -> list[Reason]:
    """A family has a workflow on the day, for dossiers about a product, that lasts under what is published later."""
    if definition is None:
        return [Reason("no_regime", {"family": asked.family, "happened": happened})]
    if definition.titled is not None:
        return [Reason("family_without_product", {"family": definition.family, "product": asked.product})]
    if not lasting(transaction, office.rulebook, definition, happened):
        return [Reason("workflow_superseded", {"workflow": definition.name, "happened": happened})]
    return []


def _of_programme(asked: Opening, rules: Rules) -> Opening:
    programme = rules.programmes.get(asked.programme)
    return replace(asked, family=asked.family or (programme.opens if programme else SEASON))


def _listed(transaction: Transaction, office: Office, asked: Opening, permit: Permit) -> date | None:
    """The day a commune put the product on its list, where it lies within the season and under published rules."""
    programme = permit.published.rules.programmes.get(asked.programme)
    (text,) = transaction.row("SELECT listed FROM product WHERE code = ?", (asked.product,)) or (None,)
    if text is None or programme is None:
        return None
    listed = date.fromisoformat(text)
    in_season = programme.starts <= listed <= min(programme.ends, permit.today)
    return listed if in_season and office.rulebook.on(transaction, listed) else None


def _faults(transaction: Transaction, permit: Permit, asked: Opening, happened: date) -> list[Reason]:
    reasons = programme_faults(transaction, permit, asked.programme)
    reasons += _day_faults(permit, asked, happened) + _family_faults(permit, asked)
    product = transaction.row("SELECT producer FROM product WHERE code = ?", (asked.product,))
    if product is None:
        return [*reasons, Reason("product_unknown", {"code": asked.product})]
    open_already = transaction.row(
        "SELECT code FROM dossier WHERE product = ? AND programme = ? AND family = ? AND final IS NULL",
        (asked.product, asked.programme, asked.family),
    )
    if open_already:
        reasons.append(Reason("dossier_already_open", {"product": asked.product, "dossier": open_already[0]}))
    areas = transaction.rows("SELECT organisation FROM product_area WHERE product = ?", (asked.product,))
    if not reaches(transaction, permit, "dossier.open", product[0], [code for (code,) in areas]):
        reasons.append(Reason("out_of_reach", {"permission": "dossier.open", "places": [code for (code,) in areas]}))
    return reasons


def _day_faults(permit: Permit, asked: Opening, happened: date) -> list[Reason]:
    """A day that is named is not in the future, and no older than the programme admits acts to be."""
    if happened > permit.today:
        return [Reason("happened_in_future", {"happened": happened, "today": permit.today})]
    programme = permit.published.rules.programmes.get(asked.programme)
    if asked.happened is None or programme is None:
        return []
    oldest = permit.today - timedelta(days=programme.entry_limit_days)
    told = {"happened": happened, "oldest": oldest, "days": programme.entry_limit_days}
    return [Reason("happened_too_long_ago", told)] if happened < oldest else []


def _family_faults(permit: Permit, asked: Opening) -> list[Reason]:
    """What another dossier's act opens is not opened by hand; what the programme does not list is not opened at all."""
    rules = permit.published.rules
    programme = rules.programmes.get(asked.programme)
    opened = {move.opens for definition in rules.definitions.values() for move in definition.transitions}
    elsewhere = programme is not None and asked.family not in programme.families
    if elsewhere or (asked.family in opened and not asked.again):
        return [Reason("family_not_opened_by_hand", {"family": asked.family})]
    return []


def _payload(code: str, ready: Ready, cause: Recorded | None) -> dict[str, Any]:
    asked, definition = ready.asked, ready.definition
    return {
        "code": code,
        "root": code,
        "parent": None,
        "family": definition.family,
        "workflow": definition.name,
        "definition": definition.hash,
        "programme": asked.programme,
        "product": asked.product,
        "producer": ready.producer,
        "to": definition.initial,
        "stage": definition.states[definition.initial].stage,
        "values": dict(asked.values),
        "deadlines": plain(deadlines.payload(ready.clocks)),
        **({"links": dict(asked.links)} if asked.links else {}),
        **({"cause": {"stream": cause.stream, "seq": cause.seq, "hash": cause.hash}} if cause else {}),
    }
