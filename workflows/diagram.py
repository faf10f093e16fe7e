"""A workflow as Mermaid text: stages, states, moves with who may."""

from collections.abc import Callable
from typing import Any

from transitions import State
from transitions.extensions import GraphMachine

from workflows.definition import Definition, Transition


class _Titled(State):
    """A state with the title that the drawing shows."""

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label = label


class _Subject:
    """What the machine is of: it draws only for a model."""


class _Drawing(GraphMachine):
    state_cls = _Titled


def mermaid(definition: Definition, language: str, role: Callable[[str], str]) -> str:
    """The state diagram of a definition in Mermaid's language, titles in `vi` or `en`.

    Drawn by `transitions`; the titles are laid over its state names. `role` says a declared `role.scope` for people.
    """
    machine = _Drawing(
        model=_Subject(),
        states=[{"name": name, "label": _title(definition, name, language)} for name in definition.states],
        transitions=[
            {
                "trigger": t.trigger,
                "source": list(t.sources),
                "dest": t.target,
                "label": _label(definition, t, language, role),
            }
            for t in definition.transitions
        ],
        initial=definition.initial,
        auto_transitions=False,
        graph_engine="mermaid",
    )
    title = f'title: "{_quotable(getattr(definition.title, language))}"'
    return str(machine.get_combined_graph(title=title).source)  # type: ignore[attr-defined]  # what the machine of diagrams adds


def _title(definition: Definition, state: str, language: str) -> str:
    return _quotable(getattr(definition.states[state].title, language))


def _quotable(text: str) -> str:
    """A quotation mark would end the label in Mermaid's language."""
    return text.replace('"', "'")


def _label(definition: Definition, transition: Transition, language: str, role: Callable[[str], str]) -> str:
    who = ", ".join(role(str(one)) for one in transition.by)
    return _quotable(f"{getattr(definition.triggers[transition.trigger], language)} ({who})")
