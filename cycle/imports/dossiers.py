"""Importing dossiers that are under way on paper: a product's season, with the dossier that it waits for."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from cycle.commands.certified import FAMILY as CERTIFICATE
from cycle.commands.entering import PERMISSION, Desk, OnPaper, Ready, desk_faults, enter, lock_desk
from cycle.commands.spelling import clean_code
from cycle.commands.under_way import Placed, ready_to_enter
from cycle.database import Transaction
from cycle.imports.naming import Wrong, labels_of_values, meant, named, renamed, value_titles
from cycle.imports.running import Import, Writing
from cycle.imports.states import offered, readable, resolve, unknown
from cycle.imports.stored.dossiers import content_of, dossier_row
from cycle.imports.stored.kept import Kept, kept_dossiers
from cycle.imports.survey import Ground, Item
from cycle.series import NUMBERS
from cycle.sheets import DOSSIERS_BOOK, DossierRow
from cycle.tables import dossier
from workflows.definition import Definition
from workflows.entering import acts_asked_for, read_known, without_papers
from workflows.verdict import Reason

DOSSIER = "dossier"


def dossiers(programme: str) -> Import:
    """The import of dossiers under way into the open season of a programme."""
    return Import(
        DOSSIERS_BOOK,
        (PERMISSION,),
        (DOSSIER,),
        partial(_check, programme),
        partial(_lock, programme),
        partial(_write, programme),
        offered,
    )


def _check(programme: str, ground: Ground) -> None:
    desk = Desk(ground.transaction, ground.office, ground.permit, programme)
    ground.survey.refused += desk_faults(desk)
    if ground.survey.refused:
        return
    checks = _Checks(ground, desk)
    groups: dict[str, list[DossierRow]] = {}
    for row in ground.listed.of(DossierRow):
        groups.setdefault(row.product, []).append(row)
    for group in groups.values():
        checks.take(group)


class _Checks:
    """The rows of each product together, against the dossiers there are."""

    def __init__(self, ground: Ground, desk: Desk) -> None:
        self._ground, self._desk = ground, desk
        self._rules = ground.permit.published.rules
        self._kept: dict[tuple[str, str], list[Kept]] = {}
        self._numbered: dict[tuple[str, int], DossierRow] = {}
        here = (dossier.c.programme == desk.programme) & (dossier.c.family != CERTIFICATE)
        for one in kept_dossiers(ground.transaction, ground.office, ground.permit.published, here):
            self._kept.setdefault((one.snapshot.product or "", one.snapshot.workflow), []).append(one)

    def take(self, rows: Sequence[DossierRow]) -> None:
        """Both rows of a product are new, or both known; what stands alone and may not is told."""
        asked = [(row, self._asked(row)) for row in rows]
        pending = [(row, one) for row, one in asked if one is not None and not self._settled(row, one)]
        if len(pending) < len(rows):
            for row, _ in pending:
                self._ground.fault(row, "product", "dossier_beside_another", {"product": row.product})
            return
        begins = self._rules.programmes[self._desk.programme].opens
        seasons = [one for one in pending if self._rules.definitions[one[0].workflow].family == begins]
        children = [one for one in pending if self._rules.definitions[one[0].workflow].family != begins]
        for row, _ in (*seasons[1:], *children[1:]):
            self._ground.fault(row, "workflow", "dossier_row_extra", {"product": row.product})
        for row, _ in () if seasons else children[:1]:
            self._ground.fault(row, "workflow", "season_row_missing", {"product": row.product})
        if len(seasons) == 1 and len(children) <= 1:
            self._place([*seasons, *children])

    def _place(self, pair: Sequence[tuple[DossierRow, OnPaper]]) -> None:
        placed = Placed(*(one for _, one in pair))
        found = ready_to_enter(self._desk, placed)
        if isinstance(found[0], list):
            for (row, _), wrong in zip(pair, found, strict=False):
                self._ground.faults(row, wrong)
            return
        for (row, _), ready in zip(pair, found, strict=False):
            self._number(row, ready)
        self._ground.survey.items.append(Item(tuple(row for row, _ in pair), DOSSIER, placed.season.product, placed))
        for row, one in pair:
            self._warn(row, one)

    def _asked(self, row: DossierRow) -> OnPaper | None:
        """The row with its state, values and acts by their names; None where the workflow has none called so."""
        definition = self._rules.definitions[row.workflow]
        state = resolve(definition, row.state)
        if state is None:
            self._ground.fault(row, "state", "unknown_choice", unknown(definition, row.state))
            return None
        values, wrong = _values(definition, row.values)
        for code, told in wrong:
            self._ground.fault(row, "values", code, told)
        if wrong:
            return None
        days, acts = (row.began, row.since), _acts(definition, row.acts)
        return OnPaper(clean_code(row.product), row.workflow, state, *days, row.basis, values, acts, row.note)

    def _settled(self, row: DossierRow, asked: OnPaper) -> bool:
        """Whether the product has the dossier: as it stands now, or as it was entered. Anything else differs."""
        kept = [one for one in self._kept.get((asked.product, asked.workflow), ()) if one.counts]
        if not kept:
            return False
        definition = self._rules.definitions[asked.workflow]
        mine = _content(definition, asked)
        versions = [content_of(definition, version) for one in kept for version in (one.opening, one.snapshot)]
        ours = _readable(definition, mine)
        told = [self._ground.differences(row, _readable(definition, version), ours) for version in versions]
        if any(not column for column, _ in told):
            self._ground.know(DOSSIER, (row,))
            self._tell_kept(row, kept)
            return True
        if not any(one.entered for one in kept):
            return False
        column, text = told[-1]
        code = kept[-1].snapshot.code
        self._ground.fault(row, column, "differs_from_register", {"code": code, "differences": text})
        return True

    def _tell_kept(self, row: DossierRow, kept: Sequence[Kept]) -> None:
        """What is said about a dossier beside it: as it was entered, or as an export says it now."""
        exported = [(one.basis, one.note) for one in map(dossier_row, kept)]
        versions = [*exported, *((one.basis, one.note) for one in kept)]
        if (row.basis, row.note) not in versions:
            basis, note = versions[-1]
            told = {"basis": basis is not None and row.basis != basis, "note": row.note != note}
            others = [column for column, differs in told.items() if differs] or ["basis"]
            self._ground.kept(row, kept[-1].snapshot.code, others)

    def _number(self, row: DossierRow, ready: Ready | list[Any] | None) -> None:
        """A number that a row before this one has as well."""
        if not isinstance(ready, Ready):
            return
        for name, one in ready.named.get(NUMBERS, {}).items():
            other = self._numbered.setdefault((one["series"], one["number"]), row)
            if other is not row:
                told = {"value": name, "given": ready.values[name], "row": other.row, "workflow": row.workflow}
                self._ground.faults(row, [("values", Reason("number_in_row", told))])

    def _warn(self, row: DossierRow, asked: OnPaper) -> None:
        """An act of which nobody says who did it: what may not be done by the same person will be refused."""
        wanted = acts_asked_for(self._rules.definitions[asked.workflow], asked.state)
        for trigger in sorted(wanted - asked.acts.keys()):
            title = self._rules.definitions[asked.workflow].triggers[trigger].vi
            self._ground.warn(row, "acts", "act_left_unknown", {"trigger": trigger, "title": title})


def _values(definition: Definition, given: Mapping[str, Any]) -> tuple[Mapping[str, Any], Sequence[Wrong]]:
    """The values by their names: first those that are no papers, which are not written here."""
    wanted = without_papers(definition, definition.recorded)
    among = [value_titles(definition, wanted), value_titles(definition, definition.recorded)]
    return named(given, among, labels_of_values(definition, wanted))


def _acts(definition: Definition, given: Mapping[str, Any]) -> Mapping[str, str]:
    """The accounts by the names of the acts; what is called by no one name stays as it was written."""
    found = {typed: meant(typed, definition.triggers) for typed in given}
    return {next(iter(names)) if len(names) == 1 else typed: str(given[typed]) for typed, names in found.items()}


def _content(definition: Definition, asked: OnPaper) -> Mapping[str, Any]:
    values, _ = read_known(definition, asked.values, asked.since)
    told = {"state": asked.state, "began": asked.began, "since": asked.since}
    return {**told, "values": dict(values), "acts": dict(asked.acts)}


def _readable(definition: Definition, content: Mapping[str, Any]) -> Mapping[str, Any]:
    """Content with its state, its values and its acts as a person reads them."""
    values = renamed(content["values"], value_titles(definition, definition.recorded))
    state = readable(definition, content["state"])
    return {**content, "state": state, "values": values, "acts": renamed(content["acts"], definition.triggers)}


def _lock(programme: str, transaction: Transaction, _batch: Sequence[Item]) -> None:
    lock_desk(transaction, programme)


def _write(programme: str, writing: Writing, item: Item) -> list[Reason]:
    desk = Desk(writing.transaction, writing.office, writing.permit, programme)
    closed = desk_faults(desk)
    if closed:
        return closed
    season, child = ready_to_enter(desk, item.what)
    if isinstance(season, Ready) and not isinstance(child, list):
        enter(desk, season, child)
        return []
    return [reason for wrong in (season, child) if isinstance(wrong, list) for _, reason in wrong]
