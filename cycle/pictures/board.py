"""The season's board as a picture: bars by stage and state, ends, and the evaluations of each locality."""

from collections.abc import Iterator
from itertools import groupby

from cycle.pictures.bars import Bar, Columns, Row, define_patterns, draw_key, draw_rows, height_of
from cycle.pictures.spots import stage_title, state_title
from cycle.queries.seasons.board import Board
from cycle.queries.seasons.localities import LocalityRow
from cycle.queries.seasons.positions import Position
from cycle.texts import Texts
from workflows.drawing.ink import DARK, Sheet, sheet_of, text_of, write
from workflows.drawing.paper import BORDER, print_of

TITLE, SUBTITLE = 18.0, 11.0
HEAD = 78.0


def draw_board(texts: Texts, board: Board) -> str:
    """The board as SVG; every number stands in the picture and in its description."""
    counted = [*(p.dossiers for p in board.positions), *(f.dossiers for f in board.finals)]
    most = max([*counted, *(one.dossiers for one in board.localities if board.rated)], default=1)
    columns = Columns(230, 290, 230, max(most, 1))
    rows = list(_rows(texts, board))
    size = (columns.width + 2 * BORDER, HEAD + sum(height_of(row, columns) for row in rows) + 2 * BORDER)
    title, counts = texts.say("board.title", programme=board.programme, on=board.on), _counts(texts, board)
    told = "\n".join([counts, *(f"{row.label}: {row.told}" if row.told else f"{row.label}." for row in rows)])
    root = sheet_of(Sheet(size, print_of(size), texts.language, title, told))
    define_patterns(root)
    write(root, (BORDER, BORDER + TITLE), title, TITLE, font_weight="bold")
    write(root, (BORDER, BORDER + TITLE + 20), counts, SUBTITLE, fill=DARK)
    patterns = ("plain", "late", "blocked", *(["done"] if board.rated else []))
    kinds = [(kind, texts.say(f"picture.{kind}")) for kind in patterns]
    draw_key(root, kinds, (BORDER, BORDER + TITLE + 44))
    draw_rows(root, rows, columns, (BORDER, BORDER + HEAD), title)
    return text_of(root)


def _counts(texts: Texts, board: Board) -> str:
    told = texts.say(
        "picture.counts", dossiers=board.dossiers, open=board.open, late=board.late, blocked=len(board.blocked)
    )
    if not board.rated:
        return told
    done = {"evaluated": board.localities_evaluated, "localities": len(board.localities)}
    return f"{told} {texts.say('picture.counts_rated', **done)}"


def _rows(texts: Texts, board: Board) -> Iterator[Row]:
    places = groupby(board.positions, key=lambda one: (one.spot.workflow, one.spot.stage))
    for (workflow, stage), positions in places:
        yield Row(stage_title(texts, workflow, stage))
        yield from (_position(texts, one) for one in positions)
    if board.finals:
        yield Row(texts.say("board.finals"))
    for end in board.finals:
        yield Row(
            state_title(texts, end.spot), texts.say("picture.ended", count=end.dossiers), (Bar("plain", end.dossiers),)
        )
    if board.localities and board.rated:
        yield Row(texts.say("picture.localities"))
        yield from (_locality(texts, one) for one in board.localities if one.dossiers)
        if left_out := sum(not one.dossiers for one in board.localities):
            yield Row(texts.say("picture.localities_left_out", count=left_out))


def _position(texts: Texts, one: Position) -> Row:
    label = state_title(texts, one.spot)
    if one.inner is not None:
        label = f"{label}: {state_title(texts, one.inner)}"
    told = texts.say("picture.position", dossiers=one.dossiers, late=one.late, blocked=one.blocked)
    small = tuple(Bar(kind, amount) for kind, amount in (("late", one.late), ("blocked", one.blocked)) if amount)
    return Row(label, told, (Bar("plain", one.dossiers), *small))


def _locality(texts: Texts, one: LocalityRow) -> Row:
    told = texts.say("picture.locality", dossiers=one.dossiers, evaluated=one.evaluated)
    done = (Bar("done", one.evaluated),) if one.evaluated else ()
    return Row(one.name, told, (Bar("plain", one.dossiers), *done))
