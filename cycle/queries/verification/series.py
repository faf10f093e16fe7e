"""The numbers of every series: each given once, none left out, and its row says the last one."""

from cycle import tables
from cycle.database import Transaction
from cycle.queries.verification.books import Books, Telling, UntellableError
from cycle.queries.verification.faults import Findings
from cycle.series import NUMBERS

# More than any office gives in a year: a record that tells of a higher one was not written by it.
MOST = 1_000_000


class Told:
    """The numbers that records tell, by series: a whole number of which the bit of each is set.

    `entered` is the highest that stood on paper before its dossier was entered: those before it may stand there too.
    """

    def __init__(self) -> None:
        self.given: dict[str, int] = {}
        self.entered: dict[str, int] = {}

    def take(self, books: Books, findings: Findings) -> None:
        """The numbers of a batch of streams."""
        for place, series, number, entered in books.numbers:
            seen = self.given.get(series, 0)
            if seen >> number & 1:
                findings.add("number_repeated", place, series=series, number=number)
            self.given[series] = seen | 1 << number
            self.entered[series] = max(self.entered.get(series, 0), number if entered else 0)


def tell_numbers(books: Books, told: Telling) -> None:
    """The numbers that an act has given."""
    place = f"{told.record.stream}#{told.record.seq}"
    for one in told.payload.get(NUMBERS, {}).values():
        series, number = one["series"], one["number"]
        if not isinstance(series, str) or type(number) is not int or not 0 < number <= MOST:
            raise UntellableError("number_untrue")
        books.numbers.append((place, series, number, "entered" in told.payload))


def check_series(transaction: Transaction, told: Told, findings: Findings) -> None:
    """Every number that is left out, and every row that does not say the last number of its series."""
    stored: dict[str, object] = dict(transaction.rows(f"SELECT series, last FROM {tables.series.name}"))  # noqa: S608 - constant
    for series, given in told.given.items():
        last = given.bit_length() - 1
        first = told.entered.get(series, 0) + 1
        missing = next((number for number in range(first, last) if not given >> number & 1), None)
        if missing is not None:
            findings.add("number_missing", f"series {series}", number=missing)
        if series not in stored:
            findings.add("row_missing", f"series {series}")
        elif stored[series] != last or type(stored[series]) is not int:
            findings.add("row_changed", f"series {series}", column="last", told=last, stored=stored[series])
    for series in stored.keys() - told.given.keys():
        # A refused act leaves the row of a series that nobody has counted in yet.
        if stored[series] != 0:
            findings.add("row_unknown", f"series {series}")
