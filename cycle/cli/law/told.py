"""How the verdicts on dossiers are told: counted, as rows, and as a sheet to choose in."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from cycle.answers import Done
from cycle.cli.asking.session import Failure, Session
from cycle.cli.telling.answers import named, reason_json
from cycle.cli.telling.lists import Table, write_under
from cycle.cli.telling.output import tell
from cycle.imports.states import label_of
from cycle.law import Tried
from cycle.law.desk import Desk
from cycle.queries.names import names_of
from cycle.sheets import SheetFull, Value
from cycle.sheets.law_choices import ChoiceRow, write_choices
from cycle.texts import Texts
from workflows.definition import Definition
from workflows.transfer.cases import MOVES, VERDICTS
from workflows.verdict import Refusal

COLUMNS = ("dossier", "product", "place", "state", "verdict", "reasons", "law_target")
COUNTED = ("law_moves", "law_moves_if", "law_person", "law_impossible")
SHOWN, LONGEST = 50, 2000


class Telling:
    """Tells verdicts in the titles of the workflows that dossiers leave and enter."""

    def __init__(self, session: Session, desk: Desk) -> None:
        self._session, self._desk = session, desk
        rules = desk.published.rules
        self._targets = {one.source: desk.target(one) for one in desk.plan.transfers}
        self._sources = {one.source: rules.definitions[one.source] for one in desk.plan.transfers}
        self._products: dict[str, str] = {}
        self.texts = session.texts.under(rules)

    def row(self, one: Tried) -> tuple[str, ...]:
        """A verdict as a row of a table."""
        result = one.result
        target = result.target or result.suggested
        return (
            one.dossier,
            self._product(one),
            one.place,
            self._state(self._sources[one.workflow], one.state),
            self.texts.say(f"law.result.{result.verdict}"),
            " ".join(self.reasons(one)),
            self._state(self._targets[one.workflow], target) if target else "",
        )

    def name(self, many: Iterable[Tried]) -> None:
        """Look up what the products of some verdicts are called."""
        wanted = {f"product:{one.product}" for one in many if one.product} - self._products.keys()
        self._products.update(names_of(self._session.app().office, wanted))

    def _product(self, one: Tried) -> str:
        return self._products.get(f"product:{one.product}", one.product)

    def reasons(self, one: Tried) -> list[str]:
        """The texts of its reasons, organisations by their names."""
        texts = self.texts.under(self._desk.published.rules, self._targets[one.workflow])
        return [texts.reason(reason) for reason in named(self._session, one.result.reasons)]

    def json(self, one: Tried) -> dict[str, Any]:
        """A verdict in plain values."""
        result, texts = one.result, self.texts.under(self._desk.published.rules, self._targets[one.workflow])
        about = {"dossier": one.dossier, "product": one.product, "place": one.place, "programme": one.programme}
        where = {"workflow": one.workflow, "state": one.state, "verdict": result.verdict, "rule": result.rule}
        reasons = [reason_json(reason, texts) for reason in result.reasons]
        return {**about, **where, "target": result.target, "choices": list(result.choices), "reasons": reasons}

    def counts(self, many: Iterable[Tried]) -> Table:
        """How many of each verdict there are by the state they stand in."""
        found = Counter((one.workflow, one.state, one.result.verdict) for one in many)
        rows: list[Sequence[Value]] = [
            (*self._stood(workflow, state), *(found[workflow, state, verdict] for verdict in VERDICTS))
            for workflow, state in dict.fromkeys((workflow, state) for workflow, state, _ in sorted(found))
        ]
        return Table("table.law_counts", ("workflow", "state", *COUNTED), rows)

    def write(self, many: Sequence[Tried]) -> None:
        """The counts, then those that stay where they are, the first of them."""
        if many:
            write_under(self._session, self._session.texts.say("table.law_counts"), self.counts(many))
        staying = [one for one in many if one.result.verdict != MOVES]
        if staying:
            self.name(staying[:SHOWN])
            said = self._session.texts.say("law.staying", count=len(staying), shown=min(SHOWN, len(staying)))
            write_under(self._session, said, Table("table.law", COLUMNS, map(self.row, staying[:SHOWN])))

    def sheet(self, file: Path, many: Sequence[Tried]) -> None:
        """The sheet to choose in; Raises Failure where the file has come to be there."""
        self.name(many)
        try:
            rows = write_choices(file, self._rows(many))
        except FileExistsError:
            raise Failure("file_exists", file=file) from None
        except SheetFull as full:
            raise Failure("xlsx_full", title=full.title) from None
        tell(self._session.texts.say("xlsx.written", file=file, rows=rows, sheets=1))

    def _rows(self, many: Sequence[Tried]) -> Iterator[ChoiceRow]:
        for one in many:
            code, product, place, state, verdict, reasons, _ = self.row(one)
            target = self._targets[one.workflow]
            labels = "; ".join(label_of(target, target.states[name]) for name in one.result.choices)
            told = (product or None, place or None, state, verdict, reasons[:LONGEST] or None, labels or None)
            yield ChoiceRow("", 0, code, *told, None, None)

    def _stood(self, workflow: str, state: str) -> tuple[str, str]:
        definition = self._sources[workflow]
        return self.texts.title(definition.title), self._state(definition, state)

    def _state(self, definition: Definition, name: str) -> str:
        return _titled(self.texts, definition, name) if name in definition.states else name


def _titled(texts: Texts, definition: Definition, name: str) -> str:
    state = definition.states[name]
    stage = next(one for one in definition.stages if one.name == state.stage)
    return f"{texts.title(stage.title)}: {texts.title(state.title)}"


def sums(answers: Iterable[Done | Refusal | None]) -> dict[str, int]:
    """How many moved, were refused, and stay by their verdict."""
    found = Counter("stay" if one is None else "done" if isinstance(one, Done) else "refused" for one in answers)
    return {name: found[name] for name in ("done", "refused", "stay")}
