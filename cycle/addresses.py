"""What a telephone number and an e-mail address look like."""

import re

PHONE = re.compile(r"\+?[0-9][0-9 .()-]{6,18}[0-9]")
EMAIL = re.compile(r"[^@\s<>,;:\"']+@[^@\s<>,;:\"'.]+(\.[^@\s<>,;:\"'.]+)+")


def address_key(email: str) -> str:
    """The form under which an e-mail address is known again: letters small, no blanks around it."""
    return email.strip().casefold()
