"""Papers that are not as they must be, each in one line."""

from collections.abc import Mapping
from typing import Any

from cycle.texts.texts import Texts
from workflows.guards.deficiency import higher_of, reasons_of
from workflows.verdict import Reason


def lack_line(texts: Texts, reason: Reason) -> str:
    """The paper, or those of which one will do, and what is wrong with it."""
    types = reason.params.get("papers") or [reason.params["paper"]]
    told = texts.say("missing.or").join(texts.show("paper", one) for one in types)
    return f"{told}: {texts.say(f'lacks.{reason.code}', **reason.params)}"


def lacks_told(texts: Texts, value: Mapping[str, Any]) -> str:
    """What a request for completion asks for, then by stars what only higher ranks will need; all on one line."""
    told = "; ".join(lack_line(texts, one) for one in reasons_of(value)) or texts.say("given.nothing_lacking")
    for stars, some in higher_of(value).items():
        papers = "; ".join(lack_line(texts, one) for one in some)
        told = f"{told}. {texts.say('given.higher', stars=stars, papers=papers)}"
    return told
