"""What a telephone number and an e-mail address look like: the one rule for entering them and for writing to them."""

import re

from notifications.envelope import UnsafeTextError, check_address

PHONE = re.compile(r"\+?[0-9][0-9 .()-]{6,18}[0-9]")
# So many messages back without one taken between them, and an address is written to no more.
BAD_FROM = 2

MALFORMED, NOT_ASCII, TOO_LONG = "malformed", "not_ascii", "too_long"
_FAULTS = {"non_ascii": NOT_ASCII, "too_long": TOO_LONG}


def address_key(email: str) -> str:
    """The form under which an e-mail address is known again: letters small, no blanks around it."""
    return email.strip().casefold()


def email_fault(email: str) -> str | None:
    """Why no letter can be sent to an e-mail address: `malformed`, `not_ascii` or `too_long`; None where one can.

    What letters are sent to is one plain mailbox in a domain of at least two names.
    """
    try:
        check_address(email)
    except UnsafeTextError as wrong:
        return _FAULTS.get(wrong.reason, MALFORMED)
    return None if "." in email.rpartition("@")[2] else MALFORMED
