"""The rehearsal lives by its deadlines: all that time brought, read back from its database."""

import json
import re
from datetime import date, timedelta

import pytest

from tests.journeys.rehearsed import Rehearsal

# Whoever asks first plays the season, once where all ask in one process.
pytestmark = [pytest.mark.timeout(300), pytest.mark.xdist_group("rehearsal")]

AWAY = (date(2024, 7, 15), date(2024, 8, 4))
CAUGHT_UP = "2024-08-04T23:00:00.000000Z"
LAST_SWEEP = "2024-08-30T23:00:00.000000Z"
CLOCKS = (
    "SELECT l.dossier, l.name, l.derivation, r.recorded FROM deadline l "
    "LEFT JOIN record r ON r.stream = 'dossier/' || l.dossier AND r.seq = l.closed_seq"
)
LATE = {"SP14": "522", "SP16": "528", "SP18": "533", "SP20": "532", "SP23": "527", "SP24": "529", "SP27": "535"}
TWELVE = ["SP01", "SP02", "SP03", "SP04", "SP05", "SP06", "SP07", "SP08", "SP09", "SP10", "SP11", "SP12"]


def test_the_worker_sweeps_every_day_but_for_three_weeks(rehearsal: Rehearsal) -> None:
    swept = [at for (at,) in rehearsal.rows("SELECT started FROM sweep ORDER BY started")]
    days = [
        date.fromisoformat(at[:10]) + timedelta(days=1) for at in swept
    ]  # 06:00 there is 23:00 UTC of the day before
    first, last = days[0], date(2024, 8, 31)
    all_days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    assert days == [day for day in all_days if not AWAY[0] <= day <= AWAY[1]]
    acted = {
        date.fromisoformat(at) for (at,) in rehearsal.rows("SELECT DISTINCT happened FROM record WHERE kind = 'step'")
    }
    assert {day for day in acted if first <= day and not AWAY[0] <= day <= AWAY[1]} <= set(days)


def test_the_outage_is_recorded_with_its_length(rehearsal: Rehearsal) -> None:
    (told,) = rehearsal.rows("SELECT payload, actor, happened FROM record WHERE stream = 'register' AND kind = 'lag'")
    assert json.loads(told[0]) == {"from": "2024-07-13T23:00:00.000000Z", "to": CAUGHT_UP}
    assert told[1:] == ("system", "2024-08-05")


def test_nothing_is_lost_or_done_twice_by_the_outage(rehearsal: Rehearsal) -> None:
    (back,) = rehearsal.told["caught_up"]
    assert back["left"] == 0
    done = rehearsal.rows("SELECT subject, part, mark, COUNT(*) FROM effect WHERE kind = 'deadline' GROUP BY 1, 2, 3")
    assert {count for *_, count in done} == {1}
    known = {(subject, part, mark) for subject, part, mark, _ in done}
    owed = {
        (dossier, name, one["mark"])
        for dossier, name, derivation, closed in rehearsal.rows(CLOCKS)
        for one in json.loads(derivation)["marks"]
        if one["at"] <= min(closed or LAST_SWEEP, LAST_SWEEP)
    }
    assert len(owed) > 90
    assert owed <= known


def test_what_was_missed_is_merged_done_once_or_void(rehearsal: Rehearsal) -> None:
    rows = rehearsal.rows(
        "SELECT subject, part, mark, status, reason FROM effect WHERE done = ? AND kind = 'deadline'", CAUGHT_UP
    )
    tasks = {code for (code,) in rehearsal.rows("SELECT code FROM dossier WHERE product IS NULL")}
    rows = [row for row in rows if row[0] not in tasks]
    merged = [(subject, part, mark) for subject, part, mark, status, _ in rows if status == "merged"]
    assert ("QNG2024-0024.1", "completeness", "on@2024-07-22") in merged
    assert len(merged) == 4
    expired = sorted((subject, part) for subject, part, mark, *_ in rows if mark.startswith("expiry@"))
    assert expired == [
        ("QNG2024-0023", "plan_submission"),
        ("QNG2024-0024.1", "completeness"),
        ("QNG2024-0026", "plan_submission"),
    ]
    void = {subject: reason for subject, _, _, status, reason in rows if status == "void"}
    settled = [f"QNG2024-00{number}.1" for number in (14, 16, 18, 19, 20, 25, 27)]
    assert void == dict.fromkeys(settled, "settled")


