"""How letters go: the relay, the folder, the other channels, and where what comes back is found."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from cycle.addresses import email_fault
from cycle.settings.secrets import MASK
from notifications.reaching import url_fault
from workflows.problems import Place, Problem

NONE, SMTP, FILES = "none", "smtp", "files"
PORTS = {"none": 25, "starttls": 587, "tls": 465}
FEWEST, MOST = 2, 4
LARGEST_PORT = 65_535
# Characters of the code of a letter.
CODE = 16
YES, NO = ("yes", "true", "1"), ("no", "false", "0")
# Settings whose values are never shown.
HIDDEN = frozenset({"mail_password", "webhook_secret", "notify_urls"})
CHOSEN: Mapping[str, tuple[str, ...]] = {
    "mail_transport": (NONE, SMTP, FILES),
    "mail_security": ("none", "starttls", "tls"),
    "webhook_private": ("no", "yes"),
}


@dataclass(frozen=True)
class LetterSettings:
    """How letters go. `mail_port` 0 and empty texts: not set. `notify_urls` are separated by blanks or commas."""

    mail_transport: str = NONE
    mail_host: str = ""
    mail_port: int = 0
    mail_security: str = "starttls"
    mail_user: str = ""
    mail_password: str = field(default="", repr=False)
    mail_ca: str = ""
    mail_from: str = ""
    mail_bounce_address: str = ""
    mail_connections: int = FEWEST
    mail_folder: str = ""
    mail_log: str = ""
    mail_bounces: str = ""
    link_base: str = ""
    webhook_url: str = ""
    webhook_secret: str = field(default="", repr=False)
    webhook_private: str = "no"
    notify_urls: str = field(default="", repr=False)

    def shown(self) -> Mapping[str, str]:
        """Every one of them as it may be shown."""
        values = {name: getattr(self, name) for name in NAMES}
        return {
            name: (MASK if value else "") if name in HIDDEN else "" if value == 0 else str(value)
            for name, value in values.items()
        }


NAMES = tuple(one.name for one in fields(LetterSettings))
NUMBERS = ("mail_port", "mail_connections")
FOLDERS = ("mail_ca", "mail_folder", "mail_log", "mail_bounces")
ADDRESSES = ("mail_from", "mail_bounce_address")


class Lookup(Protocol):
    """Where a value is looked up: its text, where that stands, and the path that it names."""

    problems: list[Problem]

    def text(self, name: str) -> str | None: ...
    def secret(self, name: str) -> str | None: ...
    def place_of(self, name: str) -> Place: ...
    def path(self, name: str, otherwise: Path) -> Path: ...


def read_letters(found: Lookup, data: Path) -> LetterSettings:
    """What is set for letters; what cannot serve is added to the problems."""
    texts = {name: (found.secret(name) if name in HIDDEN else found.text(name)) or "" for name in NAMES}
    for name, known in CHOSEN.items():
        texts[name] = _choice(found, name, texts[name], known)
    numbers = {name: _number(found, name, texts.pop(name)) for name in NUMBERS}
    paths = {name: str(found.path(name, Path())) for name in FOLDERS if texts[name]}
    folder = {"mail_folder": paths.get("mail_folder") or str(data / "letters")}
    chosen: dict[str, Any] = {**texts, **paths, **folder, **numbers}
    chosen["mail_port"] = chosen["mail_port"] or PORTS[chosen["mail_security"]]
    settings = LetterSettings(**chosen)
    _check(found, settings)
    return settings


def _choice(found: Lookup, name: str, text: str, known: tuple[str, ...]) -> str:
    default = str(getattr(LetterSettings, name))
    chosen = {"true": "yes", "false": "no"}.get(text.lower(), text) if name == "webhook_private" else text
    if chosen and chosen not in known:
        told = {"key": name, "value": chosen, "known": ", ".join(known)}
        found.problems.append(Problem(found.place_of(name), "settings_choice", told))
    return chosen if chosen in known else default


def _number(found: Lookup, name: str, text: str) -> int:
    least, most = (1, LARGEST_PORT) if name == "mail_port" else (FEWEST, MOST)
    if not text:
        return 0 if name == "mail_port" else FEWEST
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(most)) else 0
    if not least <= number <= most:
        told = {"key": name, "least": str(least), "most": str(most)}
        found.problems.append(Problem(found.place_of(name), "settings_number", told))
        return least
    return number


def _check(found: Lookup, settings: LetterSettings) -> None:
    """What does not go together, and what is no address and no URL."""
    wrong = [
        Problem(found.place_of(name), "settings_address", {"key": name}) for name in ADDRESSES if _bad(settings, name)
    ]
    if settings.mail_transport == SMTP:
        missing = [name for name in ("mail_host", "mail_from") if not getattr(settings, name)]
        wrong += [Problem(found.place_of("mail_transport"), "settings_smtp_needs", {"key": name}) for name in missing]
        if settings.mail_user and settings.mail_security == "none":
            wrong.append(Problem(found.place_of("mail_security"), "settings_password_in_clear"))
    if settings.mail_user and not settings.mail_password:
        wrong.append(Problem(found.place_of("mail_user"), "settings_password_missing", {"key": "mail_password"}))
    private = settings.webhook_private == "yes"
    refused = bool(settings.webhook_url) and url_fault(settings.webhook_url, allow_private=private) is not None
    for name, bad in (("link_base", not _safe_url(settings.link_base)), ("webhook_url", refused)):
        if getattr(settings, name) and (bad or not _safe_url(getattr(settings, name))):
            wrong.append(Problem(found.place_of(name), "settings_https", {"key": name}))
    if settings.webhook_url and not settings.webhook_secret:
        wrong.append(Problem(found.place_of("webhook_url"), "settings_password_missing", {"key": "webhook_secret"}))
    found.problems.extend(wrong)


def _bad(settings: LetterSettings, name: str) -> bool:
    address = getattr(settings, name)
    if name == "mail_bounce_address":
        # It is written with the code of a letter put in.
        local, at, domain = address.rpartition("@")
        return bool(address) and email_fault(f"{local}+{'X' * CODE}{at}{domain}") is not None
    return bool(address) and email_fault(address) is not None


def _safe_url(url: str) -> bool:
    """Whether a URL is one of https, or of http on this machine, without user, password and fragment."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    plain = parts.scheme == "http" and is_loopback(host)
    return (
        bool(host) and (parts.scheme == "https" or plain) and not (parts.username or parts.password or parts.fragment)
    )


def is_loopback(host: str) -> bool:
    """Whether a host is this machine itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
