"""The sandbox of templates: facts and a few words, no way out of them, and an end to everything."""

from collections.abc import Generator, Mapping
from contextvars import ContextVar
from datetime import date
from typing import Any

from jinja2 import (
    DictLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    nodes,
)
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, markup_join
from jinja2.sandbox import ImmutableSandboxedEnvironment

# Characters of one part of a letter; steps (turns of loops, calls) of a file; numbers of a `range`; characters joined.
LARGEST, STEPS, RANGE, JOINED = 200_000, 50_000, 1_000, 20_000
FILTERS = (
    "abs",
    "capitalize",
    "count",
    "default",
    "e",
    "escape",
    "first",
    "groupby",
    "int",
    "join",
    "last",
    "length",
    "list",
    "lower",
    "map",
    "max",
    "min",
    "reject",
    "rejectattr",
    "round",
    "select",
    "selectattr",
    "sort",
    "string",
    "sum",
    "trim",
    "truncate",
    "unique",
    "upper",
)
# The module of the facts; their methods and fields are for templates. Of other values, only these methods are.
FACTS = "notifications.facts"
METHODS: dict[type[Any], set[str]] = {
    str: {"lower", "upper", "startswith", "endswith", "strip"},
    dict: {"get", "items", "keys", "values"},
}
FORBIDDEN = (nodes.Include, nodes.AssignBlock, nodes.ScopedEvalContextModifier, nodes.NSRef)

_left: ContextVar[list[int]] = ContextVar("steps left")


class EndlessError(TemplateError):
    """More was asked for than any letter needs."""


class Compiler(CodeGenerator):
    """Joins texts by a function that keeps them short."""

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802 - the name that the library calls
        self.write("environment.joined((")
        for one in node.nodes:
            self.visit(one, frame)
            self.write(", ")
        self.write("))")


class Sandbox(ImmutableSandboxedEnvironment):
    """Knows texts by their file names. Escapes in .html; undefined names, unsafe access and endless work are errors."""

    code_generator_class = Compiler
    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, texts: Mapping[str, str], *, escaped: bool | None = None) -> None:
        super().__init__(
            loader=DictLoader(texts),
            undefined=StrictUndefined,
            autoescape=_is_page if escaped is None else escaped,
            trim_blocks=True,
            lstrip_blocks=True,
            cache_size=-1,
        )
        self._texts = texts
        self.globals.clear()
        self.globals["range"] = _range
        self.filters = {name: self.filters[name] for name in FILTERS} | {"day": _day, "weekday": _weekday}

    def source_of(self, name: str) -> str:
        """The text of a file. Raises TemplateNotFound."""
        if name not in self._texts:
            raise TemplateNotFound(name)
        return self._texts[name]

    def begin(self) -> None:
        """Give a rendering its steps: those of this thread or task alone."""
        _left.set([STEPS])

    def step(self) -> None:
        """One turn of a loop; counted by `call`."""

    def call(self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:
        left = _left.get()
        left[0] -= 1
        if left[0] < 0:
            raise EndlessError(f"more than {STEPS} steps")
        answer = super().call(__context, __obj, *args, **kwargs)
        return within(answer, LARGEST) if isinstance(answer, str) else answer

    def joined(self, parts: tuple[Any, ...]) -> Any:
        """Texts one behind the other; marked-up ones stay so."""
        return within(markup_join(parts), JOINED)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """The attribute, at once where it is one of facts."""
        if type(obj).__module__ == FACTS and not attribute.startswith("_") and hasattr(obj, attribute):
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)

    def wrap_str_format(self, value: Any) -> None:
        """No `format`: it pads without limit."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        for kind, allowed in METHODS.items():
            if isinstance(obj, kind):
                return attr in allowed
        return not isinstance(obj, int | float | bytes | tuple | list) and super().is_safe_attribute(obj, attr, value)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        numbers = all(isinstance(one, int) and abs(one) < 10**9 for one in (left, right))
        if operator == "**" or (operator != "+" and not numbers):
            raise SecurityError(f"'{operator}' is for small whole numbers")
        answer = super().call_binop(context, operator, left, right)
        return answer if numbers else within(answer, JOINED)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for bad in tree.find_all(FORBIDDEN):
            raise TemplateSyntaxError(f"'{type(bad).__name__}' is not for letters", bad.lineno, name, filename)
        for loop in tree.find_all(nodes.For):
            step = nodes.Call(nodes.EnvironmentAttribute("step"), [], [], None, None, lineno=loop.lineno)
            loop.body.insert(0, nodes.ExprStmt(step, lineno=loop.lineno))
        tree.set_environment(self)
        return tree


def within(answer: Any, most: int) -> Any:
    """The same text or list. Raises EndlessError where it has more than `most` characters or members."""
    if len(answer) > most:
        raise EndlessError(f"more than {most} characters")
    return answer


def gathered(pieces: Generator[str, None, None]) -> str:
    """What a template gives piece by piece. Raises EndlessError, where it stands, past the size of a letter."""
    taken, size = list[str](), 0
    for piece in pieces:
        taken.append(piece)
        size += len(piece)
        if size > LARGEST:
            pieces.throw(EndlessError(f"more than {LARGEST} characters"))
    return "".join(taken)


def _is_page(name: str | None) -> bool:
    return name is not None and name.endswith(".html")


def _range(*bounds: int) -> range:
    numbers = range(*bounds)
    if len(numbers) > RANGE:
        raise EndlessError(f"range of more than {RANGE}")
    return numbers


def _day(day: date) -> str:
    """`31/03/2024`."""
    return day.strftime("%d/%m/%Y")


def _weekday(day: date) -> int:
    """The place of a day in its week, 0 for Monday: a template gives it a name."""
    return day.weekday()
