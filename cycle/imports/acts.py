"""A filled sheet of acts, made into acts that can be fired: each row's dossier, trigger and party made out."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from cycle.canonical import canonical, digest
from cycle.clock import day_in
from cycle.commands.fire import Fire
from cycle.commands.payloads import plain
from cycle.commands.permits import Caller
from cycle.imports.naming import labels_of_values, meant, named, nearest_meant, value_titles
from cycle.office import Office
from cycle.publication import Published
from cycle.queries.dossiers.acts import Stand, stands_of
from cycle.sheets import Fault, Listed, read_workbook
from cycle.sheets.acts import ACTS_BOOK, ActRow, dossiers_in

PARTIES = ("producer", "organisation")
REQUEST_DIGITS = 16
# A trigger with the values that go with it.
_Act = tuple[str, Mapping[str, Any]]


@dataclass(frozen=True)
class AskedAct:
    """An act that a row asks for. `follows`: an earlier row is about the same dossier."""

    row: ActRow
    fire: Fire
    follows: bool


@dataclass(frozen=True)
class Acts:
    """What a sheet asks for. `held` are good rows of dossiers that have a bad row before; `blank` ask for nothing."""

    listed: Listed
    asked: tuple[AskedAct, ...]
    held: tuple[ActRow, ...]
    blank: tuple[ActRow, ...]
    faults: tuple[Fault, ...]

    @property
    def warnings(self) -> tuple[Fault, ...]:
        return self.listed.warnings


@dataclass
class _Reading:
    """The rows of a sheet while they are gone through; `bad` maps a dossier to its first bad row."""

    listed: Listed
    stands: Mapping[str, Stand]
    caller: Caller
    faults: list[Fault] = field(default_factory=list)
    bad: dict[str, int] = field(default_factory=dict)

    def fault(self, row: ActRow, column: str, code: str, params: Mapping[str, object]) -> None:
        self.faults.append(self.listed.fault(row, column, code, params))
        self.bad.setdefault(row.dossier, row.row)


def read_acts(office: Office, caller: Caller, path: Path, request: str | None) -> Acts:
    """What the sheet asks for, every bad cell told; nothing is judged yet.

    With `request`, ids count the acts of each dossier. Else the id of an act is made from what its row says, but for
    the note: the same row asks for the same act, in the same sheet and in a mended one.
    """
    listed = read_workbook(path, ACTS_BOOK)
    with office.database.reading() as transaction:
        published = office.rulebook.on(transaction, day_in(office.zone, office.clock.now()))
    if published is None:
        return Acts(listed, (), (), (), (*listed.faults, Fault("", 0, "", "no_publication", {})))
    return _acts(office, caller, published, (path, listed, request))


def _acts(office: Office, caller: Caller, published: Published, given: tuple[Path, Listed, str | None]) -> Acts:
    path, listed, request = given
    filled = [row for row in listed.of(ActRow) if _says(row)]
    blank = tuple(row for row in listed.of(ActRow) if not _says(row))
    reading = _Reading(listed, stands_of(office, published, {row.dossier for row in filled}), caller)
    unread = dossiers_in(path, listed, {fault.row for fault in listed.faults if fault.row})
    for row, code in unread.items():
        reading.bad[code] = min(row, reading.bad.get(code, row))
    acts = {row.row: act for row in filled if (act := _act(reading, row))}
    good = [row for row in filled if row.row in acts]
    held = tuple(row for row in good if reading.bad.get(row.dossier, row.row) < row.row)
    asked = _asked(caller, request, [row for row in good if row not in held], acts)
    faults = sorted((*listed.faults, *reading.faults), key=lambda one: (one.row, len(one.column), one.column))
    return Acts(listed, asked, held, blank, tuple(faults))


def _says(row: ActRow) -> bool:
    """Whether somebody filled in more than the template had."""
    return any((row.trigger, row.happened, row.note, row.values, row.on_behalf, row.override))


def _act(reading: _Reading, row: ActRow) -> _Act | None:
    """The trigger and the values that a row means; None where the row is bad."""
    before = len(reading.faults)
    act = None
    stand = reading.stands.get(row.dossier)
    if stand is None:
        reading.fault(row, "dossier", "dossier_unknown", {"dossier": row.dossier})
    elif row.trigger is None:
        reading.fault(row, "trigger", "act_missing", {})
    elif trigger := _meant(reading, row, stand, row.trigger):
        act = trigger, _values(reading, row, stand, trigger)
    _check_party(reading, row)
    return act if len(reading.faults) == before else None


def _values(reading: _Reading, row: ActRow, stand: Stand, trigger: str) -> Mapping[str, Any]:
    """The values by their names: those that the act records first, then any of the workflow, which will be refused."""
    definition, here = stand.definition, stand.definition.moves.get((stand.state, trigger))
    moves = [here] if here else [one for one in definition.transitions if one.trigger == trigger]
    asked = [rule.name for one in moves for rule in one.records]
    among = [value_titles(definition, asked), value_titles(definition, definition.recorded)]
    values, wrong = named(row.values, among, labels_of_values(definition, dict.fromkeys(asked)))
    for code, told in wrong:
        reading.fault(row, "values", code, told)
    return values


def _meant(reading: _Reading, row: ActRow, stand: Stand, typed: str) -> str | None:
    """By title or name, those offered first: elsewhere in the workflow another act may have the same title."""
    every = stand.definition.triggers
    for among in (stand.offered, every):
        found = meant(typed, among)
        if len(found) == 1:
            return next(iter(found))
        if found:
            reading.fault(row, "trigger", "act_ambiguous", {"value": typed, "names": "; ".join(sorted(found))})
            return None
    near = nearest_meant(typed, every)
    offered = "; ".join(f"{title.vi} ({name})" for name, title in stand.offered.items())
    reading.fault(row, "trigger", "act_unknown", {"value": typed, "nearest": near, "offered": offered})
    return None


def _check_party(reading: _Reading, row: ActRow) -> None:
    if row.on_behalf is None:
        return
    kind, _, code = row.on_behalf.partition(":")
    if kind not in PARTIES or not code.strip():
        reading.fault(row, "on_behalf", "party_malformed", {"value": row.on_behalf})
    elif reading.caller.on_behalf is not None:
        reading.fault(row, "on_behalf", "acted_for_twice", {"value": row.on_behalf})


def _asked(
    caller: Caller, request: str | None, rows: Sequence[ActRow], acts: Mapping[int, _Act]
) -> tuple[AskedAct, ...]:
    """An act for each row, in their order."""
    dossiers, same = Counter[str](), Counter[str]()
    asked = []
    for row in rows:
        said = f"sheet-{_content(row)}"
        dossiers[row.dossier] += 1
        same[said] += 1
        trigger, values = acts[row.row]
        fire = Fire(
            row.dossier,
            trigger,
            caller.account,
            row.on_behalf or caller.on_behalf,
            values,
            row.note,
            override=row.override is not None,
            happened=row.happened,
            request_id=f"{request}.{dossiers[row.dossier]}" if request else f"{said}.{same[said]}",
        )
        asked.append(AskedAct(row, fire, dossiers[row.dossier] > 1))
    return tuple(asked)


def _content(row: ActRow) -> str:
    """What a row says, in short; nothing of its note."""
    told = {name: plain(value) for name, value in asdict(row).items() if name not in _ABOUT}
    return digest(canonical(told))[:REQUEST_DIGITS]


# Where a row stands, what is in it only to be read, and the note: history keeps the id for ever, and of a personal text
# nothing may be kept that it could be guessed from.
_ABOUT = frozenset({"sheet", "row", "product", "state", "note"})
