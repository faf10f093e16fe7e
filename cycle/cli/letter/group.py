"""The group `ocop letter` and its commands."""

from cycle.cli.asking.spoken import group
from cycle.cli.letter.acting import resend, resolve, retry, told, void
from cycle.cli.letter.bounces import bounces
from cycle.cli.letter.contacts import contacts
from cycle.cli.letter.formal import file_formal_letter, formal
from cycle.cli.letter.listing import list_letters
from cycle.cli.letter.sending import send
from cycle.cli.letter.serving import serve
from cycle.cli.letter.showing import show
from cycle.cli.letter.status import letter_status
from cycle.cli.letter.testing import send_test
from cycle.cli.letter.text import text


@group(
    "letter",
    commands=[
        contacts,
        list_letters,
        show,
        retry,
        void,
        resend,
        resolve,
        told,
        letter_status,
        send_test,
        text,
        send,
        bounces,
        serve,
        formal,
        file_formal_letter,
    ],
)
def letter() -> None:
    """Acts and questions on letters."""
