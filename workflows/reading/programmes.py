"""From the model of a programme file to the programme, its names checked and its windows within its period."""

from itertools import pairwise

from workflows.calendars.calendars import ONE_DAY
from workflows.model.check import Checked
from workflows.model.programme import ProgrammeFile
from workflows.placed import Findings
from workflows.problems import Problem
from workflows.reading.known import Known
from workflows.rules import Calendar
from workflows.source import Path


def programme_problems(checked: Checked[ProgrammeFile], known: Known, calendars: dict[str, Calendar]) -> list[Problem]:
    """What a programme says of others or of itself that is not so. `calendars` are those that were read."""
    file, findings = checked.model, Findings(checked.source)
    if file is None:
        return []
    families = [(name, ("families", index)) for index, name in enumerate(file.families)]
    findings.repeated(families)
    for name, path in families:
        findings.unknown(path, "family_unknown", name, known.families)
    if file.calendar != "unread":
        findings.unknown(("calendar",), "calendar_unknown", file.calendar, known.calendars)
    _check_repeated(findings, file)
    targets = {item.target for item in file.targets}
    for index, target in enumerate(file.targets):
        if target.part_of is not None and checked.whole:
            findings.unknown(("targets", index, "part_of"), "target_unknown", target.part_of, targets - {target.target})
    if checked.whole:
        _check_period(findings, file, calendars)
        _check_timetable(findings, file)
    return findings.problems


def _check_repeated(findings: Findings, file: ProgrammeFile) -> None:
    lists: dict[str, list[tuple[str, Path]]] = {
        "windows": [(item.window, ("windows", index, "window")) for index, item in enumerate(file.windows)],
        "durations": [(item.duration, ("durations", index, "duration")) for index, item in enumerate(file.durations)],
        "dates": [(item.date, ("dates", index, "date")) for index, item in enumerate(file.dates)],
        "timetable": [(name, ("timetable", index)) for index, name in enumerate(file.timetable)],
        "groups": [(item.group, ("groups", index, "group")) for index, item in enumerate(file.groups)],
        "items": [(item.item, ("items", index, "item")) for index, item in enumerate(file.items)],
        "targets": [(item.target, ("targets", index, "target")) for index, item in enumerate(file.targets)],
        "kinds": [(item.kind, ("producer_kinds", index)) for index, item in enumerate(file.producer_kinds)],
    }
    for at, group in enumerate(file.groups):
        lists[f"members {at}"] = [(code, ("groups", at, "members", n)) for n, code in enumerate(group.members)]
    for written in lists.values():
        findings.repeated(written)


def _check_period(findings: Findings, file: ProgrammeFile, calendars: dict[str, Calendar]) -> None:
    first, last = file.period.from_, file.period.to
    told = {"first": first.isoformat(), "last": last.isoformat()}
    if not first.year <= file.year <= last.year:
        findings.at(("year",), "outside_period", given=str(file.year), **told)
    for index, window in enumerate(file.windows):
        for key, day in (("opens", window.opens), ("closes", window.closes)):
            if not first <= day <= last and not window.outlives:
                findings.at(("windows", index, key), "outside_period", given=day.isoformat(), **told)
    calendar = calendars.get(file.calendar)
    for year in range(first.year, last.year + 1):
        if calendar is not None and year not in calendar.years:
            findings.at(("calendar",), "calendar_year_missing", name=calendar.name, year=str(year))


def _check_timetable(findings: Findings, file: ProgrammeFile) -> None:
    """The windows of the timetable open in their order, and no day lies between two of them unless it is said why."""
    at = {item.window: index for index, item in enumerate(file.windows)}
    for index, name in enumerate(file.timetable):
        findings.unknown(("timetable", index), "timetable_unknown", name, at.keys())
    known = [(name, index) for index, name in enumerate(file.timetable) if name in at]
    for (before, _), (name, index) in pairwise(known):
        earlier, later = file.windows[at[before]], file.windows[at[name]]
        if later.opens < earlier.opens:
            told = {"opens": later.opens.isoformat(), "first": earlier.opens.isoformat()}
            findings.at(("timetable", index), "timetable_order", name=name, before=before, **told)
        elif later.opens > earlier.closes + ONE_DAY and later.gap is None:
            first, last = earlier.closes + ONE_DAY, later.opens - ONE_DAY
            findings.at(("windows", at[name], "opens"), "timetable_gap", first=first.isoformat(), last=last.isoformat())
