"""Templates of letters: compiled in a sandbox, rendered on facts alone, and checked on sample facts."""

from collections.abc import Callable, Generator, Iterator, Mapping
from functools import lru_cache
from pathlib import PurePosixPath
from types import TracebackType
from typing import Any, NoReturn

from jinja2 import Template, TemplateError, TemplateNotFound, TemplateSyntaxError, UndefinedError, nodes
from jinja2.exceptions import SecurityError
from jinja2.meta import find_referenced_templates
from jinja2.runtime import Context

from notifications.characters import cleaned
from notifications.facts import Facts, Text
from notifications.plain import laid_out
from notifications.sample import samples
from notifications.sandbox import EndlessError, Sandbox, gathered
from notifications.short import shortened

LONGEST_SUBJECT = 200
NAMES = ("head", "footer", "title", "body")
GIVEN = frozenset({"loop", "super", "self", "caller", "varargs", "kwargs", "range", *NAMES})
# What can be wrong: of these the first five with a line, a block that is missing and a subject of no or several lines.
SYNTAX, UNDEFINED, UNSAFE, ENDLESS, FAILING = "syntax", "undefined", "unsafe", "endless", "failing"
MISSING, BLOCK, SUBJECT = "missing", "block", "subject"
KINDS: tuple[tuple[type[Exception], str], ...] = (
    (TemplateSyntaxError, SYNTAX),
    (UndefinedError, UNDEFINED),
    (SecurityError, UNSAFE),
    (EndlessError, ENDLESS),
    (RecursionError, ENDLESS),
    (TemplateNotFound, MISSING),
)
# Whatever a template can do wrong by itself; anything else is a fault of ours.
FAULTS = (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError)


class TemplateProblemError(Exception):
    """What is wrong with a template: its file, the line (0: none in particular), and a kind, one of the above."""

    def __init__(self, file: str, line: int, kind: str, detail: str) -> None:
        super().__init__(f"{file}:{line}: {kind}: {detail}")
        self.file, self.line, self.kind, self.detail = file, line, kind, detail


class Renderer:
    """Renders letters from the texts of their templates, each compiled once. Paths or bare file names name them."""

    def __init__(self, templates: Mapping[str, str]) -> None:
        self._paths = {PurePosixPath(path).name: path for path in templates}
        self._environment = Sandbox({name: templates[path] for name, path in self._paths.items()})

    def render(self, template: str, facts: Facts) -> Text:
        """The letter in the language of its head. Raises TemplateProblemError.

        Unsafe characters in facts become spaces; the subject is one line, the short message has at most 500 characters.
        """
        given = cleaned(facts)
        values = {name: getattr(given, name) for name in NAMES}
        name = f"{template}.{facts.head.language}"
        subject, plain, short = self._blocks(f"{name}.txt", values, ("heading", "plain", "message"))
        page = self._blocks(f"{name}.html", values, ("page",))[0]
        if not subject.strip() or "\n" in subject.strip():
            raise TemplateProblemError(self._path(f"{name}.txt"), 0, SUBJECT, subject.strip()[:80])
        return Text(shortened(subject, LONGEST_SUBJECT), laid_out(plain), page.strip() + "\n", shortened(short))

    def unknown_names(self, file: str) -> list[TemplateProblemError]:
        """Every name that a file or one it builds on uses and letters do not know. Raises TemplateProblemError."""
        found, waiting, seen = list[TemplateProblemError](), [file], set[str]()
        while waiting:
            if (one := waiting.pop()) not in seen:
                seen.add(one)
                tree = self._tree(one)
                waiting += [name for name in find_referenced_templates(tree) if name is not None]
                found += [self._undefined(one, name) for name in _unknown(tree)]
        return found

    def _tree(self, file: str) -> nodes.Template:
        try:
            return self._environment.parse(self._environment.source_of(file), file, file)
        except TemplateError as error:
            self._raise(file, error)

    def _undefined(self, file: str, name: nodes.Name) -> TemplateProblemError:
        return TemplateProblemError(self._path(file), name.lineno, UNDEFINED, f"'{name.name}' is undefined")

    def _blocks(self, file: str, values: Mapping[str, Any], names: tuple[str, ...]) -> list[str]:
        """Blocks that the layout gives a file. Top-level statements run once, before them."""
        own = ("subject", "body", "short") if file.endswith(".txt") else ("body",)
        try:
            template = self._environment.get_template(file)
            context = template.new_context(dict(values))
            self._environment.begin()
            next(iter(template.root_render_func(context)), None)
            missing = [name for name in (*names, *own) if len(context.blocks.get(name, ())) <= (name in own)]
            if missing:
                raise TemplateProblemError(self._path(file), 0, BLOCK, ", ".join(missing))
            return [gathered(_pieces(context, name)) for name in names]
        except FAULTS as error:
            self._raise(file, error)

    def _raise(self, file: str, error: Exception) -> NoReturn:
        kind, detail = _kind_of(error), str(error)
        if isinstance(error, TemplateSyntaxError):
            raise TemplateProblemError(self._path(error.name or file), error.lineno, kind, detail) from error
        name, line = _place(error.__traceback__) or (file, 0)
        if isinstance(error, TemplateNotFound) and line == 0:
            name, detail = str(error.name or file), ""
        raise TemplateProblemError(self._path(name), line, kind, detail) from error

    def _path(self, name: str) -> str:
        return self._paths.get(name, name)


