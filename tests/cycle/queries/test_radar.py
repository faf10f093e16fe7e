"""Which certificates run out and when re-filing is open, by month and commune; on both databases."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from cycle.imports import certificates
from cycle.pictures.radar import draw_radar
from cycle.queries.certificates.radar import RadarAsked, radar
from cycle.queries.certificates.radar_counts import CertificateShown, Month, Radar, Tally, summed
from cycle.queries.viewing import View
from cycle.texts import Texts
from tests.conftest import TestClock
from tests.cycle.imports.workbooks import CERTIFICATE, run, written
from tests.evaluating import COMMUNE, OTHER_COMMUNE, PROGRAMME, Scene, add_papers, bring, scene_26
from workflows.verdict import Reason, Refusal

# Issued in 2024, three years long: two in March 2027 and one in April in one commune, one in March in another.
ISSUED = {2: date(2024, 3, 10), 3: date(2024, 3, 20), 4: date(2024, 4, 1), 5: date(2024, 3, 31)}
MARCH, APRIL = Month(2027, 3), Month(2027, 4)


@pytest.fixture
def scene(database_url: str, clock: TestClock, tmp_path: Path) -> Iterator[Scene]:
    scene = scene_26(database_url, clock)
    rows = [
        replace(
            CERTIFICATE,
            number=f"{number}/2024",
            product=scene.add_product(number, OTHER_COMMUNE if number == 5 else COMMUNE),
            issued=day,
            decision_date=day,
        )
        for number, day in ISSUED.items()
    ]
    report = run(scene, certificates(PROGRAMME), written(scene, "certificates", tmp_path / "cert.xlsx", rows))
    assert (report.faults, report.written) == ((), len(ISSUED))
    yield scene
    scene.office.database.close()


def found(scene: Scene, asked: RadarAsked | None = None, view: View | None = None) -> Radar:
    seen = view or View(scene.secretariat.account, scene.office.clock.now().date(), everything=True)
    answer = radar(scene.office, seen, asked or RadarAsked())
    assert isinstance(answer, Radar), answer
    return answer


def certificate_of(scene: Scene, product: str) -> CertificateShown:
    """The only certificate of a product."""
    (own,) = (one for one in found(scene).certificates if one.product == product)
    return own


def forms_of(certificate: str) -> dict[str, str]:
    """The values that a re-filing wants."""
    return {
        "registration": f"{certificate}/evaluation_registration/1",
        "assessment": f"{certificate}/self_assessment/1",
    }


def filled(tallies: dict[Month, Tally]) -> dict[Month, Tally]:
    return {month: one for month, one in tallies.items() if one != Tally(0, 0, 0, 0, 0)}


def test_months_and_communes_count_what_a_hand_made_table_counts(scene: Scene) -> None:
    shown = found(scene)
    assert (shown.first, shown.span[-1], len(shown.span)) == (Month(2026, 6), Month(2029, 5), 36)
    # 180 and 120 days before 10/03, 20/03, 31/03 and 01/04/2027.
    assert filled(dict(shown.by_month)) == {
        Month(2026, 9): Tally(0, 0, 0, 2, 0),
        Month(2026, 10): Tally(0, 0, 0, 2, 0),
        Month(2026, 11): Tally(0, 0, 0, 0, 2),
        Month(2026, 12): Tally(0, 0, 0, 0, 2),
        MARCH: Tally(3, 0, 0, 0, 0),
        APRIL: Tally(1, 0, 0, 0, 0),
    }
    by_commune = {code: tallies[MARCH].expiring for code, tallies in shown.by_commune.items()}
    assert by_commune == {COMMUNE: 2, OTHER_COMMUNE: 1}
    assert shown.total.expiring == 4
    assert {one.standing for one in shown.certificates} == {"ahead"}


@pytest.mark.parametrize(
    ("now", "standings"),
    [
        ("2026-09-11", ["open", "ahead", "ahead", "ahead"]),
        ("2026-11-10", ["open", "open", "open", "open"]),
        ("2026-11-11", ["missed", "open", "open", "open"]),
        ("2027-03-10", ["missed", "missed", "missed", "missed"]),
        ("2027-03-11", ["over", "missed", "missed", "missed"]),
    ],
)
def test_what_each_certificate_may_still_do(scene: Scene, clock: TestClock, now: str, standings: list[str]) -> None:
    clock.set(f"{now}T02:00:00+00:00")
    shown = found(scene)
    assert [one.standing for one in shown.certificates] == standings
    assert shown.total.missed == standings.count("missed")


def test_what_ended_before_the_span_and_after_it_is_counted_apart(scene: Scene) -> None:
    shown = found(scene, RadarAsked(first=Month(2027, 4), months=1))
    assert (shown.before, shown.total.expiring, shown.later) == (Tally(3, 0, 0, 0, 0), 1, 0)
    shown = found(scene, RadarAsked(first=Month(2027, 2), months=1))
    assert (shown.before, shown.total.expiring, shown.later) == (Tally(0, 0, 0, 0, 0), 0, 4)


def test_what_communes_have_adds_up_to_what_the_months_have(scene: Scene, clock: TestClock) -> None:
    clock.set("2027-03-25T02:00:00+00:00")
    for first in (None, APRIL, Month(2027, 5), Month(2100, 1)):
        shown = found(scene, RadarAsked(first=first, months=12))
        by_commune = (one for tallies in shown.by_commune.values() for one in tallies.values())
        assert summed([*shown.before_by_commune.values(), *by_commune]) == summed([shown.before, shown.total])
    shown = found(scene, RadarAsked(first=APRIL))
    assert shown.before_by_commune == {COMMUNE: Tally(0, 0, 0, 0, 0, 2), OTHER_COMMUNE: Tally(1, 0, 1, 0, 0)}


def test_a_span_that_is_over_is_refused_for_it_would_not_count_what_has_run_out(scene: Scene, clock: TestClock) -> None:
    clock.set("2027-04-10T02:00:00+00:00")
    view = View(scene.secretariat.account, date(2027, 4, 10), everything=True)
    over = radar(scene.office, view, RadarAsked(first=MARCH, months=1))
    assert isinstance(over, Reason)
    assert (over.code, over.params["last"]) == ("radar_span_over", "03/2027")
    shown = found(scene, RadarAsked(first=MARCH, months=2))
    assert shown.total.over + shown.before.over == sum(shown.over.values()) == 4


def test_past_certificates_are_counted_apart_until_they_are_ended_and_then_by_their_ends(
    scene: Scene, clock: TestClock
) -> None:
    clock.set("2027-03-25T02:00:00+00:00")
    shown = found(scene)
    assert shown.by_month[MARCH] == Tally(1, 0, 1, 0, 0, 2)
    assert (shown.over, shown.ended) == ({COMMUNE: 2}, {})
    clock.set("2027-04-10T02:00:00+00:00")
    shown = found(scene)
    assert (shown.before, shown.by_month[APRIL]) == (Tally(0, 0, 0, 0, 0, 3), Tally(0, 0, 0, 0, 0, 1))
    (first, *_) = shown.certificates
    scene.done(first.dossier, "expire", "to_chuc")
    shown = found(scene)
    assert (len(shown.certificates), shown.before.over, dict(shown.ended)) == (
        3,
        2,
        {("certificate_26", "certificate.expired"): 1},
    )


def test_only_certificates_of_so_many_stars_are_shown(scene: Scene) -> None:
    every = found(scene)
    counts = [len(found(scene, RadarAsked(stars=stars)).certificates) for stars in (3, 4, 5)]
    assert sum(counts) == len(every.certificates)
    assert counts == [0, 4, 0] or counts == [4, 0, 0]


def shown_of(scene: Scene, certificate: str) -> CertificateShown:
    (own,) = (one for one in found(scene).certificates if one.dossier == certificate)
    return own


def test_a_product_that_is_being_upgraded_has_not_filed_again(scene: Scene, clock: TestClock) -> None:
    certificate = f"{bring(scene, 'SP001', 'province.recognised')}.1"
    add_papers(scene, certificate, "SP001", "evaluation_registration", "self_assessment", "upgrade_changes")
    scene.done(certificate, "file_upgrade", "chu_the", values=forms_of(certificate))
    told = {}
    for day in ("2026-06-09", "2029-01-15", "2029-02-09"):
        clock.set(f"{day}T02:00:00+00:00")
        told[day] = shown_of(scene, certificate).standing
    assert told == {"2026-06-09": "ahead", "2029-01-15": "open", "2029-02-09": "missed"}
    assert shown_of(scene, certificate).last_day == date(2029, 6, 8)


def test_whoever_withdraws_the_upgrade_and_files_again_has_filed(scene: Scene, clock: TestClock) -> None:
    certificate = f"{bring(scene, 'SP001', 'province.recognised')}.1"
    add_papers(scene, certificate, "SP001", "evaluation_registration", "self_assessment", "upgrade_changes")
    (upgrade,) = scene.done(certificate, "file_upgrade", "chu_the", values=forms_of(certificate)).details["opened"]
    clock.set("2029-01-15T02:00:00+00:00")
    add_papers(scene, certificate, "SP001", "evaluation_registration", "self_assessment")
    again = {name: f"{code[:-1]}2" for name, code in forms_of(certificate).items()}
    refused = scene.fire(certificate, "refile", "chu_the", values=again)
    assert isinstance(refused, Refusal)
    assert [(one.code, one.params["dossier"]) for one in refused.reasons] == [("child_open", upgrade)]
    scene.done(upgrade, "withdraw_evaluation", "chu_the", note="Để nộp hồ sơ đánh giá lại")
    scene.done(certificate, "refile", "chu_the", values=again)
    assert shown_of(scene, certificate).standing == "filed"
    scene.done(certificate, "inspect", "to_chuc", values={"subject": "Nhãn", "kind": "Định kỳ"})
    assert shown_of(scene, certificate).standing == "filed"


def test_a_redone_re_evaluation_of_three_years_ago_is_not_filed_again(scene: Scene, clock: TestClock) -> None:
    certificate = f"{bring(scene, 'SP001', 'province.recognised')}.1"
    clock.set("2029-01-15T02:00:00+00:00")
    add_papers(scene, certificate, "SP001", "superior_request")
    given = {"purpose": "Đánh giá lại", "superior_request": f"{certificate}/superior_request/1"}
    scene.done(certificate, "order_redo", "to_chuc", values=given, note="Theo đề nghị của Bộ")
    assert shown_of(scene, certificate).standing == "open"


def test_a_prolonged_and_a_lapsed_certificate_are_counted_by_their_last_days(
    scene: Scene, clock: TestClock, tmp_path: Path
) -> None:
    product, issued = scene.add_product(6), date(2023, 7, 20)
    old = replace(CERTIFICATE, number="6/2023", product=product, issued=issued, decision_date=issued)
    report = run(scene, certificates(PROGRAMME), written(scene, "certificates", tmp_path / "old.xlsx", [old]))
    assert report.faults == ()
    before = certificate_of(scene, product)
    assert (before.standing, before.last_day, before.closes) == ("missed", date(2026, 7, 20), date(2026, 3, 22))
    certificate = before.dossier
    add_papers(scene, certificate, product, "evaluation_registration", "self_assessment")
    scene.done(certificate, "refile_late", "chu_the", values=forms_of(certificate), note="Xin áp dụng Điều 12.3")
    prolonged = certificate_of(scene, product)
    assert prolonged == replace(before, standing="filed", last_day=date(2027, 1, 16), opens=None, closes=None)
    assert found(scene).by_month[Month(2027, 1)] == Tally(1, 1, 0, 0, 0)
    clock.set("2027-01-18T02:00:00+00:00")
    scene.done(certificate, "expire", "to_chuc")
    assert certificate_of(scene, product) == prolonged


def test_only_what_is_asked_for_and_seen_is_shown(scene: Scene) -> None:
    within = found(scene, RadarAsked(within=OTHER_COMMUNE))
    assert [one.communes for one in within.certificates] == [(OTHER_COMMUNE,)]
    area = View("xa_khac", date(2026, 6, 8), areas=frozenset({OTHER_COMMUNE}))
    assert found(scene, view=area).certificates == within.certificates
    assert found(scene, RadarAsked(PROGRAMME)).total.expiring == 4
    view = View(scene.secretariat.account, date(2026, 6, 8), everything=True)
    unknown = radar(scene.office, view, RadarAsked("KHONG2026"))
    assert isinstance(unknown, Reason)
    assert unknown.code == "filter_unknown"


def test_the_picture_tells_every_number_of_the_query(scene: Scene, clock: TestClock) -> None:
    clock.set("2026-11-15T02:00:00+00:00")
    shown = found(scene)
    svg = draw_radar(Texts("vi"), shown)
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own picture
    told = root.findtext("{http://www.w3.org/2000/svg}desc") or ""
    assert "03/2027: 3 hết hạn, 1 đã lỡ hạn nộp lại" in told
    assert told.count("Quý I/2027") == 2
    assert f"{shown.total.expiring} giấy chứng nhận hết hạn" in told
    letters = ["".join(one.itertext()).strip() for one in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "I/2027" in letters
