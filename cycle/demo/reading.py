"""Reading a script strictly: an unknown word, a missing one or a wrong kind stops with its place."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any, NoReturn

from cycle.demo.script import (
    ABSENT,
    OPENINGS,
    OUTCOMES,
    SHIFTS,
    VERBS,
    Absence,
    Month,
    Person,
    Piece,
    Question,
    Script,
    ScriptedAct,
    Worker,
)
from cycle.reading import read_text
from workflows.problems import Place, Problem
from workflows.source import Path, Source

TOP = "earlier bundles"
KEYS = {
    (): (
        "rehearsal title workbook begins ends administrator reader worker letter follow show look people groups months",
        TOP,
    ),
    "worker": ("name at tells", "away"),
    "absence": ("from to title", ""),
    "administrator": ("account name", ""),
    "question": ("title command", ""),
    "person": ("account name role", "of email"),
    "piece": ("paper", "received issued expires count place"),
    "month": ("month acts", ""),
    "act": (
        "day title",
        "who by for products of values note basis until happened override seen expect reasons status "
        + " ".join(VERBS),
    ),
}


class ScriptError(Exception):
    """The script cannot be played: `code` and `params` say what is wrong at `place`, or `problems` what its text is."""

    def __init__(
        self, place: Place, code: str, problems: Sequence[Problem] = (), params: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(str(place), code, params)
        self.place, self.code, self.problems, self.params = place, code, tuple(problems), params or {}


def read_script(name: str, text: bytes) -> Script:
    """The script of a file. Raises ScriptError."""
    source, problems = read_text(name, text)
    if source is None or problems:
        raise ScriptError(Place(name), "unreadable", problems)
    return _Reader(source).script()


class _Reader:
    def __init__(self, source: Source) -> None:
        self._source = source
        self._groups: dict[str, tuple[str, ...]] = {}
        self._bundles: dict[str, tuple[Piece, ...]] = {}
        self._people: dict[str, tuple[Person, ...]] = {}
        self._reached = date.min

    def script(self) -> Script:
        tree = self._mapping((), KEYS[()])
        self._groups = {name: self._texts(("groups", name)) for name in self._at(("groups",), dict)}
        bundles = self._at(("bundles",), dict) if "bundles" in tree else ()
        self._bundles = {name: self._pieces(("bundles", name)) for name in bundles}
        chief = self._mapping(("administrator",), KEYS["administrator"])
        self._people = {name: self._group(("people", name)) for name in self._at(("people",), dict)}
        self._reached = self._day(("begins",))
        months = tuple(self._month(("months", at)) for at in range(len(self._at(("months",), list))))
        return Script(
            programme=self._at(("rehearsal",), str),
            title=self._at(("title",), str),
            workbook=self._at(("workbook",), str),
            begins=self._day(("begins",)),
            ends=self._next_day(("ends",)),
            administrator=Person(chief["account"], chief["name"], "administrator", ""),
            reader=str(tree["reader"]),
            earlier=self._earlier() if "earlier" in tree else {},
            worker=self._worker(),
            letter=self._at(("letter",), str),
            follow=self._texts(("follow",)),
            show=self._questions("show"),
            look=self._questions("look"),
            people=self._people,
            months=months,
        )

    def _earlier(self) -> Mapping[str, str | None]:
        named = {path: self._at(("earlier", path), str) for path in self._at(("earlier",), dict)}
        return {path: None if file == ABSENT else file for path, file in named.items()}

    def _worker(self) -> Worker:
        tree = self._mapping(("worker",), KEYS["worker"])
        away = self._at(("worker", "away"), list) if "away" in tree else []
        absences = tuple(self._absence(("worker", "away", at)) for at in range(len(away)))
        at, tells = (self._hour(("worker", name)) for name in ("at", "tells"))
        return Worker(self._at(("worker", "name"), str), at, tells, absences)

    def _absence(self, path: Path) -> Absence:
        self._mapping(path, KEYS["absence"])
        return Absence(self._day((*path, "from")), self._day((*path, "to")), self._at((*path, "title"), str))

    def _questions(self, name: str) -> tuple[Question, ...]:
        found = [self._mapping((name, at), KEYS["question"]) for at in range(len(self._at((name,), list)))]
        return tuple(Question(one["title"], one["command"]) for one in found)

    def _month(self, path: Path) -> Month:
        self._mapping(path, KEYS["month"])
        acts = self._at((*path, "acts"), list)
        return Month(self._at((*path, "month"), str), tuple(self._act((*path, "acts", at)) for at in range(len(acts))))

    def _act(self, path: Path) -> ScriptedAct:
        tree = self._mapping(path, KEYS["act"])
        verb = self._one_of(path, tree, VERBS)
        self._one_of(path, tree, ("who", "by"))
        expect = self._expected(path, tree)
        what = self._what((*path, verb), verb)
        return ScriptedAct(
            day=self._next_day((*path, "day")),
            title=self._at((*path, "title"), str),
            verb=verb,
            what=what,
            who=tree.get("who"),
            by=tree.get("by"),
            on_behalf=tree.get("for"),
            products=self._products((*path, "products")) if "products" in tree else (),
            family=tree.get("of", "season"),
            values=self._at((*path, "values"), dict) if "values" in tree else {},
            note=tree.get("note"),
            basis=tree.get("basis"),
            until=self._day((*path, "until")) if "until" in tree else None,
            happened=self._day((*path, "happened")) if "happened" in tree else None,
            override=bool(tree.get("override", False)),
            seen=tree.get("seen"),
            expect=expect,
            reasons=self._texts((*path, "reasons")) if "reasons" in tree else (),
            completes=isinstance(tree[verb], str),
            status=self._at((*path, "status"), int) if "status" in tree else 0,
        )

    def _expected(self, path: Path, tree: Mapping[str, Any]) -> str:
        expect = str(tree.get("expect", "done"))
        if expect not in OUTCOMES:
            self._wrong((*path, "expect"), "choice", choices=", ".join(OUTCOMES))
        return expect

    def _what(self, path: Path, verb: str) -> Any:
        """What a verb is about."""
        if verb in {"brings", "verifies"}:
            return self._papers(path)
        written = self._at(path, bool if verb in {"imports", "publishes"} else str)
        if verb == "enters" and written not in self._people:
            self._wrong(path, "people", name=written)
        for of_verb, choices in (("opens", OPENINGS), ("applies", SHIFTS)):
            if verb == of_verb and written not in choices:
                self._wrong(path, "choice", choices=", ".join(choices))
        return written

    def _products(self, path: Path) -> tuple[str, ...]:
        """Products by their codes or by the name of a group, each once."""
        named = (self._groups.get(name, (name,)) for name in self._texts(path))
        return tuple(dict.fromkeys(code for codes in named for code in codes))

    def _papers(self, path: Path) -> tuple[Piece, ...]:
        """A bundle by its name, or pieces written out."""
        written = self._at(path, str, list)
        if isinstance(written, list):
            return self._pieces(path)
        if written not in self._bundles:
            self._wrong(path, "bundle", name=written)
        return self._bundles[written]

    def _pieces(self, path: Path) -> tuple[Piece, ...]:
        return tuple(self._piece((*path, at)) for at in range(len(self._at(path, list))))

    def _piece(self, path: Path) -> Piece:
        written = self._at(path, str, dict)
        if isinstance(written, str):
            return Piece(written)
        tree = self._mapping(path, KEYS["piece"])
        days = {name: self._day((*path, name)) for name in ("received", "issued", "expires") if name in tree}
        return Piece(tree["paper"], **days, count=tree.get("count", 1), place=tree.get("place", ""))

    def _group(self, path: Path) -> tuple[Person, ...]:
        found = [self._mapping((*path, at), KEYS["person"]) for at in range(len(self._at(path, list)))]
        return tuple(Person(**{"of": "", **one}) for one in found)

    def _one_of(self, path: Path, tree: Mapping[str, Any], names: Sequence[str]) -> str:
        given = [name for name in names if name in tree]
        if len(given) != 1:
            self._wrong(path, "exactly_one", names=", ".join(names))
        return given[0]

    def _mapping(self, path: Path, keys: tuple[str, str]) -> Mapping[str, Any]:
        tree = self._at(path, dict)
        wanted, allowed = keys[0].split(), keys[1].split()
        for name in tree:
            if name not in wanted + allowed:
                raise ScriptError(self._source.key_place((*path, name)), "key_unknown", params={"key": name})
        for name in wanted:
            if name not in tree:
                self._wrong(path, "key_missing", key=name)
        return dict(tree)

    def _texts(self, path: Path) -> tuple[str, ...]:
        return tuple(self._at((*path, at), str) for at in range(len(self._at(path, list))))

    def _day(self, path: Path) -> date:
        try:
            return date.fromisoformat(self._at(path, str))
        except ValueError:
            raise ScriptError(self._source.place(path), "day") from None

    def _hour(self, path: Path) -> time:
        try:
            return time.fromisoformat(self._at(path, str))
        except ValueError:
            raise ScriptError(self._source.place(path), "hour") from None

    def _next_day(self, path: Path) -> date:
        """The day of an act: never before that of the act above it."""
        day = self._day(path)
        if day < self._reached:
            self._wrong(path, "order", previous=self._reached.isoformat())
        self._reached = day
        return day

    def _at(self, path: Path, *kinds: type) -> Any:
        value = self._source.tree
        for step in path:
            value = value[step]
        if not isinstance(value, kinds):
            self._wrong(path, "kind", kinds=", ".join(kind.__name__ for kind in kinds))
        return value

    def _wrong(self, path: Path, code: str, **params: str) -> NoReturn:
        raise ScriptError(self._source.place(path), code, params=params)
