"""The units of the provinces of the seeds, before and after 01/07/2025, as files of organisations.

`python -m tests.shape.units` writes them anew from units-2025.json: names, official codes and successors, from public
tables of 20/09/2026.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "config/organisations"
UNITS = Path(__file__).with_name("units-2025.json")
BY = "Ủy ban nhân dân"
ENDS, BEGINS, SUFFIX, WIDTH = "2025-06-30", "2025-07-01", "-2025", 120
# What the tables lack: the special zone took the place of an island district that had no communes.
PLACES_TAKEN = {"536": "21548"}
Unit = Mapping[str, Any]

ABOUT = """\
# The districts and communes of {names}, until 30/06/2025 and after, for
# `ocop init`. Made by `python -m tests.shape.units` from public tables of 20/09/2026; not checked against the
# resolutions one by one. `from` is where this register begins: units that ended before 30/06/2025 are not here. A code
# with -2025 is a unit after the reform; most keep the number of an older unit. A commune passes to its successors (to
# several where it was divided: a person settles where each product lies), a district to the province{island}.
organisations:
"""
ISLAND = "; Lý\n# Sơn, which had no communes, to the special zone"


@dataclass(frozen=True)
class Region:
    """One file: the provinces of before by their official numbers, and that of after; `begins` is its first day."""

    file: str
    before: Mapping[str, str]
    after: tuple[str, str]
    begins: str
    names: str


REGIONS = (
    Region("units-quang-ngai", {"51": "QNG", "62": "KTM"}, ("51", "QNG"), "2024-01-01", "Quảng Ngãi and Kon Tum"),
    Region(
        "units-vinh-long",
        {"83": "BTR", "84": "TVH", "86": "VLG-2019"},
        ("86", "VLG"),
        "2019-01-01",
        "Bến Tre, Trà Vinh and Vĩnh Long",
    ),
)


def text_of(data: Mapping[str, Any], region: Region) -> str:
    """A file of organisations as it is kept."""
    about = ABOUT.format(names=region.names, island=ISLAND if "51" in region.before else "")
    return about + "".join(f"{line}\n" for line in _lines(data, region))


def _lines(data: Mapping[str, Any], region: Region) -> Iterator[str]:
    before = data["before"]
    for number, province in region.before.items():
        districts = [one for one in before["districts"] if one["province"] == number]
        yield f"  # {province}: districts"
        for one in districts:
            taken = PLACES_TAKEN.get(one["code"])
            to = [taken + SUFFIX] if taken else [region.after[1]]
            yield from _entry(one, "district", (province, region.begins), to)
        for district in districts:
            communes = [one for one in before["communes"] if one["district"] == district["code"]]
            yield from [f"  # {district['name']}"] if communes else []
            for one in communes:
                to = [code + SUFFIX for code in one["successors"]]
                yield from _entry(one, "commune", (district["code"], region.begins), to)
    yield f"  # {region.after[1]}: communes, wards and special zones from 01/07/2025"
    for one in data["after"]["communes"]:
        if one["province"] == region.after[0]:
            yield from _entry({**one, "code": one["code"] + SUFFIX}, "commune", (region.after[1], BEGINS))


def _entry(unit: Unit, level: str, under: tuple[str, str], successors: Sequence[str] = ()) -> Iterator[str]:
    """One unit on one line, or on two where it is long; it has successors where it has ended."""
    parent, begins = under
    kind, _, rest = unit["name"].partition(" ")
    name = f"{BY} {kind.lower()} {rest}"
    first = f'  - {{organisation: "{unit["code"]}", name: {name},'
    parent = f'"{parent}"' if parent.isdigit() else parent
    days = f'from: "{begins}"' + (f', to: "{ENDS}"' if successors else "")
    last = f", successors: [{', '.join(_code(one) for one in successors)}]" if successors else ""
    second = f"level: {level}, parent: {parent}, {days}{last}}}"
    whole = f"{first} {second}"
    yield from [whole] if len(whole) <= WIDTH else [first, f"     {second}"]


def _code(code: str) -> str:
    return f'"{code}"' if code[0].isdigit() else code


if __name__ == "__main__":
    units = json.loads(UNITS.read_text(encoding="utf-8"))
    for one in REGIONS:
        (FOLDER / f"{one.file}.yaml").write_text(text_of(units, one), encoding="utf-8")
