"""How wide the columns of a table may be: words, days, codes and numbers stay whole, long texts give way."""

from collections.abc import Sequence

from rich.cells import cell_len

# Longer ones, digests and paths, may be folded.
LONGEST_WHOLE = 24


def column_widths(columns: Sequence[Sequence[str]], room: int) -> list[int] | None:
    """A width for each column, of its heading and its cells; together no more than `room` cells.

    None where they do not fit without a word, a day or a code being split.
    """
    widths = [max(_widest(text) for text in column) for column in columns]
    least = [max(_longest_word(text) for text in column) for column in columns]
    if sum(least) > room:
        return None
    over = sum(widths) - room
    while over > 0:
        place = max(range(len(widths)), key=lambda one: (widths[one] > least[one], widths[one]))
        widths[place] -= 1
        over -= 1
    return widths


def _widest(text: str) -> int:
    return max((cell_len(line) for line in text.split("\n")), default=0)


def _longest_word(text: str) -> int:
    return max((min(cell_len(word), LONGEST_WHOLE) for word in text.split()), default=0)
