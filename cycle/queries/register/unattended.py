"""Organisations of today that nobody acts for, though there is something for them to do."""

from sqlalchemy import or_, select

from cycle.database import Transaction
from cycle.queries.register.bodies import Bodies
from cycle.tables import account_grant, product_area


def unattended(transaction: Transaction, bodies: Bodies) -> tuple[str, ...]:
    """Those in which no role is held today: where products lie, or that stand for a body in which one was held.

    In the Vietnamese order of their names.
    """
    day = bodies.today.isoformat()
    held = select(account_grant.c.holder).distinct()
    ever = set(transaction.connection.execute(held).scalars())
    lasting = held.where(
        account_grant.c.valid_from <= day, or_(account_grant.c.valid_to.is_(None), account_grant.c.valid_to >= day)
    )
    now = set(transaction.connection.execute(lasting).scalars())
    places = set(transaction.connection.execute(select(product_area.c.organisation).distinct()).scalars())
    busy = {code for one in (ever | places) & bodies.known.keys() for code in bodies.standing(one)}
    return bodies.ordered(busy - now)
