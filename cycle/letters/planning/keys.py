"""What makes a letter the same letter however often it is planned, and the code by which people name it."""

import base64
import hashlib
from datetime import date

LENGTH = 13


def code_of(key: str) -> str:
    """The code of a letter: `TH-` and the first 13 letters, in base 32, of the SHA-256 of its key."""
    told = base64.b32encode(hashlib.sha256(key.encode()).digest()).decode()
    return f"TH-{told[:LENGTH]}"


def notice_key(stream: str, seq: int, name: str, recipient: str) -> str:
    """One for each record, letter and recipient."""
    return f"notice/{stream}/{seq}/{name}/{recipient}"


def law_key(run: str, programme: str, name: str, recipient: str) -> str:
    """One for each run of a change of law, letter and recipient."""
    return f"law/{run}/{programme}/{name}/{recipient}"


def reminder_key(programme: str, name: str, recipient: str, day: date) -> str:
    """One for each recipient and day on which reminders go."""
    return f"reminder/{programme}/{name}/{recipient}/{day.isoformat()}"


def alone_key(subject: str, part: str, number: int, mark: str, recipient: str) -> str:
    """One for each mark of a deadline or paper, where reminders are not grouped."""
    return f"alone/{subject}/{part}/{number}/{mark}/{recipient}"


def report_key(programme: str, recipient: str, day: date) -> str:
    """One for each day."""
    return f"report/{programme}/{recipient}/{day.isoformat()}"


def phone_list_key(programme: str, recipient: str, day: date) -> str:
    """One for each recipient and week."""
    return f"phone_list/{programme}/{recipient}/{day.isoformat()}"
