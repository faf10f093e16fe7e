"""The board, the list and the search, against the SQL that reads the same rows and nothing else."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from bench.grounds import driver_connection
from bench.model import TODAY
from bench.profiling import where_time_goes
from bench.rounds import in_turns
from bench.stand import Stand
from bench.table import Result
from cycle.queries.dossiers.dossiers import DossierFilter, list_dossiers
from cycle.queries.paging import Page
from cycle.queries.register.producers import MakerFilter, list_producers, list_products
from cycle.queries.seasons.board import Board, board
from cycle.transactions import text_for
from tests.scene import PROGRAMME

REACH = 3.0
SIZE = 50
_LISTED = (
    "d.code, d.family, d.workflow, d.definition, d.programme, d.product, d.producer, d.state, d.stage, d.final, "
    "d.version, d.opened, d.happened, p.name, p.sector, o.name"
)
_JOINED = "FROM dossier d JOIN product p ON p.code = d.product JOIN producer o ON o.code = d.producer"
_FOUND = "WHERE (p.name_folded LIKE ? OR o.name_folded LIKE ? OR lower(d.code) LIKE ? OR lower(p.code) LIKE ?)"
_PLACES = (
    "SELECT a.product, o.name FROM product_area a JOIN organisation o ON o.code = a.organisation "
    "WHERE a.product IN ({})"
)
_DUE = "SELECT dossier, name, last_day FROM deadline WHERE status = 'open' AND dossier IN ({})"
BOARD = (
    "SELECT * FROM dossier WHERE programme = ? ORDER BY code",
    "SELECT p.code, p.sector, o.kind FROM product p JOIN producer o ON o.code = p.producer",
    "SELECT product, establishment FROM product_establishment",
    "SELECT product, organisation FROM product_area",
    "SELECT code, type, version, holder_kind, holder, status, received, issued, expires, count, hash FROM paper",
    "SELECT dossier, name, opened_seq, last_day FROM deadline WHERE status = 'open'",
)


class _Hand:
    def __init__(self, stand: Stand) -> None:
        self.connection = driver_connection(stand.url)
        self.text = text_for(postgresql=stand.kind == "postgresql")
        self.order = ' COLLATE "C"' if stand.kind == "postgresql" else ""

    def rows(self, statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = self.connection.cursor().execute(self.text(statement), parameters).fetchall()
        return found

    def page(self, conditions: str, parameters: Sequence[Any], skipped: int) -> int:
        """One page, how many there are, and for its rows the places and the next deadlines."""
        self.rows(f"SELECT COUNT(*) {_JOINED} {conditions}", parameters)
        order = f"ORDER BY p.name_key{self.order}, d.code{self.order} LIMIT {SIZE} OFFSET {skipped}"
        found = self.rows(f"SELECT {_LISTED} {_JOINED} {conditions} {order}", parameters)
        marks = ", ".join("?" * len(found))
        self.rows(_PLACES.format(marks), [row[5] for row in found])
        self.rows(_DUE.format(marks), [row[0] for row in found])
        self.connection.rollback()
        return 1

    def board(self) -> int:
        for statement in BOARD:
            self.rows(statement, (PROGRAMME,) if "?" in statement else ())
        self.connection.rollback()
        return 1

    def found(self, table: str, wanted: str) -> int:
        """A page of those whose name or code holds a text."""
        condition = "WHERE name_folded LIKE ? OR lower(code) LIKE ?"
        self.rows(f"SELECT COUNT(*) FROM {table} {condition}", (wanted, wanted))
        order = f"ORDER BY name_key{self.order}, code{self.order} LIMIT {SIZE}"
        self.rows(f"SELECT * FROM {table} {condition} {order}", (wanted, wanted))
        self.connection.rollback()
        return 1


def looking(stand: Stand, rounds: int) -> Iterator[Result]:
    """A row for each question."""
    hand = _Hand(stand)
    text = f"{700000 + stand.dossiers // 2}"
    wanted = f"%{text}%"
    far = stand.dossiers // 2 // SIZE + 1
    cases: tuple[tuple[str, Callable[[], int], Callable[[], int], float | None], ...] = (
        ("board", lambda: _boarded(stand), hand.board, REACH),
        ("list, first page", lambda: _listed(stand, DossierFilter(), 1), lambda: hand.page("", (), 0), REACH),
        (
            "list, far page, filtered",
            lambda: _listed(stand, DossierFilter(programme=PROGRAMME, sector="food"), far),
            lambda: hand.page("WHERE d.programme = ? AND p.sector = ?", (PROGRAMME, "food"), (far - 1) * SIZE),
            REACH,
        ),
        (
            "search for dossiers",
            lambda: _listed(stand, DossierFilter(text=text), 1),
            lambda: hand.page(_FOUND, (wanted,) * 4, 0),
            None,
        ),
        (
            "search for producers",
            lambda: list_producers(stand.office, stand.view, MakerFilter(text=text), Page(SIZE)).total,
            lambda: hand.found("producer", wanted),
            None,
        ),
        (
            "search for products",
            lambda: list_products(stand.office, stand.view, MakerFilter(text=text), Page(SIZE)).total,
            lambda: hand.found("product", wanted),
            None,
        ),
    )
    for name, ours, by_hand, reach in cases:
        (found,) = in_turns([_way(ours), _way(by_hand)], rounds)
        yield Result(name, stand.kind, stand.dossiers, found, reach, where_time_goes(ours) if reach else "")
    hand.connection.close()


def _way(ask: Callable[[], int]) -> Callable[[int], Callable[[], int]]:
    """One question once, whatever it finds."""

    def once() -> int:
        ask()
        return 1

    return lambda _number: once


def _boarded(stand: Stand) -> int:
    found = board(stand.office, stand.view, PROGRAMME, TODAY)
    assert isinstance(found, Board), found
    return found.dossiers


def _listed(stand: Stand, wanted: DossierFilter, page: int) -> int:
    return list_dossiers(stand.office, stand.view, wanted, TODAY, Page(SIZE, page)).total
