"""What the linters cannot say: one place sets a state, no Vietnamese in logic, modules short enough to read."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("cycle", "workflows", "notifications")
LONGEST_MODULE = 250
LONGEST_FUNCTION = 27
VIETNAMESE = re.compile("[àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ]", re.IGNORECASE)
# The alphabet itself.
SPELLS_VIETNAMESE = {"cycle/vietnamese.py"}


def modules() -> list[Path]:
    found = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    return [path for path in found if "versions" not in path.parts]


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            first = node.body[1] if _is_docstring(node.body[0]) and len(node.body) > 1 else node.body[0]
            yield node.name, (node.end_lineno or 0) - first.lineno + 1


def texts(path: Path) -> Iterator[str]:
    """Every text literal that is not a docstring."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def names(paths: list[Path]) -> list[str]:
    return [path.relative_to(ROOT).as_posix() for path in paths]


def test_a_dossiers_row_is_written_by_history_alone() -> None:
    setting = re.compile(r"\b(MOVE|OPEN|TRANSFER)_DOSSIER\b|(UPDATE|INSERT INTO) dossier\b|dossier\.(update|insert)\(")
    writers = names([path for path in modules() if setting.search(path.read_text(encoding="utf-8"))])
    assert writers == ["cycle/history.py", "cycle/statements.py"]


def test_only_fire_asks_for_a_verdict_and_only_history_appends() -> None:
    deciding = names(
        [path for path in modules() if re.search(r"import .*\bdecide\b", path.read_text(encoding="utf-8"))]
    )
    # A trial and a path ask too, of facts that they have made up, and an expiry, of what it would propose; none of them
    # moves a dossier.
    asking = ["cycle/commands/expiring.py", "workflows/paths/planning.py", "workflows/trying/walk.py"]
    assert sorted(deciding) == sorted(["cycle/commands/planning.py", *asking])
    appending = names([path for path in modules() if "statements.APPEND" in path.read_text(encoding="utf-8")])
    assert appending == ["cycle/history.py"]


def test_vietnamese_text_lives_in_catalogues_and_configuration() -> None:
    found = {
        (path.relative_to(ROOT).as_posix(), text)
        for path in modules()
        for text in texts(path)
        if VIETNAMESE.search(text) and path.relative_to(ROOT).as_posix() not in SPELLS_VIETNAMESE
    }
    assert found == set()


def test_every_module_and_function_can_be_held_in_the_head() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    assert names([path for path, lines in lengths.items() if lines > LONGEST_MODULE]) == []
    long = [
        (path.name, name, lines) for path in modules() for name, lines in functions(path) if lines > LONGEST_FUNCTION
    ]
    assert long == []


def test_every_module_says_first_what_it_owns() -> None:
    silent = [path for path in modules() if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]
    assert names(silent) == []


def test_no_module_is_named_for_nothing() -> None:
    idle = {"utils", "helpers", "common", "manager", "service", "base", "misc"}
    assert [path for path in names(modules()) if idle & set(Path(path).with_suffix("").parts)] == []
