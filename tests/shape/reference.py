"""What the reference of declarations must say: tables made of schemas, guards and catalogues, as Markdown.

`python -m tests.shape.reference` writes them into the document anew.
"""

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from cycle.texts import Texts
from cycle.texts.texts import catalogue
from workflows.guards.guards import GUARDS
from workflows.model.roles import PERMISSIONS
from workflows.model.schema import KINDS, noun_of, schema_of

ROOT = Path(__file__).parents[2]
ENGLISH = Texts("en")
Form = Mapping[str, Any]
# Where acts are judged; what a guard says stands in the first three.
DOCUMENT = ROOT / "docs/workflows.md"
MARKED = re.compile(r"(<!-- table: ([\w ]+) -->\n)(?:\|.*\n)*")
GUARD_MODULES = (
    "workflows/guards/guards.py",
    "workflows/guards/value_guards.py",
    "workflows/guards/paper_guard.py",
    "workflows/guards/council_values.py",
)
JUDGING_MODULES = (
    "workflows/judging.py",
    "workflows/values.py",
    "workflows/machine.py",
    "workflows/deadlines/clocks.py",
)


def row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"


def table(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    headings = list(headings)
    return "\n".join([row(*headings), "|" + "---|" * len(headings), *(row(*cells) for cells in rows)])


def forms_of(kind: str) -> dict[str, Form]:
    """Every mapping of a kind of file, by what it is called."""
    schema = schema_of(kind, lambda code: ENGLISH.text("keys", code))
    return {form["title"].replace(" ", "_"): form for form in (schema, *schema["definitions"].values())}


def key_table(kind: str, noun: str) -> str:
    """The keys of one mapping: what each holds, whether it must stand there, what it means."""
    form = forms_of(kind)[noun]
    rows = [
        (f"`{key}`", type_of(value), _default(form, key, value), value["description"])
        for key, value in form["properties"].items()
    ]
    return table((f"*{_words(noun)}*", "what", "default", "meaning"), rows)


def _words(noun: str) -> str:
    return noun.replace("_", " ")


def _default(form: Form, key: str, value: Form) -> str:
    if key in form.get("required", ()):
        return "**required**"
    default = value.get("default")
    return "" if default is None else f"`{str(default).lower()}`"


def type_of(form: Form) -> str:
    """The form of a value in a few words."""
    if "$ref" in form:
        return f"*{_words(noun_of(form['$ref'].rpartition('/')[2]))}*"
    if "allOf" in form:
        return type_of(form["allOf"][0])
    if "title" in form:
        return str(form["title"])
    if "enum" in form:
        return ", ".join(f"`{choice}`" for choice in form["enum"])
    if "const" in form:
        return f"`{str(form['const']).lower()}`"
    if "anyOf" in form:
        return _choice(form["anyOf"])
    return _plain(form)


def _choice(forms: list[Form]) -> str:
    first, second = forms
    if second.get("items") == first:
        return f"{type_of(first)}, or a list of them"
    return f"{type_of(first)} or {type_of(second)}"


def _plain(form: Form) -> str:
    match form["type"]:
        case "boolean":
            return "`true` or `false`"
        case "array":
            least = f", {form['minItems']} or more" if "minItems" in form else ""
            return f"list of: {type_of(form['items'])}{least}"
        case "object":
            names, values = form["propertyNames"], form["additionalProperties"]
            return f"{type_of(names)}: {type_of(values)}, any number"
    limits = (form.get("minimum"), form.get("maximum"))
    return f"integer, {limits[0]} or more" if limits[1] is None else f"integer, {limits[0]} to {limits[1]}"


def message(file: str, code: str) -> str:
    """A text of the catalogue as it stands there, its blanks named but not formatted."""
    text = re.sub(r"(?<!\{)\{(\w+):\w+\}", r"{\1}", catalogue("en", file)[code])
    return text.replace("{{", "{").replace("}}", "}")


def reason_table(codes: Iterable[str]) -> str:
    return table(("reason", "text"), ((f"`{code}`", message("reasons", code)) for code in codes))


def guard_reasons() -> dict[str, list[str]]:
    """The reasons that each guard can give, in the order of the source."""
    functions = {
        node.name: node for path in GUARD_MODULES for node in _tree(path).body if isinstance(node, ast.FunctionDef)
    }
    return {name: _asked(functions[guard.__name__], functions) for name, guard in GUARDS.items()}


def _asked(function: ast.FunctionDef, functions: Mapping[str, ast.FunctionDef]) -> list[str]:
    """The reasons of one guard; one that asks another about a limit gives the reason of that limit alone."""
    written = {node.value for node in ast.walk(function) if isinstance(node, ast.Constant)}
    found = dict.fromkeys(_reasons(functions, function.name, set()))
    return [code for code in found if code not in VALUE_CODES or code.removeprefix("value_not_") in written]


def other_reasons() -> list[str]:
    """The reasons that an act can be refused for beside its guards."""
    found = {code for path in JUDGING_MODULES for node in [_tree(path)] for code in _codes(node)}
    return sorted(found - {code for codes in guard_reasons().values() for code in codes})


def _tree(path: str) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def _reasons(functions: Mapping[str, ast.FunctionDef], name: str, seen: set[str]) -> Iterator[str]:
    if name in seen or name not in functions:
        return
    seen.add(name)
    yield from _codes(functions[name])
    for node in ast.walk(functions[name]):
        if isinstance(node, ast.Name | ast.Attribute):
            yield from _reasons(functions, node.id if isinstance(node, ast.Name) else node.attr, seen)


def _codes(tree: ast.AST) -> Iterator[str]:
    """The codes of reasons that stand in a piece of source, also those that are put together from a beginning."""
    known = catalogue("en", "reasons")
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
            yield from (code for code in known if code.startswith(str(node.values[0].value)) and code in VALUE_CODES)
        elif isinstance(node, ast.Constant) and node.value in known:
            yield str(node.value)


VALUE_CODES = tuple(f"value_not_{check}" for check in ("at_least", "at_most", "below", "equals", "one_of"))


def problem_groups() -> list[list[str]]:
    """The codes of all problems, in the groups in which the catalogue has them."""
    text = (ROOT / "cycle/catalogue/en/problems.yaml").read_text(encoding="utf-8")
    groups = [re.findall(r"^(\w+):", block, re.MULTILINE) for block in text.split("\n\n")]
    return [[code for code in group if code != "nearest"] for group in groups]


def problem_table(codes: Iterable[str]) -> str:
    return table(("problem", "text"), ((f"`{code}`", message("problems", code)) for code in codes))


def permission_table() -> str:
    return table(
        ("permission", "its holder may"), ((f"`{one}`", ENGLISH.word(f"permission.{one}")) for one in PERMISSIONS)
    )


def tables() -> dict[str, Callable[[], str]]:
    """Every table of the document by the name under which it stands there."""
    found: dict[str, Callable[[], str]] = {"other reasons": lambda: reason_table(other_reasons())}
    found["permissions"] = permission_table
    for kind in KINDS:
        for noun in forms_of(kind):
            found.setdefault(f"{kind} {noun}", lambda kind=kind, noun=noun: key_table(kind, noun))  # type: ignore[misc]  # a default of a lambda has no type
    for guard, codes in guard_reasons().items():
        found[f"reasons of {guard}"] = lambda codes=codes: reason_table(codes)  # type: ignore[misc]  # a default of a lambda has no type
    for number, group in enumerate(problem_groups(), 1):
        found[f"problems {number}"] = lambda group=group: problem_table(group)  # type: ignore[misc]  # a default of a lambda has no type
    return found


def renewed(text: str) -> str:
    """The document with every table as it must be."""
    known = tables()
    return MARKED.sub(lambda found: found[1] + known[found[2]]() + "\n", text)


if __name__ == "__main__":
    DOCUMENT.write_text(renewed(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
