"""By which ways letters leave this office, from whom, and where their links lead."""

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cycle.settings import Settings
from cycle.settings.letters import FILES, NONE, SMTP, LetterSettings
from notifications.files import FilesChannel
from notifications.others import OthersChannel
from notifications.port import Channel
from notifications.smtp_relay import Relay

# A domain that can never exist (RFC 2606): of letters that only become files.
NOWHERE = "ocop.invalid"
PAGE = "thu"
MAILED = frozenset({"mail", "files"})


@dataclass(frozen=True)
class Post:
    """The ways by which letters go; the first is the channel of record. `configured`: there is at least one.

    `base` is the address under which links open, empty where there is none. `log` is the relay's own log.
    """

    channels: tuple[Channel, ...] = ()
    sender_address: str = f"ocop@{NOWHERE}"
    bounce_address: str = ""
    base: str = ""
    domain: str = NOWHERE
    configured: bool = False
    log: Path | None = None

    def returns(self, code: str) -> str:
        """The envelope's sender of a letter: with its code where an address for what comes back is set."""
        if not self.bounce_address:
            return self.sender_address
        local, _, domain = self.bounce_address.rpartition("@")
        return f"{local}+{code}@{domain}"

    def addresses(self, channel: str, emails: Sequence[str]) -> tuple[str, ...]:
        """Where a letter goes by a channel: to each address by mail, to each service of `others` by its place, once by

        any other, under the channel's name.
        """
        if channel in MAILED:
            return tuple(emails)
        found = next((one for one in self.channels if one.name == channel), None)
        return found.addresses if isinstance(found, OthersChannel) else (channel,)

    def link(self, token: str) -> str:
        """The page on which a letter is answered; empty where there is none."""
        return f"{self.base.rstrip('/')}/{PAGE}/{token}" if self.base else ""


def post_of(settings: Settings, now: Callable[[], datetime], *, rehearsal: bool) -> Post:
    """What the settings say. A rehearsal's letters only become files, whatever is set; nothing leaves the machine."""
    chosen = settings.letters
    folder = Path(chosen.mail_folder)
    if rehearsal:
        return Post((FilesChannel(folder),), base=chosen.link_base, configured=True)
    channels = (*_mail(chosen, folder), *(_others(chosen, now) if chosen.mail_transport != NONE else ()))
    sender = chosen.mail_from or f"ocop@{NOWHERE}"
    log = Path(chosen.mail_log) if chosen.mail_log else None
    domain = sender.rpartition("@")[2]
    return Post(channels, sender, chosen.mail_bounce_address, chosen.link_base, domain, bool(channels), log)


def relay_of(chosen: LetterSettings) -> Relay:
    """The relay that the settings name."""
    return Relay(
        chosen.mail_host,
        chosen.mail_port,
        chosen.mail_security,
        chosen.mail_user,
        chosen.mail_password,
        chosen.mail_ca,
        chosen.mail_connections,
    )


def _mail(chosen: LetterSettings, folder: Path) -> tuple[Channel, ...]:
    if chosen.mail_transport == FILES:
        return (FilesChannel(folder),)
    if chosen.mail_transport == SMTP:
        # Loaded when first needed, as every other way is: `ocop` would begin more slowly for all.
        channel: Channel = importlib.import_module("notifications.mailer").SmtpChannel(relay_of(chosen))
        return (channel,)
    return ()


def _others(chosen: LetterSettings, now: Callable[[], datetime]) -> tuple[Channel, ...]:
    found: list[Channel] = []
    if chosen.webhook_url:
        webhook = importlib.import_module("notifications.webhook").WebhookChannel
        private = chosen.webhook_private == "yes"
        found.append(webhook(chosen.webhook_url, chosen.webhook_secret, now, allow_private=private))
    if chosen.notify_urls:
        found.append(OthersChannel(chosen.notify_urls.replace(",", " ").split()))
    return tuple(found)
