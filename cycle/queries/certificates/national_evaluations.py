"""What the nation's databases of agriculture ask for of OCOP evaluations: their results."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Any

import orjson
from sqlalchemy import RowMapping, select

from cycle.database import Transaction
from cycle.office import Office
from cycle.publication import Published
from cycle.queries.certificates.national import STARS, Exported, NationalAsked, about_products, asked_for, published_for
from cycle.queries.evaluation.recorded_results import RecordedResult, list_recorded
from cycle.queries.register.bodies import Bodies, read_bodies
from cycle.queries.viewing import View
from cycle.tables import session
from workflows.definition import Definition
from workflows.naming import Text
from workflows.rounds import CENTRE, PROVINCE, round_named
from workflows.verdict import Reason

EVALUATION, SCORE, PURPOSE = "evaluation", "score", "purpose"
ROUNDS = frozenset({"round", "later_round"})
HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class EvaluationRow:
    """An evaluation with a result as a row of table DanhGiaSanPhamOCOP, of the body that gave the result last.

    `purpose` is empty and `round` None where they are not known; a `score` has two decimals, as an average is cut;
    `day` is that of the council's session, else of the result.
    """

    dossier: str
    product: str
    title: Text
    purpose: str
    round: Text | None
    score: str
    body: str
    day: date
    stars: int


def list_evaluation_rows(office: Office, view: View, asked: NationalAsked) -> Exported[EvaluationRow] | Reason:
    """Every evaluation that has a result, by its code. One whose last result is no rank has none."""
    with office.database.reading() as transaction:
        published = published_for(transaction, office, asked)
        if isinstance(published, Reason):
            return published
        results = list_recorded(transaction, office.rulebook, asked_for(view, EVALUATION, asked))
        known = read_bodies(transaction, asked.at), _sessions(transaction), results
        desk = _Desk(transaction, office, published, *known)
        found = [desk.evaluation(row) for row in about_products(transaction, view, EVALUATION, asked)]
    rows = (one for one in found if one is not None and (asked.year or one.day.year) == one.day.year)
    return Exported(tuple(rows), {})


@dataclass(frozen=True)
class _Desk:
    transaction: Transaction
    office: Office
    published: Published
    bodies: Bodies
    sessions: Mapping[str, date]
    results: Mapping[str, tuple[RecordedResult, ...]]

    def evaluation(self, row: RowMapping) -> EvaluationRow | None:
        """The evaluation of a dossier; None where it has no result."""
        values = orjson.loads(row["data"])["values"]
        result = next(reversed(self.results.get(row["code"], ())), None)
        if STARS not in values or result is None or result.stars is None:
            return None
        definition = self.office.rulebook.definition(self.transaction, row["definition"], self.published)
        return EvaluationRow(
            row["code"],
            row["product"],
            definition.title,
            values.get(PURPOSE, ""),
            self._round(definition, row, values, CENTRE if result.level == CENTRE else PROVINCE),
            _cut(values[SCORE]) if SCORE in values else "",
            self._body(row, result),
            self.sessions.get(result.session or "", result.day),
            int(values[STARS]),
        )

    def _body(self, row: RowMapping, result: RecordedResult) -> str:
        """Who gave a result: whoever it was recorded for, else the centre where it was the centre's, else the body."""
        kind, _, code = (result.on_behalf or "").partition(":")
        if kind == "organisation" and code in self.bodies.known:
            return self.bodies.known[code].name
        known = self.bodies.known.values()
        centre = (one.name for one in known if one.level == CENTRE and not self.bodies.ended(one.code))
        return next(centre, row["body"]) if result.level == CENTRE else row["body"]

    def _round(self, definition: Definition, row: RowMapping, values: Mapping[str, Any], level: str) -> Text | None:
        """The round of the level that gave the result, as its programme calls it."""
        declared = self.published.rules.programmes.get(row["programme"])
        rules = (rule for rule in definition.recorded.values() if rule.type in ROUNDS and rule.argument == level)
        code = next((values[rule.name] for rule in rules if rule.name in values), None)
        found = round_named(declared, code) if declared and code else None
        return found.title if found else None


def _cut(score: Any) -> str:
    return str(Decimal(str(score)).quantize(HUNDREDTH, ROUND_DOWN))


def _sessions(transaction: Transaction) -> Mapping[str, date]:
    """The day of each session."""
    rows = transaction.connection.execute(select(session.c.code, session.c.day))
    return {code: date.fromisoformat(day) for code, day in rows}
