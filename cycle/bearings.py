"""What stands beside a dossier's row: its title where it has no product, and what its values name."""

from collections.abc import Mapping
from typing import Any

from cycle import statements
from cycle.transactions import Transaction
from cycle.vietnamese import fold, sort_key
from workflows.definition import Definition
from workflows.parties import expanded
from workflows.programme import Programme
from workflows.rounds import ROUND_TYPES

TITLE, PARTIES, LINKS, ROUNDS = "title", "parties", "links", "rounds"
# Of a dossier moved back under its older law: the values that it has no more.
DROPPED = "dropped"


def payload(definition: Definition, values: Mapping[str, Any], programme: Programme) -> Mapping[str, Any]:
    """What the record of an act tells of the values that it gives: organisations, all of a group, dossiers, rounds."""
    given = {name: rule for name, rule in definition.recorded.items() if name in values}
    parties = {name: expanded(values[name], programme) for name, rule in given.items() if rule.type == "organisations"}
    links = {name: values[name]["dossier"] for name, rule in given.items() if rule.type == "dossier"}
    joined = {name: values[name] for name, rule in given.items() if rule.type in ROUND_TYPES}
    told = {PARTIES: parties, LINKS: links, ROUNDS: joined}
    return {name: one for name, one in told.items() if one}


def opening_payload(definition: Definition, values: Mapping[str, Any], programme: Programme) -> Mapping[str, Any]:
    """What the record of an opening tells besides: the title of a dossier that stands for itself."""
    title = {TITLE: values[definition.titled]} if definition.titled is not None else {}
    return {**title, **payload(definition, values, programme)}


def title_row(dossier: str, title: str) -> Mapping[str, str]:
    """The row of a title, with the keys to sort and to search it by."""
    return {"dossier": dossier, "title": title, "title_key": sort_key(title), "title_folded": fold(title)}


def write(transaction: Transaction, dossier: str, told: Mapping[str, Any]) -> None:
    """Keep what the record of an opening or a step tells: a title; organisations, dossiers, rounds by value.

    What a value named before is replaced.
    """
    if (title := told.get(TITLE)) is not None:
        transaction.write(statements.NAME_DOSSIER, tuple(title_row(dossier, title).values()))
    for name, codes in told.get(PARTIES, {}).items():
        transaction.run(statements.DROP_PARTIES, (dossier, name))
        for code in codes:
            transaction.write(statements.KEEP_PARTY, (dossier, name, code))
    for name in told.get(DROPPED, ()):
        transaction.run(statements.DROP_ROUND, (dossier, name))
    for name, target in told.get(LINKS, {}).items():
        transaction.run(statements.DROP_LINK, (dossier, name))
        transaction.write(statements.KEEP_LINK, (dossier, name, target))
    for name, code in told.get(ROUNDS, {}).items():
        transaction.run(statements.DROP_ROUND, (dossier, name))
        transaction.write(statements.KEEP_ROUND, (dossier, name, code))


def names_others(values: Mapping[str, Any]) -> bool:
    """Whether a value among those kept names organisations or another dossier."""
    return any(isinstance(one, Mapping) and ("organisations" in one or "dossier" in one) for one in values.values())
