"""What starts a clock, as acts do it: a paper's receipt, the last day of another deadline, a dossier's opening."""

import time as process_time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url

from cycle.commands.seasons.opening import Opening, open_dossier, try_open
from cycle.queries.history import verify
from tests.clocked import TITLE, clocked_config_in, declared
from tests.conftest import TestClock
from tests.cycle.commands.clocks.acting import Clocks, codes
from tests.scene import PRODUCER, PROGRAMME, set_scene

STARTED = {
    "screening": "starts: {paper: idea_form_new}, within: {days: 10}, basis: thử, rolls: false",
    "selection": "starts: {deadline: screening}, within: {days: 5}, basis: thử, rolls: false",
}
PROFILE = "starts: {paper: organisation_profile}, within: {days: 20}, basis: thử, rolls: false"


@pytest.fixture(scope="session")
def started_config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The configuration of these tests, its clocks started by other things than a state."""
    folder = clocked_config_in(tmp_path_factory.mktemp("started") / "config")
    file = folder / "workflows" / "season.yaml"
    text = file.read_text(encoding="utf-8")
    for name, told in STARTED.items():
        text = declared(text, name, told)
    candidate = "{state: candidate,"
    assert text.count(candidate) == 1
    text = text.replace(candidate, f"{candidate} deadline: profile,")
    first = "      - {deadline: submission,"
    text = text.replace(first, f"      - {{deadline: profile, {TITLE}, {PROFILE}}}\n{first}")
    file.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def started(database_url: str, clock: TestClock, started_config: Path) -> Iterator[Clocks]:
    """Friday the fifteenth of March 2024; the producer's profile came on the eleventh."""
    clock.set("2024-03-15T02:00:00+00:00")
    scene = set_scene(database_url, clock, started_config)
    yield Clocks(scene, clock, started_config)
    scene.office.database.close()


def test_a_dossier_is_opened_once_the_paper_that_starts_its_clock_is_there(started: Clocks) -> None:
    scene, asked = started.scene, Opening(PROGRAMME, started.scene.add_product(2))
    for answer in (
        try_open(scene.office, scene.secretariat, asked),
        open_dossier(scene.office, scene.secretariat, asked),
    ):
        assert codes(answer) == ["deadline_start_missing"]
    scene.unverified("organisation_profile", "producer", PRODUCER, date(2024, 3, 11))
    dossier = scene.open(asked.product)
    told = started.told(dossier, "profile")
    assert (told.starts, told.last_day) == (date(2024, 3, 11), date(2024, 3, 31))
    assert verify(scene.office).faults == ()


def test_a_paper_starts_a_clock_and_its_last_day_the_next_one(started: Clocks) -> None:
    scene = started.scene
    scene.unverified("organisation_profile", "producer", PRODUCER, date(2024, 3, 11))
    dossier = scene.open()
    scene.done(dossier, "choose", "xa")
    scene.paper("idea_form_new", "dossier", dossier, date(2024, 3, 12))
    scene.done(dossier, "submit", "chu_the")
    screening = started.told(dossier, "screening")
    assert (screening.starts, screening.last_day) == (date(2024, 3, 12), date(2024, 3, 22))
    assert screening.derivation["start"] == {"kind": "paper", "name": "idea_form_new"}
    scene.done(dossier, "accept", "xa")
    selection = started.told(dossier, "selection")
    assert (selection.starts, selection.last_day) == (date(2024, 3, 22), date(2024, 3, 27))
    assert started.sound()


@pytest.fixture
def elsewhere(database_url: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[None]:
    """The process in one zone, the sessions of the database in another."""
    process, database = request.param
    monkeypatch.setenv("TZ", process)
    process_time.tzset()
    url = make_url(database_url)
    if url.drivername.startswith("postgresql"):
        text = sql.SQL("ALTER DATABASE {} SET timezone TO {}").format(sql.Identifier(str(url.database)), database)
        with psycopg.connect(url.set(drivername="postgresql").render_as_string(False), autocommit=True) as connection:
            connection.execute(text)
    yield
    monkeypatch.undo()
    process_time.tzset()


@pytest.mark.skipif(not hasattr(process_time, "tzset"), reason="this system has no time zone of a process")
@pytest.mark.parametrize(
    "elsewhere", [("America/Los_Angeles", "Pacific/Kiritimati"), ("Pacific/Kiritimati", "UTC")], indirect=True
)
@pytest.mark.usefixtures("elsewhere")
def test_a_deadline_is_the_same_instant_wherever_the_process_and_the_database_stand(started: Clocks) -> None:
    scene = started.scene
    scene.unverified("organisation_profile", "producer", PRODUCER, date(2024, 3, 11))
    told = started.told(scene.open(), "profile")
    assert (told.starts, told.last_day, told.due) == (
        date(2024, 3, 11),
        date(2024, 3, 31),
        "2024-03-31T17:00:00.000000Z",
    )
    started.clock.set("2024-03-31T16:59:59+00:00")
    assert not started.told(told.dossier, "profile").overdue
    started.clock.set("2024-03-31T17:00:00+00:00")
    assert started.told(told.dossier, "profile").overdue
    assert started.sound()
