"""The letters of programmes: whom they go to, and that workflows name them where they make sense."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from workflows.deadlines.deadline_rules import DeadlineRule
from workflows.model.check import Checked
from workflows.model.letters import NOTICE, OWN_KINDS, REMINDER, WEEKDAYS, LetterItem, LettersItem
from workflows.model.parts import SCOPES, Scoped
from workflows.model.programme import ProgrammeFile
from workflows.naming import Who
from workflows.placed import Findings, Placed
from workflows.problems import Problem, nearest_name
from workflows.programme import AUDIENCES, SUPERIOR, Letter, Letters
from workflows.reading.known import Known
from workflows.reading.timing import Offer
from workflows.rules import Role
from workflows.source import Path

OF_PRODUCT = ("own", "of_product")
RELEASED = "released"
# What a deadline must declare so that an event of it can come about at all.
CAUSES: Mapping[str, str] = {
    "paused": "pause",
    "resumed": "pause",
    "extended": "extend",
    "released": "escalate",
    "answered": "escalate",
    "declined": "propose",
}


@dataclass(frozen=True)
class _Use:
    """A letter named by a step or a deadline: where, of which kind it must be, of which event it tells."""

    path: Path
    name: str
    kind: str
    event: str = ""


def letters_of(item: LettersItem, roles: Mapping[str, Role]) -> Letters:
    """The letters as declared. A role that stands without a scope has its first; one that is unknown gets none."""
    return Letters(
        sender=item.sender.text,
        secretariat=item.secretariat,
        letters={one.letter: _letter(one, roles) for one in item.letters},
        language=item.language,
        opens=item.sending.from_,
        closes=item.sending.to,
        weekly=WEEKDAYS.index(item.sending.weekly),
        soon_days=item.soon_days,
        nearing_days=item.nearing_days,
        papers=item.papers.model_dump(exclude_none=True),
    )


def _letter(item: LetterItem, roles: Mapping[str, Role]) -> Letter:
    found = [_who(scoped, roles) for scoped in item.to]
    return Letter(
        name=item.letter,
        kind=item.kind,
        title=item.title.text,
        to=tuple(who for who in found if who is not None),
        template=item.template or item.letter,
        group=item.group or "none",
        stale_days=item.stale_days,
    )


def _who(scoped: Scoped, roles: Mapping[str, Role]) -> Who | None:
    if is_audience(scoped):
        return scoped.who("")
    role = roles.get(scoped.role)
    return scoped.who(role.scopes[0]) if role is not None else None


def is_audience(scoped: Scoped) -> bool:
    """Whether it stands for those whom a letter's occasion means, not for a role."""
    return scoped.scope is None and scoped.role in AUDIENCES


def programme_letter_problems(checked: Checked[ProgrammeFile], known: Known) -> list[Problem]:
    """What is wrong with a programme's letters for themselves."""
    file, findings = checked.model, Findings(checked.source)
    if file is None or file.letters is None:
        return []
    declared = file.letters.letters
    path: Path = ("letters", "letters")
    findings.repeated((one.letter, (*path, at, "letter")) for at, one in enumerate(declared))
    findings.repeated((one.kind, (*path, at, "kind")) for at, one in enumerate(declared) if one.kind in OWN_KINDS)
    for at, one in enumerate(declared):
        _check_audience(findings, one, (*path, at, "to"), known)
    _check_papers(findings, checked, file.letters)
    return findings.problems


def _check_papers(findings: Findings, checked: Checked[ProgrammeFile], letters: LettersItem) -> None:
    offered = {one.letter: _letter(one, {}) for one in letters.letters}
    for key, kind in (("rejected", NOTICE), ("expiring", REMINDER)):
        name = getattr(letters.papers, key)
        use = _Use(("letters", "papers", key), name or "", kind)
        if name is not None and name in offered:
            _check_fitting(findings, use, offered[name])
        elif name is not None and checked.whole:
            findings.unknown(use.path, "letter_unknown_here", name, offered.keys())


def _check_audience(findings: Findings, item: LetterItem, path: Path, known: Known) -> None:
    for index, scoped in enumerate(item.to):
        place = (*path, index)
        if scoped.otherwise and index == 0:
            findings.at(place, "else_first", name=scoped.role)
        if scoped.reserved:
            findings.at(place, "reserved_role_here", name=scoped.role)
        elif is_audience(scoped):
            _check_occasion(findings, item, scoped.role, place)
        else:
            _check_role(findings, scoped, known, place)
    found = [(str(scoped.who("")), (*path, index)) for index, scoped in enumerate(item.to)]
    findings.repeated((name.removeprefix("else "), place) for name, place in found)


