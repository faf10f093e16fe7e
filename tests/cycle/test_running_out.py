"""41 certificates running out unnoticed, now noticed: entered from paper, each is reminded in time and told its end."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from cycle.commands.register import contacts
from cycle.imports import certificates
from tests.conftest import TestClock
from tests.cycle.imports.workbooks import CERTIFICATE, run, written
from tests.cycle.letters.passes import passed
from tests.cycle.letters.posted import Posted, files_post
from tests.evaluating import COMMUNE, PRODUCER, PROGRAMME, Scene, add_papers, scene_26
from tests.workflows.timing import vietnam
from workflows.calendars.calendars import day_off

MANY = 41
WEEK = timedelta(weeks=1)
# Mondays: imported on the first, each certificate has ended by the last.
FIRST, LAST = date(2026, 6, 8), date(2027, 6, 7)
AHEAD = (270, 210, 180, 150, 135, 127)
Told = Mapping[str, list[tuple[str, date]]]


def issued(number: int) -> date:
    """Every second day from the tenth of March 2024 on."""
    return date(2024, 3, 10) + timedelta(days=2 * number)


def expires(number: int) -> date:
    day = issued(number)
    return day.replace(year=day.year + 3)


@pytest.fixture
def office(database_url: str, clock: TestClock, tmp_path: Path) -> Iterator[Posted]:
    """An office in June 2026 into which the certificates of 41 products have been entered; all can be written to."""
    scene = scene_26(database_url, clock)
    rows = [
        replace(CERTIFICATE, number=f"{n}/2024", product=product(scene, n), issued=issued(n), decision_date=issued(n))
        for n in range(MANY)
    ]
    report = run(scene, certificates(PROGRAMME), written(scene, "certificates", tmp_path / "cert.xlsx", rows))
    assert (report.faults, report.written) == ((), MANY)
    found = Posted(scene, clock, files_post(tmp_path / "mail"))
    found.run("UPDATE producer SET email = 'htx@example.vn' WHERE code = ?", PRODUCER)
    contacts.add_contact(
        scene.office,
        scene.admin,
        contacts.Contact("DM1", COMMUNE, "Nguyễn Thị Hoa", "0905123456", "xa@example.vn", date(2026, 1, 1)),
    )
    yield found
    scene.office.database.close()


def product(scene: Scene, number: int) -> str:
    return "SP001" if number == 0 else scene.add_product(number + 1)


def week(office: Posted, day: date) -> None:
    """A Monday morning: what has come is swept, planned and sealed."""
    passed(office.scene, f"{day.isoformat()}T08:00:00+07:00", office.clock)
    office.seal()


def told(office: Posted) -> Told:
    """By certificate's dossier the letters about it that went after each of its marks, with their days."""
    found: dict[str, list[tuple[str, date]]] = defaultdict(list)
    for code, name, sealed in office.rows(
        "SELECT e.subject, l.name, (SELECT MIN(s.sealed) FROM letter s WHERE s.name = l.name "
        "AND s.recipient = l.recipient AND s.sealed >= e.done) AS told FROM effect e JOIN letter l "
        "ON l.code = e.told WHERE e.kind = 'deadline' AND e.mark NOT LIKE 'expiry@%' ORDER BY 3, e.mark"
    ):
        found[code].append((name, date.fromisoformat(sealed[:10])))
    return found


def monday(day: date) -> date:
    """The first Monday on which the letter of a day's mark may go."""
    found = day + timedelta(days=-day.weekday() % 7)
    return found + WEEK if day_off(vietnam(), found) else found


def wanted(number: int) -> list[tuple[str, date]]:
    end = expires(number)
    letters = [("refile_window", monday(end - timedelta(days=days))) for days in AHEAD]
    letters.append(("refile_missed", monday(end - timedelta(days=119))))
    letters.append(("expiring", monday(end - timedelta(days=30))))
    return [*letters, ("mark_forbidden", monday(end + timedelta(days=1)))]


def test_every_certificate_is_reminded_and_told_when_the_window_and_its_time_are_over(office: Posted) -> None:
    dossiers = [f"{PROGRAMME}-{n + 1:04d}" for n in range(MANY)]
    assert set(office.rows("SELECT workflow, state FROM dossier")) == {("certificate_26", "certificate.valid")}
    last_days = dict(office.rows("SELECT dossier, last_day FROM deadline WHERE name = 'refiling'"))
    assert last_days == {d: (expires(n) - timedelta(days=120)).isoformat() for n, d in enumerate(dossiers)}
    day = FIRST
    while day <= LAST:
        week(office, day)
        day += WEEK
    found = told(office)
    assert [(n, found[code]) for n, code in enumerate(dossiers) if found[code] != wanted(n)] == []
    shorts = office.rows("SELECT short FROM letter WHERE name = 'mark_forbidden' AND sealed IS NOT NULL")
    assert all("không còn được sử dụng nhãn hiệu OCOP" in short for (short,) in shorts)


def test_whoever_has_filed_again_is_reminded_no_more(office: Posted) -> None:
    dossier, end = f"{PROGRAMME}-0001", expires(0)
    day = FIRST
    while day < end - timedelta(days=170):
        week(office, day)
        day += WEEK
    evaluation, assessment = add_papers(
        Scene(office.office), dossier, "SP001", "evaluation_registration", "self_assessment"
    )
    given = {"registration": evaluation, "assessment": assessment}
    office.scene.done(dossier, "refile", "chu_the", values=given)
    for _ in range(10):
        week(office, day)
        day += WEEK
    assert [name for name, _ in told(office)[dossier]] == ["refile_window"] * 3
    purpose = office.rows("SELECT data FROM dossier WHERE parent = ?", dossier)
    assert "Đánh giá lại" in purpose[0][0]
