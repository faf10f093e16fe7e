"""What the database refuses is set aside by itself: the rest is planned, and it is told once it can be."""

from typing import Any

from cycle.letters.planning.plan import plan
from tests.conftest import TestClock
from tests.cycle.letters.passes import passed, queued, rows, screening
from tests.cycle.letters.test_planning import MAKER, OFFICE, OVER, PLACE
from tests.cycle.sweeps.looking import in_drafting
from tests.scene import PROGRAMME, Scene

SQLITE = "CREATE TRIGGER refusing BEFORE INSERT ON letter WHEN {when} BEGIN SELECT RAISE(ABORT, 'refused by hand'); END"
POSTGRESQL = (
    "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'refused by hand'; END $$",
    "CREATE TRIGGER refusing BEFORE INSERT ON letter FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION refuse()",
)


def refuse(scene: Scene, when: str) -> None:
    """Let the database refuse some letters."""
    change(scene, *(POSTGRESQL if scene.office.database.dialect == "postgresql" else (SQLITE,)), when=when)


def accept(scene: Scene) -> None:
    change(scene, f"DROP TRIGGER refusing{' ON letter' if scene.office.database.dialect == 'postgresql' else ''}")


def change(scene: Scene, *statements: str, **told: Any) -> None:
    with scene.office.database.writing() as transaction:
        for one in statements:
            transaction.run(one.format(**told) if told else one)


def test_an_act_that_the_database_refuses_stops_no_other_and_is_told_once_it_may_be(scene: Scene) -> None:
    first, second, third = (in_drafting(scene, code) for code in ("SP001", scene.add_product(2), scene.add_product(3)))
    refuse(scene, f"NEW.about LIKE '%{second}%'")
    found = passed(scene)
    assert (found.counts["notice"], found.aside) == (2, 1)
    assert {one.about["stream"] for one in queued(scene, "notice")} == {f"dossier/{first}", f"dossier/{third}"}
    ((reason,),) = rows(scene, "SELECT reason FROM set_aside")
    assert "refused by hand" in reason
    assert plan(scene.office).aside == 1
    accept(scene)
    again = plan(scene.office)
    assert (again.counts["notice"], again.aside) == (1, 0)
    assert rows(scene, "SELECT COUNT(*) FROM set_aside") == [(0,)]


def test_marks_that_the_database_refuses_stop_no_others(scene: Scene, clock: TestClock) -> None:
    screening(scene)
    screening(scene, scene.add_product(2))
    refuse(scene, f"NEW.kind = 'reminder' AND NEW.recipient = '{PLACE}'")
    found = passed(scene, OVER, clock)
    assert found.aside > 0
    assert [one.recipient for one in queued(scene)] == [OFFICE]
    accept(scene)
    assert plan(scene.office).aside == 0
    assert rows(scene, "SELECT COUNT(*) FROM set_aside") == [(0,)]
    assert rows(scene, "SELECT COUNT(*) FROM effect WHERE told IS NULL AND kind IN ('deadline', 'paper')") == [(0,)]


def test_what_was_set_aside_of_a_programme_closed_long_ago_is_dropped(scene: Scene, clock: TestClock) -> None:
    in_drafting(scene)
    refuse(scene, f"NEW.recipient = '{MAKER}'")
    assert passed(scene).aside == 1
    change(scene, f"UPDATE programme SET closed = '2024-03-06' WHERE code = '{PROGRAMME}'")
    assert passed(scene, "2024-05-01T09:00:00+07:00", clock).aside == 1
    assert passed(scene, "2024-05-03T09:00:00+07:00", clock).aside == 0
    assert rows(scene, "SELECT COUNT(*) FROM set_aside") == [(0,)]


def test_a_pass_that_finds_nothing_new_waits_for_nobody(scene: Scene, clock: TestClock) -> None:
    screening(scene)
    passed(scene, "2024-03-18T08:00:00+07:00", clock)
    with scene.office.database.writing() as transaction:
        transaction.run("INSERT INTO installation (name, value) VALUES ('told', '0') ON CONFLICT DO NOTHING")
        transaction.row("SELECT value FROM installation WHERE name = 'told' FOR UPDATE")
        assert sum(plan(scene.office).counts.values()) == 0