def _check_occasion(findings: Findings, item: LetterItem, audience: str, place: Path) -> None:
    """The secretariat's own letters have no occasion; only an act can have somebody above it."""
    if item.kind in OWN_KINDS or (audience == SUPERIOR and item.kind != NOTICE):
        findings.at(place, "letter_audience_of_other_kind", name=audience, kind=item.kind)


def _check_role(findings: Findings, scoped: Scoped, known: Known, place: Path) -> None:
    names = known.role_names
    if names is not None and scoped.role not in names:
        if not findings.full:
            near = nearest_name(scoped.role, names | set(AUDIENCES))
            findings.at(place, "audience_unknown", near, name=scoped.role, choices=", ".join(AUDIENCES))
        return
    role = known.roles.get(scoped.role)
    if role is not None and scoped.scope is not None and scoped.scope not in role.scopes:
        choices, near = ", ".join(role.scopes), nearest_name(scoped.scope, role.scopes)
        # Outside a workflow there is no value that could name organisations.
        code = "scope_not_of_role" if scoped.scope in SCOPES else "choice_unknown"
        told = {"name": scoped.role, "scope": scoped.scope} if scoped.scope in SCOPES else {"given": scoped.scope}
        findings.at(place, code, near, choices=choices, **told)


def letter_problems(placed: Placed, offers: Iterable[Offer]) -> list[Problem]:
    """What this workflow names as letters that a programme running it does not have, or has for something else."""
    findings = Findings(placed.source)
    uses = list(_uses(placed))
    for name, path in placed.deadlines.items():
        _check_causes(findings, placed.definition.deadlines[name], path)
    for transition, path in zip(placed.definition.transitions, placed.transitions, strict=True):
        findings.repeated((name, (*path, "letter", index)) for index, name in enumerate(transition.letters))
    for offer in offers:
        if placed.definition.family in offer.families and uses:
            _check_offer(findings, placed, uses, offer)
    return findings.problems


def _uses(placed: Placed) -> Iterator[_Use]:
    for transition, path in zip(placed.definition.transitions, placed.transitions, strict=True):
        for index, name in enumerate(transition.letters):
            yield _Use((*path, "letter", index), name, NOTICE)
    for deadline, path in placed.deadlines.items():
        rule = placed.definition.deadlines[deadline]
        for index, one in enumerate(rule.remind):
            if one.letter:
                yield _Use((*path, "remind", index, "letter"), one.letter, REMINDER, "remind")
        for event, name in rule.letters.items():
            yield _Use((*path, "letters", event), name, REMINDER if event == "remind" else NOTICE, event)


def _check_causes(findings: Findings, rule: DeadlineRule, path: Path) -> None:
    causes = {"pause": rule.pause, "extend": rule.extend, "propose": rule.expiry.propose}
    there = {name for name, cause in causes.items() if cause is not None}
    there |= {"escalate"} if rule.expiry.escalates else set()
    for event in rule.letters:
        if event in CAUSES and CAUSES[event] not in there:
            findings.at_key((*path, "letters", event), "letter_event_never", name=event, wanted=CAUSES[event])


def _check_offer(findings: Findings, placed: Placed, uses: list[_Use], offer: Offer) -> None:
    if offer.letter_names is None:
        return
    if not offer.letter_names and not offer.letters:
        findings.at(uses[0].path, "letters_none", name=uses[0].name, programme=offer.name)
        return
    for use in uses:
        if use.name not in offer.letter_names:
            near = nearest_name(use.name, offer.letter_names)
            findings.at(use.path, "letter_unknown", near, name=use.name, programme=offer.name)
        elif use.name in offer.letters:
            _check_fitting(findings, use, offer.letters[use.name])
            _check_product(findings, placed, use, offer.letters[use.name])


def _check_fitting(findings: Findings, use: _Use, letter: Letter) -> None:
    if letter.kind != use.kind:
        findings.at(use.path, "letter_of_other_kind", name=letter.name, kind=letter.kind, wanted=use.kind)
    elif use.event != RELEASED and any(str(who).removeprefix("else ") == SUPERIOR for who in letter.to):
        findings.at(use.path, "letter_to_superior", name=letter.name)


def _check_product(findings: Findings, placed: Placed, use: _Use, letter: Letter) -> None:
    """What is told of a dossier without a product reaches nobody by way of a product."""
    if placed.definition.titled is not None and letter.to and all(who.scope in OF_PRODUCT for who in letter.to):
        findings.at(use.path, "letter_without_product", name=letter.name)
