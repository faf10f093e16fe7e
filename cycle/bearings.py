"""What stands beside a dossier's row: its title where it has no product, the organisations and dossiers it names."""

from collections.abc import Mapping
from typing import Any

from cycle import statements
from cycle.transactions import Transaction
from cycle.vietnamese import fold, sort_key
from workflows.definition import Definition
from workflows.parties import expanded
from workflows.rules import Programme

TITLE, PARTIES, LINKS = "title", "parties", "links"


def payload(definition: Definition, values: Mapping[str, Any], programme: Programme) -> Mapping[str, Any]:
    """What the record of an act tells of the values that it gives: organisations, groups expanded, and dossiers."""
    given = {name: rule for name, rule in definition.recorded.items() if name in values}
    parties = {name: expanded(values[name], programme) for name, rule in given.items() if rule.type == "organisations"}
    links = {name: values[name]["dossier"] for name, rule in given.items() if rule.type == "dossier"}
    return {**({PARTIES: parties} if parties else {}), **({LINKS: links} if links else {})}


def opening_payload(definition: Definition, values: Mapping[str, Any], programme: Programme) -> Mapping[str, Any]:
    """What the record of an opening tells besides: the title of a dossier that stands for itself."""
    title = {TITLE: values[definition.titled]} if definition.titled is not None else {}
    return {**title, **payload(definition, values, programme)}


def title_row(dossier: str, title: str) -> Mapping[str, str]:
    """The row of a title, with the keys to sort and to search it by."""
    return {"dossier": dossier, "title": title, "title_key": sort_key(title), "title_folded": fold(title)}


def write(transaction: Transaction, dossier: str, told: Mapping[str, Any]) -> None:
    """Keep what the record of an opening or a step tells: a title, organisations by value, other dossiers by name.

    What a value named before is replaced.
    """
    if (title := told.get(TITLE)) is not None:
        transaction.write(statements.NAME_DOSSIER, tuple(title_row(dossier, title).values()))
    for name, codes in told.get(PARTIES, {}).items():
        transaction.run(statements.DROP_PARTIES, (dossier, name))
        for code in codes:
            transaction.write(statements.KEEP_PARTY, (dossier, name, code))
    for name, target in told.get(LINKS, {}).items():
        transaction.run(statements.DROP_LINK, (dossier, name))
        transaction.write(statements.KEEP_LINK, (dossier, name, target))


def names_others(values: Mapping[str, Any]) -> bool:
    """Whether a value among those kept names organisations or another dossier."""
    return any(isinstance(one, Mapping) and ("organisations" in one or "dossier" in one) for one in values.values())
