"""One transaction: what is written is seen by whatever asks next, and a change of no row keeps nothing."""

from collections.abc import Iterator

import pytest

from cycle.database import ContentionError, Database
from cycle.transactions import LostUpdateError

KEEP = "INSERT INTO installation (name, value) VALUES (?, ?)"
CHANGE = "UPDATE installation SET value = ? WHERE name = ?"
VALUE = "SELECT value FROM installation WHERE name = ?"
ALL = "SELECT name, value FROM installation ORDER BY name"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()


def test_a_write_is_seen_by_the_next_question_and_by_others_once_it_is_kept(database: Database) -> None:
    with database.writing() as transaction:
        transaction.write(KEEP, ("color", "green"))
        assert transaction.row(VALUE, ("color",)) == ("green",)
        transaction.write(CHANGE, ("red", "color"))
    with database.reading() as transaction:
        assert transaction.rows(ALL) == [("color", "red")]


def test_a_foreseen_answer_does_not_outlive_a_write(database: Database) -> None:
    with database.writing() as transaction:
        transaction.write(KEEP, ("color", "green"))
        transaction.foresee([(VALUE, ("color",)), (ALL, ())])
        transaction.write(CHANGE, ("red", "color"))
        assert transaction.row(VALUE, ("color",)) == ("red",)
        transaction.foresee([(VALUE, ("color",))])
        transaction.run(CHANGE, ("blue", "color"))
        assert transaction.row(VALUE, ("color",)) == ("blue",)


def test_a_write_that_changes_no_row_undoes_the_whole_transaction(database: Database) -> None:
    with pytest.raises(LostUpdateError):
        _run(database, [(KEEP, ("color", "green")), (CHANGE, ("big", "size"))])
    with database.reading() as transaction:
        assert transaction.rows(ALL) == []


def test_a_write_that_changes_no_row_says_what_the_caller_wants_said(database: Database) -> None:
    with pytest.raises(LookupError, match="size"), database.writing() as transaction:
        transaction.write(CHANGE, ("big", "size"), LookupError("size"))


def test_a_connection_serves_again_after_an_error(database: Database) -> None:
    for _ in range(20):
        with pytest.raises(ContentionError):
            _run(database, [(KEEP, ("color", "green")), (KEEP, ("color", "red"))])
    with database.reading() as transaction:
        assert transaction.rows(ALL) == []


def test_rows_stream_in_their_order_while_others_are_asked(database: Database) -> None:
    with database.writing() as transaction:
        for number in range(1200):
            transaction.write(KEEP, (f"{number:04d}", "x"))
    with database.reading() as transaction:
        names = []
        for name, _ in transaction.stream(ALL):
            assert transaction.row(VALUE, (name,)) == ("x",)
            names.append(name)
    assert names == [f"{number:04d}" for number in range(1200)]


def _run(database: Database, writes: list[tuple[str, tuple[str, str]]]) -> None:
    with database.writing() as transaction:
        for statement, parameters in writes:
            transaction.write(statement, parameters)
