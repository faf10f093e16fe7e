"""One transaction: what is written is seen by whatever asks next, and a change of no row keeps nothing."""

from collections.abc import Iterator
from contextlib import suppress

import psycopg
import pytest
from sqlalchemy import update

from cycle.database import ContentionError, Database
from cycle.tables import installation
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


def test_a_query_with_a_list_is_asked_while_others_are_foreseen(database: Database) -> None:
    if database.dialect == "sqlite":
        pytest.skip("SQLite takes no lists")
    among = "SELECT name FROM installation WHERE name = ANY(?)"
    with database.writing() as transaction:
        transaction.write(KEEP, ("color", "green"))
        transaction.foresee([(ALL, ()), (among, (["color"],))])
        assert transaction.rows(among, (["size"],)) == []
        assert transaction.rows(among, (["color"],)) == [("color",)]
        assert transaction.rows(ALL) == [("color", "green")]


def test_one_row_of_many_leaves_nothing_unread_that_would_stop_a_later_writer(
    database: Database, database_url: str
) -> None:
    with database.writing() as transaction:
        for number in range(500):
            transaction.write(KEEP, (f"{number:04d}", "x" * 100))
    with database.writing() as asking:
        assert asking.row(ALL) == ("0000", "x" * 100)
    other = Database(database_url)
    _run(other, [(KEEP, ("color", "green"))])
    other.close()
    with database.writing() as transaction:
        transaction.write(CHANGE, ("red", "color"))
    assert asking is not transaction, "whoever asked still holds what it asked with"


def test_a_per_cent_sign_is_itself_in_a_stream_as_in_any_query(database: Database) -> None:
    statement = "SELECT name, '100%' FROM installation WHERE name LIKE 'col%' ORDER BY name"
    _run(database, [(KEEP, ("color", "green"))])
    with database.reading() as transaction:
        assert list(transaction.stream(statement)) == transaction.rows(statement) == [("color", "100%")]


@pytest.mark.parametrize(("otherwise", "raised"), [(None, LostUpdateError), (LookupError("size"), LookupError)])
def test_a_write_that_changed_no_row_keeps_nothing_even_where_somebody_caught_it(
    database: Database, otherwise: Exception | None, raised: type[Exception]
) -> None:
    with pytest.raises(raised):
        _run_and_go_on(database, [(KEEP, ("color", "green")), (CHANGE, ("big", "size"))], otherwise)
    with database.reading() as transaction:
        assert transaction.rows(ALL) == []


def test_a_refused_write_keeps_nothing_even_where_somebody_caught_it(database: Database) -> None:
    if database.dialect == "sqlite":
        pytest.skip("SQLite goes on after a refused statement, and says so at once")
    with pytest.raises(ContentionError):
        _run_and_go_on(database, [(KEEP, ("color", "green")), (KEEP, ("color", "red"))], None)


def test_what_core_writes_is_seen_past_a_foreseen_answer(database: Database) -> None:
    with database.writing() as transaction:
        transaction.write(KEEP, ("color", "green"))
        transaction.foresee([(VALUE, ("color",))])
        transaction.connection.execute(update(installation).values(value="red"))
        assert transaction.row(VALUE, ("color",)) == ("red",)


def _run_and_go_on(database: Database, writes: list[tuple[str, tuple[str, str]]], otherwise: Exception | None) -> None:
    """Write, and pass over the failure, which comes at the latest with the next question."""
    with database.writing() as transaction, suppress(LostUpdateError, LookupError, psycopg.Error):
        for statement, parameters in writes:
            transaction.write(statement, parameters, otherwise)
        transaction.rows(ALL)


def _run(database: Database, writes: list[tuple[str, tuple[str, str]]]) -> None:
    with database.writing() as transaction:
        for statement, parameters in writes:
            transaction.write(statement, parameters)
