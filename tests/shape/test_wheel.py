"""Installed as other tools are, the program brings its configuration and its texts with it and runs from any folder."""

import ast
import os
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import venv
from dataclasses import dataclass
from email.parser import Parser
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("cycle", "workflows", "notifications")
# Modules whose distribution has another name.
DISTRIBUTIONS = {"yaml": "pyyaml", "pydantic_core": "pydantic", "starlette": "fastapi"}
# What only an extra brings; a command that needs one names it.
EXTRA = {"apprise", "docxtpl", "fastapi", "uvicorn"}


@dataclass(frozen=True)
class Installed:
    """The program in an environment of its own, run in an empty folder by its own variables alone."""

    programs: Path
    folder: Path

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return self._run(str(self.programs / "ocop"), *words)

    def module(self, *words: str) -> subprocess.CompletedProcess[str]:
        return self._run(str(self.programs / "python"), "-m", "cycle", *words)

    def _run(self, *words: str) -> subprocess.CompletedProcess[str]:
        own = {"HOME": str(self.folder), "OCOP_DATA": str(self.folder / "data"), "PATH": os.defpath}
        return subprocess.run(words, cwd=self.folder, env=own, capture_output=True, text=True, check=False)


def build(project: Path, target: str, folder: Path) -> Path:
    words = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(folder)]
    subprocess.run(words, cwd=project, check=True, capture_output=True)
    (built,) = folder.glob("*.whl" if target == "wheel" else "*.tar.gz")
    return built


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(ROOT, "wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(ROOT, "sdist", tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel in a new environment; what it stands on is lent by this one, so that nothing is fetched."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder / "own", with_pip=False)
    scripts = folder / "own" / ("Scripts" if os.name == "nt" else "bin")
    pip = [sys.executable, "-m", "pip", "--python", str(scripts / "python"), "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--no-deps", "--no-index", str(wheel)], check=True)
    (library,) = (folder / "own").rglob("site-packages")
    # Listed in a file there, a folder is searched, but what is installed in it for editing is not.
    (library / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    (folder / "empty").mkdir()
    return Installed(scripts, folder / "empty")


def test_the_program_runs_from_any_folder_by_its_name_and_as_a_module(installed: Installed) -> None:
    said = installed.run("--version")
    assert (said.returncode, said.stderr) == (0, "")
    assert installed.module("--version").stdout == said.stdout
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert said.stdout == f"ocop {version}\n"
    assert installed.module("chekc").returncode == 2


def test_what_runs_is_the_installed_program_with_its_own_configuration(installed: Installed) -> None:
    checked = installed.run("check")
    assert checked.returncode == 0, checked.stderr
    assert str(Path("site-packages", "cycle", "shipped")) in checked.stderr
    assert str(ROOT) not in checked.stderr
    exported = installed.run("config", "export", "mine")
    assert exported.returncode == 0, exported.stderr
    copied = installed.folder / "mine" / "roles.yaml"
    assert copied.read_bytes() == (ROOT / "config" / "roles.yaml").read_bytes()


def test_an_office_is_founded_and_asked_where_it_is_installed(installed: Installed) -> None:
    assert installed.run("init", "--rehearsal").returncode == 0
    assert "QNG2024" in installed.run("programme", "list").stdout
    assert installed.run("doctor").returncode == 0


def test_every_file_that_the_packages_need_travels_inside(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        found = {name for name in archive.namelist() if ".dist-info/" not in name}
    wanted = {path.relative_to(ROOT).as_posix() for package in PACKAGES for path in files(ROOT / package)}
    wanted |= {f"cycle/shipped/{path.relative_to(ROOT / 'config').as_posix()}" for path in files(ROOT / "config")}
    assert found == wanted


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]


def test_the_source_archive_builds_the_very_same_wheel(sdist: Path, wheel: Path, tmp_path: Path) -> None:
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    (project,) = tmp_path.iterdir()
    again = build(project, "wheel", tmp_path / "again")
    assert sha256(again.read_bytes()).hexdigest() == sha256(wheel.read_bytes()).hexdigest()


def test_the_source_archive_holds_what_is_needed_to_test_and_lock_it(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"Makefile", "LICENSE", "README.md", "requirements.lock", "tests/conftest.py"} <= names
    assert not [name for name in names if "__pycache__" in name or name.startswith((".venv", ".git/"))]


def test_every_library_that_is_imported_is_declared(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        (metadata,) = [name for name in archive.namelist() if name.endswith("/METADATA")]
        told = Parser().parsestr(archive.read(metadata).decode())
    lines = told.get_all("Requires-Dist") or []
    core = {distribution(line) for line in lines if "extra ==" not in line}
    extra = {distribution(line) for line in lines if "extra ==" in line}
    assert imported() - {"sqlite3"} - core == EXTRA
    assert extra >= {"psycopg", *EXTRA}


def distribution(line: str) -> str:
    return "".join(letter if letter.isalnum() else " " for letter in line).split()[0].lower()


def imported() -> set[str]:
    """The distributions of everything imported that is neither Python's own nor ours."""
    found: set[str] = set()
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    found |= {alias.name.partition(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module:
                    found.add(node.module.partition(".")[0])
                elif isinstance(node, ast.Call) and ast.unparse(node.func) == "importlib.import_module":
                    found |= {str(one.value).partition(".")[0] for one in node.args if isinstance(one, ast.Constant)}
    names = found - set(sys.stdlib_module_names) - set(PACKAGES)
    return {DISTRIBUTIONS.get(name, name).lower() for name in names}
