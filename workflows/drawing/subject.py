"""What is to be drawn: a definition, the words around it, and the way that a dossier took through it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from workflows.definition import Definition, Transition
from workflows.naming import Text, Who


@dataclass(frozen=True)
class Wording:
    """The language of a picture and what the definition does not say itself.

    `word` gives a fixed word by its code, filled with the values named; `who` shows those who may act, and who instead
    of whom; `needs` gives what a transition asks for and what it brings about, one line each.
    """

    language: str
    word: Callable[..., str]
    who: Callable[[Sequence[Who]], str]
    needs: Callable[[Transition], Sequence[str]]

    def title(self, text: Text) -> str:
        """A declared title in the language of the picture."""
        return str(getattr(text, self.language))


@dataclass(frozen=True)
class WayStep:
    """One act of a dossier: from where to where, by which trigger, and the day as people read it."""

    trigger: str
    source: str
    target: str
    day: str


@dataclass(frozen=True)
class Way:
    """The way of a dossier: where and when it began, its acts in their order, and where it stands now."""

    dossier: str
    begun: str
    begun_on: str
    steps: tuple[WayStep, ...]
    state: str


@dataclass(frozen=True)
class Subject:
    """A definition to draw, in words; `way` None where no dossier is followed."""

    definition: Definition
    wording: Wording
    way: Way | None = None
