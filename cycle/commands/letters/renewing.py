"""A letter that goes once more by the channels of today, and what is given up because its channel is there no more."""

from collections.abc import Mapping, Sequence
from typing import Any

from cycle.commands.letters.asked import FAILED, MAILED, RESENT, UNCERTAIN, UNDER_WAY, Delivery, Ground, Judged, Ruling
from workflows.verdict import Reason

# Why a delivery has failed: nothing is sent by its channel any more. The phase, in its record.
GONE, PHASE = "channel_gone", "channel"

Writes = tuple[tuple[str, Sequence[Any]], ...]
Payloads = tuple[Mapping[str, Any], ...]


def anew(ground: Ground) -> Judged:
    """The same bytes go by the channels of today to the addresses of today; what waits for another is given up."""
    letter, channels = ground.letter, ground.ways.channels
    emails = tuple(ground.ways.reach(ground.transaction, letter.recipient, ground.today))
    if not channels:
        return [Reason("letter_no_channel", ground.about)]
    if channels & MAILED and not emails:
        return [Reason("letter_no_address", {"letter": letter.code, "recipient": letter.recipient})]
    beside = {(channel, channel) for channel in channels - MAILED}
    beside -= {(one.channel, one.address) for one in ground.among(UNCERTAIN, *UNDER_WAY)}
    round_ = {(channel, email) for channel in channels & MAILED for email in emails} | beside
    writes = tuple((_ONCE_MORE, (letter.code, *one, ground.now)) for one in sorted(round_))
    known = {one.address for one in ground.deliveries if one.channel in channels & MAILED}
    addresses = ", ".join(sorted({address for channel, address in round_ if channel in MAILED} | known))
    payload = {"event": RESENT, "content": letter.hash, "channels": sorted({channel for channel, _ in round_})}
    given_up, further = give_up(ground)
    return Ruling(payload, (*writes, *given_up), {"addresses": addresses} if addresses else {}, further=further)


def moved_to_mail(ground: Ground, wanted: Sequence[Delivery]) -> bool:
    """Whether some of what is wanted, or waits, is of e-mail by a channel that there is no more."""
    return any(one.channel in MAILED - ground.ways.channels for one in (*ground.stranded, *wanted))


def give_up(ground: Ground) -> tuple[Writes, Payloads]:
    """What waits for a channel that there is no more has failed: the statements, and a record for each channel."""
    records = []
    for channel in sorted({one.channel for one in ground.stranded}):
        addresses = sorted(one.address for one in ground.deliveries if one.channel == channel)
        results = [
            {"address": addresses.index(one.address), "outcome": FAILED, "code": None, "phase": PHASE}
            for one in ground.stranded
            if one.channel == channel
        ]
        records.append({"event": FAILED, "channel": channel, "results": results})
    keys = ((ground.letter.code, one.channel, one.address) for one in ground.stranded)
    return tuple((_GIVEN_UP, (ground.now, GONE, *key)) for key in keys), tuple(records)


_ONCE_MORE = (
    "INSERT INTO delivery (letter, channel, address, status, fence, attempts, next_at) "
    "VALUES (?, ?, ?, 'queued', 0, 0, ?) ON CONFLICT (letter, channel, address) DO UPDATE SET status = 'queued', "
    "fence = delivery.fence + 1, worker = NULL, leased_until = NULL, first_attempt = NULL, ended = NULL, "
    "next_at = excluded.next_at"
)
_GIVEN_UP = (
    "UPDATE delivery SET status = 'failed', fence = fence + 1, worker = NULL, leased_until = NULL, next_at = NULL, "
    "code = NULL, ended = ?, reply = ? WHERE letter = ? AND channel = ? AND address = ?"
)
