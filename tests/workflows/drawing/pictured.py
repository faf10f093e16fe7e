"""What the tests of pictures draw: the shipped workflows and one of sixty states, in words that name themselves."""

from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree

from cycle.reading import read_folder
from tests.workflows.declared import read_texts
from workflows import drawing
from workflows.definition import Definition
from workflows.drawing import Subject, Way, WayStep, Wording

SHIPPED = Path(__file__).parents[3] / "config"
NAMES = ("season", "evaluation_148", "certificate", "large")
SPACE = "{http://www.w3.org/2000/svg}"
WITHDRAWN = Way(
    "QNG2024-0007",
    "propaganda.candidate",
    "06/03/2024",
    (
        WayStep("choose", "propaganda.candidate", "idea.drafting", "11/03/2024"),
        WayStep("submit", "idea.drafting", "idea.screening", "20/03/2024"),
        WayStep("return", "idea.screening", "idea.returned", "22/03/2024"),
        WayStep("resubmit", "idea.returned", "idea.screening", "25/03/2024"),
        WayStep("return", "idea.screening", "idea.returned", "27/03/2024"),
        WayStep("withdraw", "idea.returned", "closed.withdrawn", "02/04/2024"),
    ),
    "closed.withdrawn",
)


@lru_cache
def definitions() -> dict[str, Definition]:
    texts = {path: source.raw for path, source in read_folder(SHIPPED)[0].items()}
    texts["workflows/large.yaml"] = (Path(__file__).parent / "large.yaml").read_text(encoding="utf-8")
    rules, problems = read_texts(texts)
    assert rules is not None, problems
    return dict(rules.definitions)


def words(language: str = "vi") -> Wording:
    def word(code: str, **values: object) -> str:
        return " ".join([f"[{code}]", *(str(value) for value in values.values())])

    return Wording(language, word, lambda who: ", ".join(f"<{one}>" for one in who), lambda _: ("[needs]",))


def subject(name: str, way: Way | None = None, language: str = "vi") -> Subject:
    return Subject(definitions()[name], words(language), way)


def parsed(drawn: Subject) -> ElementTree.Element:
    return ElementTree.fromstring(drawing.svg(drawn))  # noqa: S314 - what we have written ourselves


@lru_cache
def picture(name: str, language: str = "vi") -> ElementTree.Element:
    return parsed(subject(name, language=language))


def items(root: ElementTree.Element, mark: str) -> dict[str, ElementTree.Element]:
    """The groups that carry a mark, by what it says."""
    return {str(one.get(f"data-{mark}")): one for one in root.iter(f"{SPACE}g") if one.get(f"data-{mark}") is not None}