def test_a_window_that_closed_during_the_outage_is_told_when_the_worker_is_back(rehearsal: Rehearsal) -> None:
    closed = rehearsal.rows("SELECT mark, done FROM effect WHERE kind = 'window' AND part = 'plans' ORDER BY done")
    assert closed[-1] == ("window_closed@2024-07-31", CAUGHT_UP)


def test_most_districts_are_late_at_the_end_of_august_and_escalated(rehearsal: Rehearsal) -> None:
    rows = rehearsal.rows(
        "SELECT d.product, l.escalation FROM deadline l JOIN dossier d ON d.code = l.dossier "
        "WHERE l.status = 'open' AND l.last_day < '2024-08-31' AND d.product IS NOT NULL"
    )
    assert {product for product, _ in rows} == set(LATE)
    assert len(LATE) > 13 / 2
    assert all(escalation in {"waiting", "released", "answered"} for _, escalation in rows)


def test_the_late_list_names_the_organisations_that_owe(rehearsal: Rehearsal) -> None:
    rows = rehearsal.ask("deadline", "list", "--overdue")["rows"]
    owing = {(row["product"], party["code"]) for row in rows for party in row["owed_by"] if row["product"]}
    assert owing == set(LATE.items())


def test_escalations_go_to_the_secretariat_first_which_releases_three_and_answers_for_one(rehearsal: Rehearsal) -> None:
    for product in ("SP16", "SP18", "SP20"):
        (expired,) = rehearsal.acts(product, "district_evaluation", "expired", "evaluation")
        assert (expired["actor"], expired["escalation"]) == ("system", "waiting")
        (released,) = rehearsal.acts(product, "district_evaluation", "released", "evaluation")
        assert (released["actor"], released["to"]) == ("van_phong", "QNG")
    (answered,) = rehearsal.acts("SP24", "completeness", "answered", "evaluation")
    assert answered["actor"] == "van_phong"
    noted = rehearsal.rows(
        "SELECT plain FROM personal WHERE stream = ? AND seq = ?", "dossier/QNG2024-0024.1", answered["seq"]
    )
    assert noted[0][0].startswith("Sơn Hà đã báo cáo")
    assert rehearsal.clock("SP27", "district_evaluation", "evaluation")["escalation"] == "waiting"


def test_one_deadline_is_extended_on_a_basis_and_its_first_day_still_shown(rehearsal: Rehearsal) -> None:
    (extended,) = rehearsal.acts("SP25", "district_evaluation", "extended", "evaluation")
    assert (extended["actor"], extended["happened"], extended["last_day"]) == ("van_phong", "2024-08-12", "2024-09-06")
    assert extended["basis"].startswith("Công văn số 415/UBND-NN")
    clock = rehearsal.clock("SP25", "district_evaluation", "evaluation")
    assert (clock["last_day"], clock["derivation"]["original"]) == ("2024-09-06", "2024-08-16")
    assert rehearsal.rows('SELECT COUNT(*) FROM record WHERE payload LIKE \'%"event":"extended"%\'') == [(1,)]


def test_a_holiday_announced_late_moves_what_is_open_by_recorded_acts(rehearsal: Rehearsal) -> None:
    for product in TWELVE:
        (moved,) = rehearsal.acts(product, "appraisal", "recalculated")
        assert (moved["before"]["last_day"], moved["last_day"]) == ("2024-04-29", "2024-05-02")
        assert (moved["actor"], moved["happened"]) == ("van_phong", "2024-04-22")
        derivation = rehearsal.clock(product, "appraisal")["derivation"]
        assert derivation["calendar"]["revision"] == 2
        assert "2024-04-29" in [one["day"] for one in derivation["days"] if not one["counts"]]


