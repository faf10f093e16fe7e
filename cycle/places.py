"""The places of a product as of the day an act takes effect, by level, whatever was merged or divided since."""

from datetime import date
from typing import Any

from cycle import statements
from cycle.database import Transaction
from cycle.parties import Body, Levels, Span, by_level, standing_for, with_heirs

# Code, level, first and last day, and whether the product itself lies there.
Row = tuple[Any, ...]


def areas_of(transaction: Transaction, rows: list[Row], span: Span) -> Levels:
    """Places and all above them, by level, as of a span.

    One that had ended counts as its successors, however often; one that had not begun as those whose place it took. One
    that has ended since comes with those of its level that stand for it today: they may record what it did.
    """
    there, later, heirs = list[Body](), list[Body](), list[Body]()
    waiting, seen, followed = list(rows), set[str](), set[str]()
    while waiting:
        code, level, begins, ends, own = waiting.pop()
        if code in seen:
            continue
        seen.add(code)
        if span.ended(ends):
            waiting += transaction.rows(statements.SUCCEEDING, (code,))
        elif begins <= span.effect.isoformat():
            there.append((code, level, ends))
        elif own and (former := transaction.rows(statements.PRECEDING, (code,))):
            waiting += former
            alike = {row[0] for row in former if row[1] == level}
            followed |= alike
            heirs += [(code, level, ends)] if alike else []
        else:
            later.append((code, level, ends))
    known = {level for _, level, _ in there}
    there += [one for one in later if one[1] not in known]
    heirs += with_heirs(transaction, [one for one in there if one[0] not in followed], span)
    return by_level([*there, *heirs])


def areas_of_product(transaction: Transaction, product: str, on: date) -> Levels:
    """The places of a product and all above them, by level, as of a day."""
    day = on.isoformat()
    around = transaction.rows(statements.AROUND, (product, product, product, "", "", day, day))
    return areas_of(transaction, [row[1:] for row in around if row[0] == "area"], Span(on, on))


def divided_of(transaction: Transaction, rows: list[Row], span: Span) -> frozenset[str]:
    """Those that stand today for a place of the product that was divided, as long as nobody has said where it lies.

    Nothing is asked where no place of its own has ended.
    """
    today, found = span.today.isoformat(), set[str]()
    for code, level, _, ends, own in rows:
        if own and ends is not None and ends < today:
            after = standing_for(transaction, (code, level, ends), span.today)
            alike = {one for one, its_level, _ in after if its_level == level}
            found |= alike if len(alike) > 1 else set()
    return frozenset(found - {code for code, *_, own in rows if own})
