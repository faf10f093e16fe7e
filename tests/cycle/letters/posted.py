"""Letters to seal: an office in which there is something to tell, ways of sending that keep everything in a folder."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import orjson

from cycle.answers import Done
from cycle.clock import instant_text
from cycle.commands.register import contacts
from cycle.letters.planning.keys import code_of, notice_key, reminder_key
from cycle.letters.post import Post
from cycle.letters.sealing.seal import Sealed, seal_due
from notifications.files import FilesChannel
from tests.conftest import TestClock
from tests.scene import COMMUNE, DISTRICT, PRODUCER, PROGRAMME, Scene

MAKER, BODY, ABOVE = f"producer:{PRODUCER}", f"organisation:{COMMUNE}", f"organisation:{DISTRICT}"
SENDER = "ocop@quangngai.example"


@dataclass
class Posted:
    """A scene whose producer and commune have addresses, and the post by which their letters go."""

    scene: Scene
    clock: TestClock
    post: Post

    @property
    def office(self) -> Any:
        return self.scene.office

    def seal(self) -> Sealed:
        return seal_due(self.office, self.post)

    def rows(self, statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
        with self.office.database.reading() as transaction:
            found: list[tuple[Any, ...]] = transaction.rows(statement, parameters)
        return found

    def run(self, statement: str, *parameters: Any) -> None:
        with self.office.database.writing() as transaction:
            transaction.run(statement, parameters)

    def notice(self, recipient: str = MAKER, name: str = "decided", record: tuple[str, int] | None = None) -> str:
        """A notice of a dossier's step, planned and due now."""
        stream, seq = record or self.step()
        about = {"stream": stream, "seq": seq}
        return self.plan(notice_key(stream, seq, name, recipient), name, "notice", recipient, about)

    def reminder(self, recipient: str = BODY, day: str = "2024-03-11", **more: Any) -> str:
        """A grouped reminder, planned and due now."""
        about = {"daily": False, "since": None}
        key = reminder_key(PROGRAMME, "owed", recipient, date.fromisoformat(day))
        return self.plan(key, "owed", "reminder", recipient, about, **more)

    def plan(self, key: str, name: str, kind: str, recipient: str, about: Any, **more: Any) -> str:
        now = instant_text(self.clock.now())
        told = orjson.dumps(about, option=orjson.OPT_SORT_KEYS).decode()
        row = (code_of(key), key, PROGRAMME, name, kind, recipient, told, now, more.get("send_after", now))
        self.run(PLAN, *row, more.get("stale_after"))
        return code_of(key)

    def step(self) -> tuple[str, int]:
        """The record of a step that a dossier of the producer has taken."""
        code = self.scene.open(self.scene.add_product(self._next())) if self._opened() else self.scene.open()
        done = self.scene.done(code, "choose", "to_chuc", on_behalf=f"organisation:{COMMUNE}")
        return done.stream, done.seq

    def contact(self, organisation: str, email: str | None, code: str = "DM1") -> None:
        about = contacts.Contact(code, organisation, "Nguyễn Thị Hoa", "0905123456", email, date(2024, 1, 1))
        added = contacts.add_contact(self.office, self.scene.admin, about)
        assert isinstance(added, Done), added

    def numbers(self, recipient: str) -> list[tuple[int, int]]:
        wanted = "SELECT year, number FROM letter WHERE recipient = ? AND number IS NOT NULL ORDER BY year, number"
        return [(year, number) for year, number in self.rows(wanted, recipient)]

    def letter(self, code: str) -> dict[str, Any]:
        names = ("status", "reason", "year", "number", "content", "hash", "seq", "subject", "send_after", "message_id")
        (row,) = self.rows(f"SELECT {', '.join(names)} FROM letter WHERE code = ?", code)
        return dict(zip(names, row, strict=True))

    def records(self, recipient: str) -> list[dict[str, Any]]:
        stream = f"letters/{recipient}"
        found = self.rows("SELECT payload FROM record WHERE stream = ? ORDER BY seq", stream)
        return [orjson.loads(payload) for (payload,) in found]

    def _opened(self) -> int:
        return int(self.rows("SELECT COUNT(*) FROM dossier WHERE product IS NOT NULL")[0][0])

    def _next(self) -> int:
        return 1 + int(self.rows("SELECT COUNT(*) FROM product")[0][0])


def posted(scene: Scene, clock: TestClock, folder: Path) -> Posted:
    """The scene with addresses: everybody can be written to."""
    found = Posted(scene, clock, files_post(folder))
    found.run("UPDATE producer SET email = 'htx@example.vn' WHERE code = ?", PRODUCER)
    found.contact(COMMUNE, "xa@example.vn")
    return found


def files_post(folder: Path) -> Post:
    return Post(
        (FilesChannel(folder),), SENDER, base="https://ocop.example", domain="quangngai.example", configured=True
    )


def without_channels(post: Post) -> Post:
    return replace(post, channels=(), configured=False)


def codes(rows: Sequence[tuple[Any, ...]]) -> list[Any]:
    return [row[0] for row in rows]


PLAN = (
    "INSERT INTO letter (code, key, programme, name, kind, recipient, about, created, send_after, stale_after, status) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'queued')"
)
