"""What a verdict on one dossier stands on besides its facts: the publication of the day, and who acts."""

from dataclasses import dataclass
from datetime import date

from cycle.database import Transaction
from cycle.facts import Family
from cycle.identity import Standing, acting
from cycle.office import Office
from cycle.publication import Published
from workflows.definition import Definition
from workflows.facts import Actor
from workflows.programme import Programme
from workflows.verdict import Reason


@dataclass(frozen=True)
class Claim:
    """Whoever wants to act on a dossier: an account, for whom (`kind:code`), with effect on which day (None: today)."""

    dossier: str
    account: str
    on_behalf: str | None = None
    happened: date | None = None


@dataclass(frozen=True)
class Grounds:
    """The publication in force on the day, the programme as it declares it, and the actor."""

    published: Published
    programme: Programme
    actor: Actor


def grounds(transaction: Transaction, office: Office, family: Family, claim: Claim) -> Grounds | Reason:
    """What the claim is judged by, or why it cannot be judged at all."""
    placed = programme_of(transaction, office, family, claim.dossier, claim.happened)
    if isinstance(placed, Reason):
        return placed
    published, programme = placed
    nearby = frozenset().union(*family.around.areas.values(), *family.around.bodies.values())
    day = family.today.isoformat()
    parties = nearby | {family.members[claim.dossier].producer or ""} | family.named(claim.dossier)
    standing = Standing(claim.account, claim.on_behalf, day, nearby, parties)
    actor = acting(transaction, published.rules, standing)
    return actor if isinstance(actor, Reason) else Grounds(published, programme, actor)


def programme_of(
    transaction: Transaction, office: Office, family: Family, dossier: str, happened: date | None = None
) -> tuple[Published, Programme] | Reason:
    """The publication in force on a day, today when None, and the dossier's programme in it."""
    day = happened or family.today
    published = office.rulebook.on(transaction, day)
    if published is None:
        return Reason("no_publication", {"day": day})
    code = family.members[dossier].programme
    if code not in published.rules.programmes:
        return Reason("programme_unknown", {"programme": code})
    return published, published.rules.programmes[code]


def definition_of(
    transaction: Transaction, office: Office, published: Published, family: Family, dossier: str
) -> Definition:
    """The workflow that a dossier pins, read against a publication."""
    return office.rulebook.definition(transaction, family.members[dossier].definition, published)