def check_template(templates: Mapping[str, str], template: str, kind: str, language: str) -> list[TemplateProblemError]:
    """What keeps a letter's template from rendering on sample facts of its kind, each problem once."""
    renderer, found = _renderer(tuple(sorted(templates.items()))), dict[tuple[str, int, str], TemplateProblemError]()
    for problem in _problems(renderer, template, kind, language):
        found.setdefault((problem.file, problem.line, problem.kind), problem)
    return list(found.values())


@lru_cache(maxsize=4)
def _renderer(templates: tuple[tuple[str, str], ...]) -> Renderer:
    """Kept, because the templates of many letters are checked one after the other."""
    return Renderer(dict(templates))


def _problems(renderer: Renderer, template: str, kind: str, language: str) -> Iterator[TemplateProblemError]:
    for ending in ("txt", "html"):
        yield from _tried(renderer.unknown_names, f"{template}.{language}.{ending}")
    for facts in samples(kind, language):
        yield from _tried(lambda one: _rendered(renderer, template, one), facts)


def _rendered(renderer: Renderer, template: str, facts: Facts) -> list[TemplateProblemError]:
    renderer.render(template, facts)
    return []


def _tried(check: Callable[[Any], list[TemplateProblemError]], value: Any) -> list[TemplateProblemError]:
    try:
        return check(value)
    except TemplateProblemError as problem:
        return [problem]


def _pieces(context: Context, block: str) -> Generator[str, None, None]:
    yield from context.blocks[block][0](context)


def _kind_of(error: Exception) -> str:
    return next((kind for family, kind in KINDS if isinstance(error, family)), FAILING)


def _place(trace: TracebackType | None) -> tuple[str, int] | None:
    """The file and the line of the innermost template in a traceback."""
    found = None
    while trace:
        template = trace.tb_frame.f_globals.get("__jinja_template__")
        if isinstance(template, Template) and template.name:
            found = template.name, template.get_corresponding_lineno(trace.tb_lineno)
        trace = trace.tb_next
    return found


def _unknown(tree: nodes.Template) -> list[nodes.Name]:
    known = {one.name for one in tree.find_all(nodes.Name) if one.ctx != "load"} | GIVEN
    known |= {one.target for one in tree.find_all(nodes.Import)} | {one.name for one in tree.find_all(nodes.Macro)}
    for one in tree.find_all(nodes.FromImport):
        known |= {name if isinstance(name, str) else name[1] for name in one.names}
    return [one for one in tree.find_all(nodes.Name) if one.name not in known]