def test_the_calendar_shortens_nothing_silently(rehearsal: Rehearsal) -> None:
    assert rehearsal.codes("SP24") == [["shift_earlier"]]
    assert rehearsal.rows("SELECT last_day FROM deadline WHERE dossier = 'QNG2024-0024' AND name = 'selection'") == [
        ("2024-05-06",)
    ]
    told = rehearsal.rows("SELECT payload FROM record WHERE kind = 'deadline' AND payload LIKE '%recalculated%'")
    changes = [json.loads(payload) for (payload,) in told]
    assert len(changes) == len(TWELVE)
    assert all(one["last_day"] > one["before"]["last_day"] for one in changes)


def test_the_rehearsal_begins_with_a_calendar_that_does_not_know_the_swap(rehearsal: Rehearsal) -> None:
    (told,) = rehearsal.ask("calendar", "diff", "1", "2")
    assert told["revisions"] == [1, 2]
    assert [(day["day"], day["before"]["works"], day["after"]["works"]) for day in told["days"]] == [
        ("2024-04-29", True, False),
        ("2024-05-04", False, True),
    ]
    assert told["years"] == [{"year": 2024, "before": "provisional", "after": "confirmed"}]


def test_what_an_expiry_proposes_is_confirmed_by_the_officer_it_names(rehearsal: Rehearsal) -> None:
    for product, deadline, trigger, day in (
        ("SP21", "resubmission", "lapse", "2024-04-24"),
        ("SP26", "plan_submission", "carry_over", "2024-08-08"),
    ):
        (expired,) = rehearsal.acts(product, deadline, "expired")
        assert (expired["proposal"], expired["to"], expired["offered"]) == (trigger, ["secretariat.of_programme"], True)
        step = rehearsal.step(product, trigger)
        assert (step["actor"], step["happened"]) == ("van_phong", day)
        assert step["seq"] > expired["seq"]
        assert rehearsal.dossier(product)[2] == "carried_over"


def test_a_proposal_may_be_declined_with_a_note_or_settle_itself(rehearsal: Rehearsal) -> None:
    (declined,) = rehearsal.acts("SP23", "plan_submission", "declined")
    assert declined["actor"] == "van_phong"
    assert [step["trigger"] for step in rehearsal.steps("QNG2024-0023")][-1] == "submit_plan"
    (expired,) = rehearsal.acts("SP25", "submission", "expired")
    assert expired["proposal"] == "carry_over"
    assert "carry_over" not in [step["trigger"] for step in rehearsal.steps("QNG2024-0025")]


def test_a_proposal_whose_guard_refuses_stays_with_its_reasons(rehearsal: Rehearsal) -> None:
    (expired,) = rehearsal.acts("SP24", "completeness", "expired", "evaluation")
    assert (expired["proposal"], expired["offered"], expired["to"]) == (
        "confirm_complete",
        False,
        ["district.of_product"],
    )
    assert [reason["code"] for reason in expired["reasons"]] == ["paper_missing_any"]
    assert rehearsal.clock("SP24", "completeness", "evaluation")["proposal"] == "confirm_complete"


def test_a_last_day_on_a_holiday_moves_to_the_next_working_day(rehearsal: Rehearsal) -> None:
    clock = [
        (last_day, json.loads(derivation))
        for last_day, derivation in rehearsal.rows(
            "SELECT last_day, derivation FROM deadline WHERE dossier = 'QNG2024-0024' AND name = 'screening' "
            "ORDER BY opened_seq"
        )
    ][-1]
    assert (clock[1]["falls_on"], clock[0]) == ("2024-04-18", "2024-04-19")
    accepted = [step for step in rehearsal.steps("QNG2024-0024") if step["trigger"] == "accept"]
    assert [step["happened"] for step in accepted] == ["2024-04-19"]


def test_nothing_was_set_aside(rehearsal: Rehearsal) -> None:
    assert rehearsal.rows("SELECT COUNT(*) FROM set_aside") == [(0,)]


def test_the_year_is_drawn_into_the_folder_as_the_season_s_timeline_is(rehearsal: Rehearsal) -> None:
    drawn = (rehearsal.folder / "QNG2024.svg").read_text(encoding="utf-8")
    assert rehearsal.told["timeline"] == str(rehearsal.folder / "QNG2024.svg")
    assert "31/08/2024" in drawn
    assert re.findall(r">[^<]*\b[a-z]+_[a-z_]+", drawn) == []
    assert rehearsal.ask("season", "timeline", "QNG2024")["svg"] == drawn
