"""The one schema object, and the shorthand in which tables are written."""

from sqlalchemy import Column, ForeignKeyConstraint, Integer, MetaData, Text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def text(name: str, *, optional: bool = False) -> Column[str]:
    """A text column, not null unless `optional`."""
    return Column(name, Text, nullable=optional)


def number(name: str, *, optional: bool = False) -> Column[int]:
    """A whole-number column, not null unless `optional`."""
    return Column(name, Integer, nullable=optional)


def refers(column: str, target: str) -> ForeignKeyConstraint:
    """A foreign key of one column to `table.column`."""
    return ForeignKeyConstraint([column], [target])
