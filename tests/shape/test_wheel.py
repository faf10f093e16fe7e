"""Installed from a wheel the program brings its configuration and its texts with it."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a wheel of this checkout holds, unpacked."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder / "built")]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = (folder / "built").glob("*.whl")
    with ZipFile(wheel) as archive:
        archive.extractall(folder / "unpacked")
    return folder / "unpacked"


def test_the_shipped_configuration_travels_inside(installed: Path, tmp_path: Path) -> None:
    program = "import sys; sys.path.insert(0, sys.argv.pop(1)); from cycle.cli import main; main()"

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", program, str(installed), *words]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    checked = run("check")
    assert checked.returncode == 0, checked.stderr
    assert str(installed / "cycle" / "shipped") in checked.stderr
    exported = run("config", "export", "mine")
    assert exported.returncode == 0, exported.stderr
    assert (tmp_path / "mine" / "roles.yaml").read_bytes() == (ROOT / "config" / "roles.yaml").read_bytes()


def test_every_file_of_the_catalogue_travels_inside(installed: Path) -> None:
    found = {file.relative_to(installed) for file in (installed / "cycle" / "catalogue").rglob("*.yaml")}
    assert found == {file.relative_to(ROOT) for file in (ROOT / "cycle" / "catalogue").rglob("*.yaml")}
