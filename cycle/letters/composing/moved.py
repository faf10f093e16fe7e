"""A notice of a change of law: each dossier of its reader with where it stood, where it stands, and until when."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import orjson

from cycle.letters.acts import ToldAct
from cycle.letters.audiences import Cases, Occasion
from cycle.letters.composed import Composed, Queued
from cycle.letters.composing.almanac import calendar_of, entry
from cycle.letters.composing.lines import Lines
from cycle.queries.deadlines.owed import Case
from cycle.queries.law import MovedBy, moved_by
from cycle.transactions import Transaction
from notifications.facts import WHOLE, Line, Notice

Named = tuple[Line, tuple[str, int]]


def compose_moved(transaction: Transaction, lines: Lines, cases: Cases, told: tuple[Queued, ToldAct]) -> Composed:
    """What a notice says of the dossiers that its reader has to do with; of very many the first."""
    queued, act = told
    wanted = set(queued.about["dossiers"])
    moves = [one for one in moved_by(transaction, act.payload["run"]) if one.dossier in wanted]
    cases.read(one.dossier for one in moves[:WHOLE])
    shown = [(one, case) for one in moves[:WHOLE] if (case := cases.of(one.dossier)) is not None]
    owed = [line for one, case in shown for line in _owed(transaction, lines, queued, case, _about(transaction, one))]
    texts = lines.words.texts
    body = Notice(
        act=_plan(transaction, act)[lines.desk.letters.language],
        dossier="",
        about=texts.say("law.letter.about", count=len(moves)),
        producer="",
        happened=act.happened,
        by="",
        state="",
        values=tuple(_went(lines, one, _about(transaction, one)) for one, _ in shown),
        owed=tuple(line for line, _ in owed),
        basis=_basis(transaction, act),
    )
    tells = tuple({"stream": f"dossier/{one.dossier}", "seq": one.seq, "dossier": one.dossier} for one in moves)
    days = [entry(lines, queued, line, named) for line, named in owed]
    return Composed(body, tells, (), calendar_of(lines, queued, days))


def _went(lines: Lines, one: MovedBy, about: str) -> tuple[str, str]:
    """The dossier as people call it, and its two states."""
    old, new = lines.words.of(one.before), lines.words.of(one.after)
    return f"{one.dossier} – {about}", f"{old.state(one.source)} → {new.state(one.target)}"


def _owed(transaction: Transaction, lines: Lines, queued: Queued, case: Case, about: str) -> Iterator[Named]:
    """The clocks that run in a dossier now."""
    own = lines.words.of(case.definition.hash)
    for name, opened, text in transaction.rows(_RUNNING, (case.dossier,)):
        derivation = orjson.loads(text)
        last_day = date.fromisoformat(derivation["last_day"])
        owing = Occasion(case.owing(name)).owing
        reached = lines.desk.audiences.recipients(owing)
        line = Line(
            dossier=case.dossier,
            about=about,
            what=own.deadline(name),
            last_day=last_day,
            days_left=lines.days_to(last_day),
            basis=own.basis(name, derivation.get("length_from")),
            producer=case.producer.name if case.producer else "",
            owed_by="" if reached == (queued.recipient,) else lines.words.parties(owing),
            provisional=tuple(derivation.get("provisional", ())),
            others=queued.recipient not in reached,
        )
        yield line, (f"{case.dossier}/{name}/{opened}", derivation.get("changes", 0))


def _about(transaction: Transaction, one: MovedBy) -> str:
    (about,) = transaction.row(_ABOUT, (one.dossier,)) or (one.dossier,)
    return str(about)


def _plan(transaction: Transaction, act: ToldAct) -> Mapping[str, Any]:
    """The title of the plan in each language."""
    (text,) = transaction.row(_TEXT, (act.payload["run"],)) or ("{}",)
    title: Mapping[str, Any] = orjson.loads(text)["title"]
    return title


def _basis(transaction: Transaction, act: ToldAct) -> str:
    found: Sequence[Any] = transaction.row(_BASIS, (act.payload["run"],)) or ("",)
    return str(found[0])


_TEXT = "SELECT f.canonical FROM law_run r JOIN config_file f ON f.hash = r.plan WHERE r.code = ?"
_BASIS = "SELECT basis FROM law_run WHERE code = ?"
_RUNNING = (
    "SELECT name, opened_seq, derivation FROM deadline WHERE dossier = ? AND status <> 'closed' ORDER BY due, name"
)
_ABOUT = (
    "SELECT COALESCE(p.name, t.title, d.code) FROM dossier d LEFT JOIN product p ON p.code = d.product "
    "LEFT JOIN dossier_title t ON t.dossier = d.code WHERE d.code = ?"
)
