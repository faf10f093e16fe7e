"""What the sentences rest on: the rules that always hold, the papers and the roles that they name."""

from workflows.deadlines.deadline_rules import Period
from workflows.definition import RESERVED_ROLES, Transition
from workflows.explaining.clocks import people_of
from workflows.explaining.said import Said, Section, Subject, said
from workflows.explaining.timing import period
from workflows.rules import SECTORS, PaperType, Role

# What the engine holds every act to, whatever a definition says.
ALWAYS = (
    "nobody_else",
    "days",
    "evidence",
    "papers",
    "verifiers",
    "recorded_papers",
    "recorded_days",
    "periods",
    "clocks",
    "putting_off",
    "overriding",
    "family",
    "no_machine",
)
ENTER_FOR_OTHERS = "enter_for_others"
VERIFIES = "paper.verify"


def annexes(subject: Subject) -> list[Section]:
    """The rules that always hold, then every paper and role that the definition names."""
    law, known = subject.definition.law.decision, subject.rules.papers
    papers = [_paper(known[name].under(law)) for name in _papers(subject) if name in known]
    roles = [_role(subject, subject.rules.roles[name]) for name in _roles(subject) if name in subject.rules.roles]
    return [
        Section(said("always.heading"), tuple(_always(subject, one) for one in ALWAYS)),
        *([Section(said("papers.heading"), (), tuple(papers))] if papers else []),
        Section(said("roles.heading"), (), tuple(roles)),
    ]


def _always(subject: Subject, name: str) -> Said:
    if name == "verifiers":
        return said("always.verifiers", roles=subject.permitted(VERIFIES))
    return said(f"always.{name}")


def _papers(subject: Subject) -> list[str]:
    """The types of paper that guards and records name, in the order of the catalogue of papers."""
    wanted = {name for one in subject.definition.transitions for name in _papers_of(one)}
    wanted |= {rule.argument or "" for rule in subject.definition.receives if rule.type == "paper"}
    wanted |= {one.starts.name for one in subject.definition.deadlines.values() if one.starts.kind == "paper"}
    return [name for name in subject.rules.papers if name in wanted]


def _papers_of(transition: Transition) -> list[str]:
    uses = (*transition.guards, *transition.foretold)
    asked = [name for use in uses if use.guard == "paper" for name in use.params["one_of"]]
    return asked + [rule.argument or "" for rule in transition.records if rule.type == "paper"]


def _paper(kind: PaperType) -> Section:
    lines = [said("papers.whose", form=kind.form, held_by=kind.held_by, issuer=kind.issuer), _validity(kind)]
    if kind.sectors != frozenset(SECTORS):
        lines.append(said("papers.sectors", sectors=[one for one in SECTORS if one in kind.sectors]))
    if kind.sets is not None:
        lines.append(said("papers.sets", numbers=", ".join(map(str, sorted(kind.sets)))))
    if kind.takes is not None:
        lines.append(said("papers.takes", period=period(kind.takes)))
    if kind.form == "file":
        lines.append(said("papers.media", media=sorted(kind.media), most=kind.max_mb))
    lines.append(said("basis", basis=kind.basis))
    return Section(said("papers.paper", title=kind.title, name=kind.name), tuple(lines))


def _validity(kind: PaperType) -> Said:
    if isinstance(kind.expires, Period):
        return said("papers.period", period=period(kind.expires))
    return said(f"papers.{kind.expires}")


def _roles(subject: Subject) -> list[str]:
    definition = subject.definition
    who = [one for state in definition.states.values() for one in state.owes]
    who += [one for transition in definition.transitions for one in transition.by]
    who += [one for transition in definition.transitions if transition.override for one in transition.override.by]
    who += [one for rule in definition.deadlines.values() for one in people_of(rule)]
    wanted = {one.role for one in who} - RESERVED_ROLES
    wanted |= {rule.argument or "" for rule in definition.recorded.values() if rule.type == "decision"}
    return [name for name in subject.rules.roles if name in wanted]


def _role(subject: Subject, role: Role) -> Section:
    """Where the role is held, and who may enter its acts."""
    lines = [said("roles.level", level=role.level)]
    others = subject.rules.roles.values()
    acting = [one.name for one in others if role.name in one.acts_for]
    if acting:
        lines.append(said("roles.acts_for", roles=acting))
    entering = [one.name for one in others if ENTER_FOR_OTHERS in one.may and one.name != role.name]
    if entering:
        lines.append(said("roles.enters", roles=entering))
    return Section(said("roles.role", title=role.title, name=role.name), tuple(lines))
