"""Which letter a word means, and how letters are named to people."""

from collections.abc import Iterable, Mapping

from cycle.cli.asking.seeing import shown, view
from cycle.cli.asking.session import Session
from cycle.queries.letters.letter import code_meant
from cycle.queries.letters.letters import HANDED, LetterRow
from cycle.queries.names import names_of
from cycle.texts import Texts
from workflows.rules import Rules
from workflows.verdict import Reason

CHANNELS = ("mail", "files", "webhook", "others")
# Shown for `handed` where a letter only went into a file.
FILES, FILED = "files", "filed"


def letter_meant(session: Session, given: str) -> str:
    """The code of a letter that the account of this run sees, by code or as `TO/YEAR/NUMBER`. Raises Refused."""
    return shown(code_meant(session.app().office, view(session), given))


def recipient_names(session: Session, recipients: Iterable[str]) -> Mapping[str, str]:
    """The name of each recipient, with its code."""
    names = names_of(session.app().office, set(recipients))
    return {party: f"{name} ({party.partition(':')[2]})" for party, name in names.items()}


def letter_title(texts: Texts, rules: Rules | None, programme: str, name: str) -> str:
    """What a programme calls a letter; the bare name where nothing in force declares it."""
    declared = rules.programmes.get(programme) if rules else None
    letters = declared.letters.letters if declared and declared.letters else {}
    return texts.title(letters[name].title) if name in letters else name


def channel_title(texts: Texts, name: str) -> str:
    """What a way of sending is called."""
    return texts.say(f"channel.{name}") if name in CHANNELS else name


def status_title(texts: Texts, row: LetterRow) -> str:
    """How a letter stands; one that only went into a file was handed to nobody."""
    return texts.say(f"letter_status.{FILED if row.filed and row.status == HANDED else row.status}")


def delivery_title(texts: Texts, channel: str, status: str) -> str:
    """How a letter stands at one address."""
    return texts.say(f"delivery.{FILED if (channel, status) == (FILES, HANDED) else status}")


def reason_text(texts: Texts, reason: Reason | None) -> str:
    """Why a letter waits or is void: a word of the letters' own, or a reason with its values; empty for None."""
    if reason is None:
        return ""
    code = f"letter_reason.{reason.code}"
    return texts.say(code) if texts.has(code) else texts.reason(reason)
