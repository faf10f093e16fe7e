"""Names, addresses and codes as people may enter them: nothing in them that cannot be seen."""

import unicodedata
from collections.abc import Iterable, Mapping

from cycle.addresses import NOT_ASCII, PHONE, TOO_LONG, email_fault
from cycle.vietnamese import ControlCharacter, normal
from workflows.verdict import Reason

SEPARATORS = "/:"


def spelling_faults(fields: Mapping[str, str | None]) -> list[Reason]:
    """A reason for each text that is empty once cleaned, or holds a control character; None means not given."""
    return [reason for name, text in fields.items() if text is not None for reason in _faults(name, text)]


def unreadable(fields: Mapping[str, str | None]) -> list[Reason]:
    """A reason for each text that holds a control character; to be asked before a text is cleaned."""
    return [one for one in spelling_faults(fields) if one.code == "text_unreadable"]


def reach_faults(phone: str | None, email: str | None) -> list[Reason]:
    """A reason for a telephone number that is none, and for an e-mail address to which no letter can be sent.

    None means not given.
    """
    wrong_phone = phone and not PHONE.fullmatch(phone.strip())
    reasons = [Reason("phone_malformed", {"given": phone})] if wrong_phone else []
    fault = email_fault(email.strip()) if email else None
    if fault == NOT_ASCII:
        return [*reasons, Reason("email_not_ascii", {"given": email})]
    if fault == TOO_LONG:
        return [*reasons, Reason("email_too_long", {"given": email})]
    return [*reasons, Reason("email_malformed", {"given": email})] if fault else reasons


def code_faults(fields: Mapping[str, str | Iterable[str] | None]) -> list[Reason]:
    """A reason for each code that is empty or holds a blank, `/`, `:` or what cannot be seen; None means not given.

    To be asked before a code reaches a query: a database refuses some of these characters with an error of its own.
    """
    reasons = []
    for name, given in fields.items():
        for code in () if given is None else (given,) if isinstance(given, str) else given:
            wrong = next((one for one in code if _unfit(one)), None)
            if not code:
                reasons.append(Reason("text_empty", {"field": name}))
            elif wrong is not None:
                told = wrong if wrong in SEPARATORS else f"U+{ord(wrong):04X}"
                reasons.append(Reason("code_malformed", {"field": name, "character": told}))
    return reasons


def clean_code(code: str) -> str:
    """The form in which a code is stored and looked for: NFC, no blanks around it."""
    return unicodedata.normalize("NFC", code).strip()


def clean_codes(codes: Iterable[str]) -> tuple[str, ...]:
    """Codes as they are stored, each once, in the order given."""
    return tuple(dict.fromkeys(map(clean_code, codes)))


def clean_text(text: str | None) -> str | None:
    """The form in which a text is stored that has no faults; None where there is none."""
    return normal(text) if text is not None else None


def _unfit(character: str) -> bool:
    return character in SEPARATORS or unicodedata.category(character)[0] in "CZ"


def _faults(name: str, text: str) -> list[Reason]:
    try:
        return [] if normal(text) else [Reason("text_empty", {"field": name})]
    except ControlCharacter as wrong:
        return [Reason("text_unreadable", {"field": name, "character": wrong.character})]
