"""One pass over letters: placed in the tree, planned, sealed, sent. A part that fails stops no other."""

import logging
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from cycle.commands.sequencing import sequence
from cycle.database import ContentionError, said_by_driver
from cycle.letters.planning.plan import plan
from cycle.letters.post import Post
from cycle.letters.sealing.seal import seal_due
from cycle.letters.sending.send import send_due
from cycle.log import log_event
from cycle.office import Office
from workflows.verdict import Reason

PARTS = SEQUENCING, PLANNING, SEALING, SENDING = "sequencing", "planning", "sealing", "sending"


@dataclass(frozen=True)
class Wrong:
    """A part of a pass that failed: `kind` is the type of the error, `detail` what a driver says or where it was."""

    part: str
    kind: str
    detail: str


@dataclass(frozen=True)
class Told:
    """What a pass did, by part and outcome (`sealing.sealed`); `hindered` letters were not sealed or sent, with why.

    `wrong` are the parts that failed; what they did until then is kept, and the next pass goes on from there. `more`:
    the time of a pass was over before all was sent.
    """

    counts: Mapping[str, int]
    hindered: tuple[tuple[str, Reason], ...] = ()
    wrong: tuple[Wrong, ...] = ()
    more: bool = False

    @property
    def anything(self) -> bool:
        """Whether anything was done, or could not be."""
        return bool(self.wrong) or any(self.counts.values())


def tell(office: Office, post: Post, worker: str) -> Told:
    """Do now what becomes of letters, by any number of workers at once; `worker` names who does it.

    Raises nothing that one part causes: it is told to the log and in `wrong`, and the other parts are done.
    """
    hindered: list[tuple[str, Reason]] = []
    unfinished: list[bool] = []

    def sealed() -> Mapping[str, int]:
        found = seal_due(office, post)
        hindered.extend(found.hindered)
        return found.counts

    def sent() -> Mapping[str, int]:
        found = send_due(office, post, worker)
        hindered.extend(found.damaged)
        unfinished.append(found.more)
        return found.counts

    parts: Mapping[str, Callable[[], Mapping[str, int]]] = {
        SEQUENCING: lambda: {"placed": sequence(office).new},
        PLANNING: lambda: _planned(office),
        SEALING: sealed,
        SENDING: sent,
    }
    counts, wrong = _done(parts)
    for code, reason in hindered:
        log_event(logging.WARNING, "letter_hindered", letter=code, code=reason.code)
    return Told(counts, tuple(hindered), tuple(wrong), any(unfinished))


def _planned(office: Office) -> Mapping[str, int]:
    found = plan(office)
    return {**found.counts, "aside": found.aside}


def _done(parts: Mapping[str, Callable[[], Mapping[str, int]]]) -> tuple[dict[str, int], list[Wrong]]:
    counts: dict[str, int] = {}
    wrong: list[Wrong] = []
    for part, work in parts.items():
        try:
            counts.update({f"{part}.{name}": count for name, count in work().items()})
        except Exception as failure:  # noqa: BLE001 - the other parts go on, and this one with the next pass
            wrong.append(_wrong(part, failure))
            log_event(logging.ERROR, "letters_failed", part=part, kind=wrong[-1].kind, detail=wrong[-1].detail)
    return counts, wrong


def _wrong(part: str, failure: Exception) -> Wrong:
    """What failed, in words without names of persons: what a driver says, or the place in the program."""
    if isinstance(failure, ContentionError):
        return Wrong(part, type(failure).__name__, "locked")
    frames = traceback.extract_tb(failure.__traceback__)
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return Wrong(part, type(failure).__name__, said_by_driver(failure) or where)
