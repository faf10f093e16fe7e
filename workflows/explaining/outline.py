"""The whole text of a definition, from its title to the place for a signature."""

from workflows.definition import Finish, Reopening, Series
from workflows.explaining.annexes import annexes
from workflows.explaining.conditions import condition
from workflows.explaining.letters import sending
from workflows.explaining.moves import value
from workflows.explaining.people import people
from workflows.explaining.said import Said, Section, Subject, said
from workflows.explaining.states import stages
from workflows.explaining.timing import kinds
from workflows.programme import Programme

OPENS = "dossier.open"
ENTERS = "dossier.import"
BEGINS = "season.open"


def explain(subject: Subject) -> Section:
    """Everything that the engine obeys in a definition, as sentences of the catalogue, its hash at the end."""
    parts = [_programmes(subject), *stages(subject), *annexes(subject), _confirmation(subject)]
    return Section(said("head.title", title=subject.definition.title), tuple(_head(subject)), tuple(parts), mark="")


def _head(subject: Subject) -> list[Said]:
    definition, law = subject.definition, subject.definition.law
    days = {"decision": law.decision, "starts": law.in_force}
    lines = [said("head.name", name=definition.name, family=definition.family)]
    lines += [said("head.law", **days, until=law.until) if law.until else said("head.law_open", **days)]
    lines += [_opening(subject), said("head.entered", roles=subject.permitted(ENTERS))]
    lines += [said("head.initial", state=definition.initial, name=definition.initial)]
    if definition.receives:
        lines.append(said("head.receives", values=tuple(map(value, definition.receives))))
    if definition.titled is not None:
        lines.append(said("head.titled", value=definition.titled))
    if definition.numbered is not None:
        lines.append(said("head.numbered", value=definition.numbered))
    lines += [_finish(subject, one) for one in law.finish]
    if definition.criteria is not None and definition.criteria in subject.rules.criteria:
        lines.append(said("head.criteria", title=subject.rules.criteria[definition.criteria].title))
    if definition.own_shelf:
        lines.append(said("head.own_shelf"))
    if definition.reopens is not None:
        lines.append(_reopening(definition.reopens))
    lines += [_series(one) for one in definition.series.values()]
    if definition.unique:
        rules = [definition.recorded[name] for name in definition.unique if name in definition.recorded]
        lines.append(said("head.unique", values=tuple(map(value, rules))))
    return lines


def _series(one: Series) -> Said:
    return said("head.series", name=one.name, level=one.level, form=one.form, basis=one.basis)


def _finish(subject: Subject, one: Finish) -> Said:
    if not one.when:
        return said("head.finish", day=one.by)
    return said("head.finish_when", day=one.by, conditions=tuple(condition(subject, use) for use in one.when))


def _reopening(again: Reopening) -> Said:
    states = tuple(said("state.named", state=name, name=name) for name in again.sources)
    papers = tuple(said("paper.named", paper=name) for name in again.papers)
    return said("head.reopens", states=states, who=people(again.by), papers=papers, basis=again.basis)


def _opening(subject: Subject) -> Said:
    """What opens a dossier of this kind: an act on another one, or whoever may open by hand."""
    opened = tuple(
        said("move.told", title=parent.triggers[one.trigger], name=one.trigger, workflow=parent.title)
        for parent in subject.rules.definitions.values()
        for one in parent.transitions
        if one.opens == subject.definition.family
    )
    if opened:
        return said("head.opened_by", openings=opened)
    if subject.definition.titled is not None:
        return said("head.opened_with_season", roles=subject.permitted(BEGINS))
    return said("head.opened_by_hand", roles=subject.permitted(OPENS))


def _programmes(subject: Subject) -> Section:
    told = tuple(_programme(subject, one) for one in subject.programmes)
    return Section(said("programmes.heading"), () if told else (said("programmes.none"),), told)


def _programme(subject: Subject, programme: Programme) -> Section:
    lines = [
        said("programmes.run", organisation=_organisation(subject, programme.organisation), year=programme.year),
        said("programmes.days", starts=programme.starts, ends=programme.ends),
        said("programmes.time", zone=programme.zone, calendar=programme.calendar),
        said("programmes.opens", family=programme.opens, name=programme.opens),
        said("programmes.openers", roles=subject.permitted(BEGINS)),
        said("programmes.limit", days=programme.entry_limit_days),
        said("programmes.kinds", kinds=kinds(programme)),
    ]
    lines += [
        said("programmes.basis", number=one.number, issued=one.issued, issuer=one.issuer, title=one.title)
        for one in programme.bases
    ]
    lines += sending(programme)
    return Section(said("programmes.programme", title=programme.title, name=programme.name), tuple(lines))


def _organisation(subject: Subject, code: str) -> Said:
    if code in subject.organisations:
        return said("programmes.organisation", title=subject.organisations[code], name=code)
    return said("programmes.organisation_untitled", name=code)


def _confirmation(subject: Subject) -> Section:
    published = subject.publication
    lines = [
        said("confirm.hash", hash=subject.definition.hash),
        said("confirm.publication", hash=published) if published else said("confirm.unpublished"),
        said("confirm.agreed"),
        said("confirm.name"),
        said("confirm.office"),
        said("confirm.day"),
        said("confirm.signature"),
        said("confirm.no_document"),
    ]
    return Section(said("confirm.heading"), tuple(lines), mark="")
