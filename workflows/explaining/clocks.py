"""What surrounds a deadline: what starts it, who is reminded, what its end proposes, what may put it off."""

from collections.abc import Iterator

from workflows.deadlines.deadline_rules import Allowance, DeadlineRule, Reminder
from workflows.explaining.conditions import condition
from workflows.explaining.letters import letter, told_of_deadline
from workflows.explaining.people import people
from workflows.explaining.said import Said, Section, Subject, said
from workflows.explaining.timing import length, period, sources, which
from workflows.naming import Who


def clock(subject: Subject, name: str) -> Section:
    """A deadline in full: how long, from when, on which article, who is reminded, what its end does."""
    rule = subject.definition.deadlines[name]
    lines = [*_starts(subject, rule), *_only_where(subject, rule)]
    if rule.within is not None:
        lines.append(said("deadline.rolls" if rule.rolls else "deadline.stays"))
    lines += [*_yearly(subject, rule), *sources(subject, rule), said("basis", basis=rule.basis)]
    lines += [*_owed(rule), *_reminders(subject, rule), *_end(subject, rule), *_allowances(rule)]
    lines += told_of_deadline(subject, rule)
    heading = said("deadline.heading", which=which(subject, name), length=length(subject, name))
    return Section(heading, tuple(lines))


def people_of(rule: DeadlineRule) -> Iterator[Who]:
    """Everybody whom a deadline names."""
    yield from (*rule.owes, *rule.expiry.to)
    for one in rule.remind:
        yield from one.to
    for allowance in (rule.pause, rule.extend):
        yield from allowance.by if allowance is not None else ()


def _starts(subject: Subject, rule: DeadlineRule) -> list[Said]:
    """Since when it runs; nothing of a fixed day, which runs since the state was entered."""
    match rule.starts.kind:
        case "value":
            return [said("deadline.starts_value", value=rule.starts.name)]
        case "paper":
            return [said("deadline.starts_paper", paper=rule.starts.name)]
        case "date":
            return [said("deadline.starts_date", days=_first_days(subject, rule.starts.name))]
        case "deadline":
            return [said("deadline.starts_deadline", which=which(subject, rule.starts.name))]
        case "child":
            return [said("deadline.starts_child", family=rule.starts.name, name=rule.starts.name)]
    return [said("deadline.starts_entering")] if rule.within is not None else []


def _only_where(subject: Subject, rule: DeadlineRule) -> list[Said]:
    """What must be on record for it to run."""
    return [said("deadline.when"), *(condition(subject, use) for use in rule.when)] if rule.when else []


def _first_days(subject: Subject, name: str) -> tuple[Said, ...]:
    days = {p.name: said("deadline.on_day", day=p.dates[name].on) for p in subject.programmes if name in p.dates}
    return subject.of_each(days) or (said("deadline.unset", name=name),)


def _yearly(subject: Subject, rule: DeadlineRule) -> list[Said]:
    """How the years of a term are reported one by one."""
    return [said("deadline.yearly", **_act(subject, rule.yearly))] if rule.yearly is not None else []


def _owed(rule: DeadlineRule) -> list[Said]:
    """Who owes what is due, where that is not whoever owes the act of the state."""
    return [said("deadline.owes", who=people(rule.owes))] if rule.owes else []


def _reminders(subject: Subject, rule: DeadlineRule) -> list[Said]:
    """When somebody is reminded, who, and by which letter where a reminder has its own."""
    told = tuple(_reminder(subject, one) for one in rule.remind)
    return [said("deadline.remind", reminders=told)] if told else []


def _end(subject: Subject, rule: DeadlineRule) -> list[Said]:
    """What happens when time runs out."""
    told = []
    if rule.expiry.propose is not None:
        told.append(said("deadline.proposes", who=people(rule.expiry.to), **_act(subject, rule.expiry.propose)))
    return [*told, said("deadline.escalates")] if rule.expiry.escalates else told


def _allowances(rule: DeadlineRule) -> list[Said]:
    """Who may pause the clock or extend the deadline, on what basis, how far."""
    found = (("deadline.pause", rule.pause), ("deadline.extend", rule.extend))
    return [_allowance(code, one) for code, one in found if one is not None]


def _act(subject: Subject, trigger: str | None) -> dict[str, object]:
    name = trigger or ""
    return {"title": subject.definition.triggers[name], "name": name} if name in subject.definition.triggers else {}


def _reminder(subject: Subject, one: Reminder) -> Said:
    when = said(f"reminder.{one.when}", period=period(one.period) if one.period else None, share=one.share)
    when = said("reminder.to", when=when, who=people(one.to)) if one.to else when
    return said("reminder.letter", when=when, told=letter(subject, one.letter)) if one.letter else when


def _allowance(code: str, allowance: Allowance) -> Said:
    limits = [said("deadline.most", period=period(allowance.most))] if allowance.most is not None else []
    limits += [said("deadline.times", count=allowance.times)] if allowance.times is not None else []
    told = tuple(limits) or (said("deadline.unlimited"),)
    return said(code, who=people(allowance.by), limits=told, basis=allowance.basis)
