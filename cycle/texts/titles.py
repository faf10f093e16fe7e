"""The titles of what workflows and programmes name, in a language."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from workflows.definition import Definition
from workflows.naming import Text
from workflows.rules import Rules


@dataclass(frozen=True)
class Titles:
    """Looks titles up, first in `definition`; `word` looks up the closed lists."""

    language: str
    rules: Rules | None
    definition: Definition | None
    word: Callable[[str, str], str]

    @property
    def definitions(self) -> tuple[Definition, ...]:
        """The workflows in which titles are looked for, in this order."""
        first = (self.definition,) if self.definition else ()
        return (*first, *(self.rules.definitions.values() if self.rules else ()))

    def title(self, text: Text) -> str:
        return str(getattr(text, self.language))

    def titled(self, found: Iterable[Text], name: str) -> str:
        """The first title found, or the bare name."""
        text = next(iter(found), None)
        return self.title(text) if text else name

    def paper(self, name: Any) -> str:
        papers = self.rules.papers if self.rules else {}
        return self.titled((papers[one].title for one in (name,) if one in papers), str(name))

    def party(self, name: Any) -> str:
        """A group of organisations by its title; an organisation by its code, which is all that rules know of it."""
        programmes = self.rules.programmes.values() if self.rules else ()
        return self.titled((p.groups[name].title for p in programmes if name in p.groups), str(name))

    def state(self, name: Any) -> str:
        return self.titled((d.states[name].title for d in self.definitions if name in d.states), str(name))

    def trigger(self, name: Any) -> str:
        return self.titled((d.triggers[name] for d in self.definitions if name in d.triggers), str(name))

    def call(self, name: Any) -> str:
        """A trigger with the name by which it is asked for."""
        return f"{self.trigger(name)} ({name})"

    def council(self, name: Any) -> str:
        """A council by its title in the first programme that declares it."""
        programmes = self.rules.programmes.values() if self.rules else ()
        return self.titled((p.councils[name].title for p in programmes if name in p.councils), str(name))

    def seat(self, name: Any) -> str:
        """A seat by its title in the first council that has it."""
        programmes = self.rules.programmes.values() if self.rules else ()
        councils = (one for programme in programmes for one in programme.councils.values())
        return self.titled((one.seats[name].title for one in councils if name in one.seats), str(name))

    def unit(self, unit: Any) -> str:
        """A unit of a target: its own words, or those for a known name."""
        return self.title(unit) if isinstance(unit, Text) else self.word(f"unit.{unit}", str(unit))

    def window(self, name: Any) -> str:
        programmes = self.rules.programmes.values() if self.rules else ()
        return self.titled((p.windows[name].title for p in programmes if name in p.windows), str(name))

    def deadline(self, name: Any) -> str:
        """The title of a clock; without one it is told by the states of one workflow in which it runs."""
        owned = next((d.deadlines[name].title for d in self.definitions if name in d.deadlines), None)
        if owned is not None:
            return f"“{self.title(owned)}”"
        running = ([s.title for s in d.states.values() if name in s.deadlines] for d in self.definitions)
        titles = map(self.title, next(filter(None, running), []))
        return f"“{' / '.join(dict.fromkeys(titles)) or name}”"

    def named_deadline(self, name: Any) -> str:
        """The title of a clock with the name by which it is asked for."""
        return f"{self.deadline(name)} ({name})"

    def family(self, name: Any) -> str:
        """A family by the title of its first workflow, or of `definition` where that is of it."""
        members = self.rules.families.get(name, ()) if self.rules else ()
        own = (self.definition,) if self.definition and self.definition.family == name else ()
        return self.titled((member.title for member in (*own, *members)), str(name))

    def workflow(self, name: Any) -> str:
        return self.titled((d.title for d in self.definitions if d.name == name), str(name))
