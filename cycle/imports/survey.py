"""What a workbook holds that is not in the register yet, and everything that is wrong with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cycle.commands.permits import Permit
from cycle.database import Transaction
from cycle.office import Office
from cycle.sheets import Column, Fault, Listed, Row, Workbook
from cycle.sheets.headings import header
from cycle.sheets.lists import Lists
from workflows.verdict import Reason


@dataclass(frozen=True)
class Item:
    """Something to write: the rows it comes from, the kind it is counted as, its code, and what its writer takes."""

    rows: tuple[Row, ...]
    kind: str
    code: str
    what: Any


@dataclass(frozen=True)
class Report:
    """What an import found and did. `new` and `known` count by kind; `written` is 0 for a dry run."""

    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]
    new: Mapping[str, int]
    known: Mapping[str, int]
    refused: tuple[Reason, ...] = ()
    written: int = 0


@dataclass
class Survey:
    """The items to write, in the order in which they can be written, and what stands against the other rows."""

    kinds: tuple[str, ...]
    items: list[Item] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    known: dict[str, int] = field(default_factory=dict)
    refused: list[Reason] = field(default_factory=list)

    def report(self, written: int = 0) -> Report:
        """What is told of it."""
        new = dict.fromkeys(self.kinds, 0)
        for item in self.items:
            new[item.kind] += len(item.rows)
        known = dict.fromkeys(self.kinds, 0) | self.known
        return Report(tuple(self.faults), tuple(self.warnings), new, known, tuple(self.refused), written)


@dataclass(frozen=True)
class Ground:
    """What rows are checked on: a snapshot, the permit, what the workbook holds, and the survey that grows.

    `workbook` is how it is declared, `lists` what its cells are chosen from.
    """

    transaction: Transaction
    office: Office
    permit: Permit
    listed: Listed
    survey: Survey
    workbook: Workbook
    lists: Lists

    def fault(self, row: Row, column: str, code: str, params: Mapping[str, Any]) -> None:
        """Something wrong with a row, in the cell of a column where that can be said."""
        self.survey.faults.append(self.listed.fault(row, column, code, params))

    def faults(self, row: Row, reasons: Iterable[tuple[str, Reason]]) -> bool:
        """A fault for each reason, in the cell of its column; whether there was any."""
        told = list(reasons)
        for column, reason in told:
            self.fault(row, column, reason.code, reason.params)
        return bool(told)

    def warn(self, row: Row, column: str, code: str, params: Mapping[str, Any]) -> None:
        """Something that a person should look at; it stops nothing."""
        self.survey.warnings.append(self.listed.fault(row, column, code, params))

    def kept(self, row: Row, code: str, columns: Sequence[str]) -> None:
        """The register keeps what it has where a known row says something else; told without the values."""
        headers = [self.listed.places.get(row.sheet, {}).get(column, ("", column))[1] for column in columns]
        told = {"code": code, "columns": ", ".join(f"“{header}”" for header in headers)}
        self.warn(row, columns[0], "register_kept", told)

    def differences(self, row: Row, known: Mapping[str, Any], given: Mapping[str, Any]) -> tuple[str, str]:
        """The first column in which the register and a row differ, empty where none does, and all that differs.

        Columns are told by their titles, what is chosen from a list by its label.
        """
        plan = next(one for one in self.workbook.plans if isinstance(row, one.row))
        columns = {one.name: one for one in plan.columns}
        names = [name for name in known if known[name] != given[name]]
        told = (f"{header(plan, columns[name])}: {self._both(columns[name], known, given)}" for name in names)
        return (names[0] if names else ""), "; ".join(told)

    def _both(self, column: Column, *versions: Mapping[str, Any]) -> str:
        values = (one[column.name] for one in versions)
        chosen = column.kind == "choice"
        return " ≠ ".join(self.lists.label_of(column.choices, v) if chosen and v else _shown(v) for v in values)

    def know(self, kind: str, rows: Sequence[Row]) -> None:
        """Rows that say what the register says already."""
        self.survey.known[kind] = self.survey.known.get(kind, 0) + len(rows)


def _shown(value: Any) -> str:
    if isinstance(value, tuple | list):
        return ", ".join(map(_shown, value)) or "—"
    if isinstance(value, Mapping):
        return ", ".join(f"{name}={_shown(one)}" for name, one in value.items()) or "—"
    return "—" if value is None else value.strftime("%d/%m/%Y") if hasattr(value, "strftime") else str(value)
