"""The tab key, in a real shell, and what it must not do."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cycle.cli.conftest import Ocop

PROGRAM = Path(sys.executable).parent / "ocop"
needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here")


def completed(folder: Path, *words: str, shell: str = "bash") -> subprocess.CompletedProcess[str]:
    """What pressing Tab after the last of the words offers, one a line."""
    line = " ".join(f"'{word}'" for word in words)
    script = (
        f'eval "$(ocop completion {shell})"; COMP_WORDS=({line}); COMP_CWORD={len(words) - 1}; '
        'complete -p ocop >&2; _ocop_completion ocop; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    environment = {"PATH": f"{PROGRAM.parent}:{os.environ['PATH']}", "HOME": str(folder), "OCOP_DATA": str(folder)}
    return subprocess.run(
        ["bash", "-c", script], cwd=folder, env=environment, capture_output=True, text=True, check=True
    )


@needs_bash
@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("ocop", "dossier", "fi"), {"fire", "fire-many"}),
        (("ocop", "doss"), {"dossier"}),
        (("ocop", "dossier", "fire", "--hap"), {"--happened"}),
        (("ocop", "--lang", ""), {"vi", "en"}),
        (("ocop", "completion", "z"), {"zsh"}),
    ],
)
def test_bash_completes_commands_options_and_choices(tmp_path: Path, words: tuple[str, ...], offered: set[str]) -> None:
    done = completed(tmp_path, *words)
    assert offered <= set(done.stdout.split())
    assert all(one.startswith(words[-1]) for one in done.stdout.split())
    assert "_ocop_completion ocop" in done.stderr


@needs_bash
def test_completing_opens_no_database_and_says_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "ocop.db").write_text("no database")
    (tmp_path / "ocop.yaml").write_text("log_level: info\ndatabse: wrong\n")
    environment = {"_OCOP_COMPLETE": "bash_complete", "COMP_WORDS": "ocop paper add-f", "COMP_CWORD": "2"}
    done = subprocess.run(
        [PROGRAM],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "OCOP_DATA": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    assert (done.stdout, done.stderr) == ("plain,add-folder\n", "")
    assert {file.name for file in tmp_path.iterdir()} == {"ocop.db", "ocop.yaml"}


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_its_script_and_nothing_else(ocop: Ocop, shell: str) -> None:
    result = ocop.run("completion", shell)
    assert result.exit_code == 0
    assert f"_OCOP_COMPLETE={shell}_complete" in result.stdout
    assert result.stderr == ""
    assert ocop.json("completion", shell)["script"] in result.stdout


def test_another_shell_is_wrong_usage_and_the_nearest_is_named(ocop: Ocop) -> None:
    result = ocop.run("completion", "bsh")
    assert result.exit_code == 2
    assert "bash" in result.stderr


@pytest.mark.skipif(shutil.which("zsh") is None, reason="no zsh here")
def test_zsh_reads_its_script(tmp_path: Path, ocop: Ocop) -> None:
    (tmp_path / "script").write_text(ocop.run("completion", "zsh").stdout)
    subprocess.run(["zsh", "-n", str(tmp_path / "script")], check=True)


@pytest.mark.skipif(shutil.which("fish") is None, reason="no fish here")
def test_fish_reads_its_script(tmp_path: Path, ocop: Ocop) -> None:
    (tmp_path / "script").write_text(ocop.run("completion", "fish").stdout)
    subprocess.run(["fish", "--no-execute", str(tmp_path / "script")], check=True)
