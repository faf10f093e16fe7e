from collections.abc import Callable, Iterator

import pytest

from cycle.app import os_user
from cycle.cli.asking.session import Failure, Session
from cycle.database import Database
from tests.cycle.cli.conftest import Ocop


@pytest.fixture
def acting() -> Iterator[Callable[[str | None], Session]]:
    """Runs in the folder of the test, as --as names somebody or nobody."""
    runs: list[Session] = []

    def start(account: str | None) -> Session:
        runs.append(Session(account=account))
        return runs[-1]

    yield start
    for run in runs:
        run.close()


Acting = Callable[[str | None], Session]


@pytest.mark.usefixtures("office")
def test_the_user_of_the_machine_acts_in_a_database_for_work(acting: Acting) -> None:
    caller = acting(None).caller("producer:CT-1")
    assert (caller.account, caller.on_behalf) == ("quantri", "producer:CT-1")


@pytest.mark.usefixtures("office")
def test_as_means_on_behalf_of_in_a_database_for_work(acting: Acting) -> None:
    session = acting("huyen")
    assert (session.caller().account, session.caller().on_behalf) == ("quantri", "account:huyen")
    with pytest.raises(Failure, match="as_twice"):
        session.caller("producer:CT-1")


@pytest.mark.usefixtures("office")
def test_acting_as_oneself_is_on_nobodys_behalf(acting: Acting) -> None:
    assert acting("quantri").caller().on_behalf is None


@pytest.mark.usefixtures("rehearsal")
def test_as_names_the_actor_in_a_rehearsal(acting: Acting) -> None:
    caller = acting("huyen").caller()
    assert (caller.account, caller.on_behalf) == ("huyen", None)


def test_a_user_without_an_account_may_do_nothing_in_a_database_for_work(office: Ocop) -> None:
    unbind(office)
    result = office.run("--lang", "en", "publish")
    assert result.exit_code == 3
    assert f"“{os_user()}” of this machine is bound to no account" in result.stderr


def test_a_rehearsal_asks_for_as_where_nobody_is_bound(rehearsal: Ocop) -> None:
    unbind(rehearsal)
    assert rehearsal.run("publish").exit_code == 2
    assert rehearsal.run("--as", "quantri", "publish").exit_code == 3


def unbind(ocop: Ocop) -> None:
    database = Database(f"sqlite:///{ocop.database}")
    with database.writing() as transaction:
        transaction.run("UPDATE account SET os_user = NULL")
    database.close()
