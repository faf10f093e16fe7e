"""What the worker of a rehearsal did: all its sweeps together, and those with which it came back from an absence."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from cycle.cli.telling.lists import wall
from cycle.demo import CaughtUp
from cycle.sweeps import KINDS, Swept
from cycle.texts import Texts


def swept_lines(texts: Texts, sweeps: Sequence[Swept], caught_up: Iterable[CaughtUp]) -> Iterator[str]:
    """How often was swept and what came of it, then the same for each return of the worker."""
    yield _said(texts, "swept.all", sweeps=len(sweeps))
    yield from _counts(texts, counted(sweeps))
    for one in caught_up:
        absence = one.absence
        yield ""
        yield _said(texts, "swept.away", title=absence.title, first=absence.first, last=absence.last)
        if one.swept.lag is not None:
            since, to = wall(one.swept.lag["from"]), wall(one.swept.lag["to"])
            yield _said(texts, "swept.lag", since=since, to=to)
        yield from _counts(texts, one.swept.counts)
        yield from _deadlines(texts, one)
        yield _said(texts, "swept.left", left=sum(one.left.counts.values()))


def caught_up_json(one: CaughtUp) -> Mapping[str, Any]:
    """A return of the worker for programs."""
    away = {"from": one.absence.first.isoformat(), "to": one.absence.last.isoformat(), "title": one.absence.title}
    return {"away": away, "sweep": one.swept.code, **one.swept.value, "left": sum(one.left.counts.values())}


def counted(sweeps: Iterable[Swept]) -> Mapping[str, int]:
    """What all of the sweeps did, by kind."""
    total: Counter[str] = Counter()
    for one in sweeps:
        total.update(one.counts)
    return {kind: total[kind] for kind in KINDS}


def _deadlines(texts: Texts, one: CaughtUp) -> Iterator[str]:
    """Which deadlines were caught up with, those together of which the same is to be told."""
    told: dict[tuple[str, str], list[str]] = {}
    for (dossier, name), found in one.deadlines.items():
        parts = [
            _said(texts, f"caught.{code}", count=found["done"] + found["merged"])
            for code in ("void", "merged", "done", "expired")
            if found.get(code) and not (code == "done" and found["merged"])
        ]
        told.setdefault((name, "; ".join(parts)), []).append(dossier)
    if told:
        yield _said(texts, "caught.title")
    for (name, what), dossiers in told.items():
        yield _said(texts, "caught.line", name=name, what=what, dossiers=", ".join(dossiers))


def _counts(texts: Texts, counts: Mapping[str, int]) -> Iterator[str]:
    for kind, count in counts.items():
        if count:
            yield _said(texts, "swept.count", what=texts.say(f"swept.{kind}"), count=count)


def _said(texts: Texts, code: str, **params: Any) -> str:
    return texts.text("demo", code, **params)
