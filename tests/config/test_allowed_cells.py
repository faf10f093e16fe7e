"""Who may do what, and where: every allowed cell of every shipped workflow, written out by hand in allowed_cells.

Each file there is one workflow; each of its lines a state, a trigger, and after them all who may.
"""

from pathlib import Path

import pytest

from workflows.definition import Definition
from workflows.rules import Rules

ALLOWED = {file.stem: file.read_text("utf-8") for file in sorted((Path(__file__).parent / "allowed_cells").iterdir())}

Cell = tuple[str, str, str]


def cells(table: str) -> frozenset[Cell]:
    """The cells (state, trigger, role.scope) of a table."""
    rows = [line.split(maxsplit=2) for line in table.strip().splitlines()]
    return frozenset((state, trigger, who) for state, trigger, all_who in rows for who in all_who.split(", "))


def declared(definition: Definition) -> frozenset[Cell]:
    return frozenset((s, trigger, str(who)) for (s, trigger), move in definition.moves.items() for who in move.by)


def test_every_shipped_workflow_has_its_table(shipped_rules: Rules) -> None:
    assert set(shipped_rules.definitions) == set(ALLOWED)


@pytest.mark.parametrize("workflow", ALLOWED)
def test_the_declared_cells_are_those_written_by_hand(workflow: str, shipped_rules: Rules) -> None:
    assert declared(shipped_rules.definitions[workflow]) == cells(ALLOWED[workflow])


@pytest.mark.parametrize("workflow", ALLOWED)
def test_no_state_and_trigger_stand_in_two_lines(workflow: str) -> None:
    pairs = [tuple(line.split()[:2]) for line in ALLOWED[workflow].strip().splitlines()]
    assert len(pairs) == len(set(pairs))


def test_an_administrator_and_an_auditor_can_move_no_dossier(shipped_rules: Rules) -> None:
    acting = {who.partition(".")[0] for table in ALLOWED.values() for _, _, who in cells(table)}
    for name in ("administrator", "auditor"):
        assert name not in acting
        assert not shipped_rules.roles[name].acts_for
    assert shipped_rules.roles["administrator"].may == {"account.write", "organisation.write"}


def test_only_the_secretariat_may_act_for_any_account(shipped_rules: Rules) -> None:
    assert [name for name, role in shipped_rules.roles.items() if "enter_for_others" in role.may] == ["secretariat"]


def test_no_officer_below_the_province_acts_for_it(shipped_rules: Rules) -> None:
    assert shipped_rules.roles["commune"].acts_for == {"producer"}
    assert shipped_rules.roles["district"].acts_for == {"producer", "commune", "district_chair"}
