"""The shipped texts of letters, for tests that render them."""

from datetime import datetime, timedelta, timezone
from functools import lru_cache
from pathlib import Path

from notifications.message import Envelope, Named, message_id_of
from notifications.templates import Renderer

FOLDER = Path(__file__).parents[2] / "config" / "letters"
TEXTS = {f"config/letters/{one.name}": one.read_text("utf-8") for one in sorted(FOLDER.glob("*.??.*"))}
NOTICES = (
    "returned",
    "decided",
    "recognised",
    "not_recognised",
    "carried_over",
    "extended",
    "escalated",
    "paper_rejected",
)
LETTERS = (
    ("owed", "reminder"),
    ("daily_report", "report"),
    ("phone_list", "phone_list"),
    *((name, "notice") for name in NOTICES),
)
LANGUAGES = ("vi", "en")
SENT = datetime(2024, 10, 14, 8, tzinfo=timezone(timedelta(hours=7)))


@lru_cache(maxsize=1)
def renderer() -> Renderer:
    """Renders the shipped letters."""
    return Renderer(TEXTS)


def envelope(recipient: str = "UBND huyện Bình Sơn", *addresses: str) -> Envelope:
    """An envelope of a reminder to one recipient."""
    return Envelope(
        sender=Named("Văn phòng điều phối OCOP tỉnh Quảng Ngãi", "ocop@example.vn"),
        returns="tra-lai@example.vn",
        recipient=recipient,
        addresses=addresses or ("binhson@example.vn",),
        date=SENT,
        message_id=message_id_of("TH-4Q2M5KX7AB3CD", "example.vn"),
        language="vi",
        letter="TH-4Q2M5KX7AB3CD",
        number="17/2024",
        kind="reminder",
    )
