"""Windows and lengths of deadlines, with the values that the programmes give them."""

from collections.abc import Mapping

from workflows.calendars.calendars import ONE_DAY
from workflows.deadlines.deadline_rules import DeadlineRule, End, Period
from workflows.explaining.said import Said, Subject, said
from workflows.programme import Duration, FixedDate, Programme, Window
from workflows.rules import SECTORS


def window(subject: Subject, name: str) -> tuple[Said, ...]:
    """The days of a window in each programme; its bare name where there is none."""
    spans = {one.name: _span(one.windows[name]) for one in subject.programmes if name in one.windows}
    return subject.of_each(spans) or (said("window.unset", window=name),)


def which(subject: Subject, name: str) -> Said:
    """A deadline by its number, its title if it has one, and its name."""
    rule, number = subject.definition.deadlines[name], subject.clock(name)
    if rule.title is None:
        return said("deadline.untitled", number=number, name=name)
    return said("deadline.named", number=number, title=rule.title, name=name)


def kinds(programme: Programme) -> Said:
    """The kinds of producer that a programme admits, those that are bound to some sectors last."""
    bound = tuple(
        said("programme.kind_bound", kind=(name,), sectors=[one for one in SECTORS if one in sectors])
        for name, sectors in sorted(programme.kind_sectors.items())
    )
    free = programme.producer_kinds - programme.kind_sectors.keys()
    return said("programme.kinds_bound", kinds=free, bound=bound) if bound else said("programme.kinds", kinds=free)


def length(subject: Subject, name: str) -> tuple[Said, ...]:
    """How long a deadline runs, or the day on which it ends, in each programme."""
    rule = subject.definition.deadlines[name]
    if isinstance(rule.within, Period):
        return (period(rule.within),)
    if rule.within is not None:
        lengths = {p.name: period(p.durations[rule.within].period) for p in subject.programmes if _has(p, rule)}
        return subject.of_each(lengths) or (said("deadline.unset", name=rule.within),)
    if rule.term is not None:
        return (said("deadline.until_term", value=rule.term),)
    if rule.ends is not None:
        return (_end(subject, rule.ends),)
    days = {p.name: _fixed(p.dates[rule.on or ""]) for p in subject.programmes if _has(p, rule)}
    return subject.of_each(days) or (said("deadline.unset", name=rule.on),)


def _end(subject: Subject, end: End) -> Said:
    if end.before is not None:
        return said("deadline.before_other", which=which(subject, end.name), period=period(end.before))
    if end.kind == "round":
        return said("deadline.until_held", value=end.name)
    days = tuple(said("deadline.on_day", day=one.by) for one in subject.definition.law.finish)
    return said("deadline.until_finish", days=days)


def period(span: Period) -> Said:
    """A length of time."""
    if span.working_days is not None:
        return said("period.working_days", count=span.working_days)
    return said("period.days", count=span.days) if span.days is not None else said("period.months", count=span.months)


def _span(span: Window) -> Said:
    days = {"opens": span.opens, "closes": span.closes}
    return said("window.span", title=span.title, **days, basis=span.basis, origin=span.origin)


def _fixed(fixed: FixedDate) -> Said:
    return said("deadline.until", day=fixed.on if fixed.inclusive else fixed.on - ONE_DAY)


def _has(programme: object, rule: DeadlineRule) -> bool:
    named: Mapping[str, object] = getattr(programme, "dates" if rule.on is not None else "durations")
    return (rule.on or rule.within) in named


def sources(subject: Subject, rule: DeadlineRule) -> list[Said]:
    """Where each programme takes its value from."""
    told: dict[str, Said] = {}
    for programme in subject.programmes:
        if rule.on is not None and rule.on in programme.dates:
            told[programme.name] = _source(programme.dates[rule.on])
        elif isinstance(rule.within, str) and rule.within in programme.durations:
            told[programme.name] = _source(programme.durations[rule.within])
    return list(subject.of_each(told))


def _source(value: Duration | FixedDate) -> Said:
    return said("deadline.source", name=value.name, basis=value.basis, origin=value.origin)
