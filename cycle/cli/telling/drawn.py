"""The pictures of a season that `ocop board` draws: the board, and the funnel of the stages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cycle.cli.asking.seeing import shown, view
from cycle.cli.asking.session import Failure, Session
from cycle.cli.telling.answers import NOT_FOUND
from cycle.pictures.board import draw_board
from cycle.pictures.funnel import draw_funnel
from cycle.queries.seasons.board import board
from cycle.queries.seasons.funnel import funnel


@dataclass(frozen=True)
class Season:
    """Which programme, as of which day, and of which organisation's localities; None: of all."""

    programme: str
    on: date
    within: str | None


def pictures(session: Session, season: Season, svg: Path | None, funnels: Path | None) -> Mapping[Path, str]:
    """The pictures asked for, each with the file that it is for.

    Raises Refused; Failure where both name one file, or a workbook is asked for too.
    """
    if session.xlsx is not None:
        raise Failure("board_one_way", NOT_FOUND)
    if svg == funnels:
        raise Failure("file_exists", NOT_FOUND, file=svg)
    wanted: Mapping[Callable[[Session, Season], str], Path | None] = {_board: svg, _funnel: funnels}
    return {file: drawn(session, season) for drawn, file in wanted.items() if file is not None}


def _board(session: Session, season: Season) -> str:
    found = shown(board(session.app().office, view(session), season.programme, season.on, season.within))
    return draw_board(session.texts.under(session.rules()), found)


def _funnel(session: Session, season: Season) -> str:
    found = shown(funnel(session.app().office, view(session), season.programme, season.on, season.within))
    return draw_funnel(session.texts.under(session.rules()), found)
