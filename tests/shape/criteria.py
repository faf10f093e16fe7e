"""The scoring sets of 26/2026/QĐ-TTg, made of the decision's data: `python -m tests.shape.criteria SOURCE.json`.

Writes the files of the sets, the facts that tests compare them with, and the tables of docs/criteria*.md. Fails,
writing nothing, on a text without a label and on a slip of the print that nobody has decided.
"""

import csv
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from io import StringIO
from pathlib import Path
from typing import Any

from cycle.reading import read_folder, read_text
from tests.shape.criteria_sets import Printed, SetText, printed_leaves
from tests.shape.reference import table
from workflows.model.check import check
from workflows.model.criteria import LabelsFile
from workflows.reading.criteria import criteria_of, labels_in
from workflows.reading.criteria_files import criteria_folders
from workflows.scoring.criteria import Criteria, Label
from workflows.scoring.wording import fingerprint

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "config/criteria/qd26-2026"
FACTS = ROOT / "tests/workflows/scoring/facts-26.csv"
SLIPS = ROOT / "tests/shape/slips-26.yaml"
PAGES = {"vi": ROOT / "docs/criteria.vi.md", "en": ROOT / "docs/criteria.md"}
COLUMNS = ("set", "part", "criterion", "kind", "most", "option", "points", "stars", "case", "text")
MARKED = re.compile(r"(<!-- table: ([\w-]+) -->\n)(?:\|.*\n)*")
HEADINGS = {
    "vi": {
        "slips": ("Chỗ in", "In", "Cách đọc", "Lý do"),
        "sets": ("Bộ", "Tên", "Tiêu chí", "Phương án", "3 sao", "4 sao", "5 sao"),
    },
    "en": {
        "slips": ("Place", "Printed", "Read as", "Reason"),
        "sets": ("Set", "Name", "Criteria", "Options", "3 stars", "4 stars", "5 stars"),
    },
}


def tree_of(path: Path) -> Any:
    source, problems = read_text(path.name, path.read_bytes())
    assert source is not None, problems
    assert problems == [], problems
    return source.tree


def labels() -> dict[str, Label]:
    """Our labels, as they stand in the folder."""
    source, _ = read_text("criteria/x/labels.yaml", (FOLDER / "labels.yaml").read_bytes())
    assert source is not None
    found = check(LabelsFile, source).model
    assert found is not None
    return labels_in(found)


def set_texts(printed: Printed, known: Mapping[str, Label]) -> tuple[dict[str, str], list[str]]:
    """The text of each set's file by its name, and the printed texts that have no label."""
    made = [(one["number"], SetText(one["number"], known), one) for one in printed["sets"]]
    texts = {f"set-{number:02}.yaml": writer.write(one) for number, writer, one in made}
    return texts, [text for _, writer, _ in made for text in writer.missing]


def facts(printed: Printed) -> Iterator[tuple[str, ...]]:
    """Every option of the data, and every yes_no, in numbers and fingerprints only."""
    for one in printed["sets"]:
        for part, leaf in printed_leaves(one):
            head = (str(one["number"]), part, leaf["code"], leaf["kind"], str(leaf["max"]))
            if leaf["kind"] == "yes_no":
                yield (*head, "", "", "", "", "")
            for number, option in enumerate(leaf.get("options") or [], 1):
                told = (option["points"], option["stars"] or "", option.get("case") or "", fingerprint(option["text"]))
                yield (*head, str(number), *map(str, told))


def undecided(printed: Printed) -> tuple[list[str], list[str]]:
    """Slips of the data that nobody has decided, and decisions that no slip asks for."""
    there = {f"{one['set'] or ''} {one['code'] or ''} {one['kind']}" for one in printed["source_slips"]}
    decided = {" ".join(slip) for one in tree_of(SLIPS)["decisions"] for slip in one["slips"]}
    return sorted(there - decided), sorted(decided - there)


def shipped() -> Criteria:
    """The criteria of 26/2026/QĐ-TTg as the folder declares them."""
    sources, _ = read_folder(ROOT / "config")
    return criteria_of(criteria_folders(sources), {})["qd26_2026"]


def page(language: str, text: str) -> str:
    """The page with its tables made anew."""
    made = {"slips": _slips(language), "sets": _sets(language)}
    return MARKED.sub(lambda match: f"{match[1]}{made[match[2]]}\n", text)


def _slips(language: str) -> str:
    rows = [
        (one["place"][language], one["printed"], one["used"][language], one["reason"][language])
        for one in tree_of(SLIPS)["decisions"]
    ]
    return table(HEADINGS[language]["slips"], rows)


def _sets(language: str) -> str:
    rows = []
    for one in shipped().sets.values():
        options = [option for criterion in one.criteria.values() for option in criterion.options]
        stars = [str(sum(option.stars == rank for option in options)) for rank in (3, 4, 5)]
        rows.append((str(one.number), one.title, str(len(one.criteria)), str(len(options)), *stars))
    return table(HEADINGS[language]["sets"], rows)


def _csv(rows: Iterable[tuple[str, ...]]) -> str:
    written = StringIO()
    csv.writer(written, lineterminator="\n").writerows([COLUMNS, *rows])
    return written.getvalue()


def main(path: str) -> int:
    printed = json.loads(Path(path).read_text("utf-8"))
    texts, missing = set_texts(printed, labels())
    open_slips, needless = undecided(printed)
    for kind, found in (("no label", missing), ("undecided", open_slips), ("no such slip", needless)):
        for one in found:
            sys.stderr.write(f"{kind}: {one}\n")
    if missing or open_slips or needless:
        return 1
    for name, text in texts.items():
        (FOLDER / name).write_text(text, "utf-8")
    FACTS.write_text(_csv(facts(printed)), "utf-8")
    for language, file in PAGES.items():
        file.write_text(page(language, file.read_text("utf-8")), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
