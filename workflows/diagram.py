"""A workflow as Mermaid text: stages, states, moves with who may."""

from transitions.extensions import GraphMachine

from workflows.definition import Definition, Transition


def mermaid(definition: Definition, language: str) -> str:
    """The state diagram of a definition in Mermaid's language, titles in `vi` or `en`.

    Drawn by `transitions`; the titles are laid over its state names.
    """
    machine = GraphMachine(
        model=None,
        states=[{"name": name, "label": _title(definition, name, language)} for name in definition.states],
        transitions=[
            {
                "trigger": t.trigger,
                "source": list(t.sources),
                "dest": t.target,
                "label": _label(definition, t, language),
            }
            for t in definition.transitions
        ],
        initial=definition.initial,
        auto_transitions=False,
        graph_engine="mermaid",
    )
    return str(machine.get_combined_graph().source)


def _title(definition: Definition, state: str, language: str) -> str:
    return str(getattr(definition.states[state].title, language))


def _label(definition: Definition, transition: Transition, language: str) -> str:
    who = ", ".join(str(one) for one in transition.by)
    return f"{getattr(definition.triggers[transition.trigger], language)} ({who})"
