"""`ocop history checkpoint`: the tree over history, the root it had, and the proof that a record is in it."""

import re
from typing import Any

import click

from cycle.cli.asking.seeing import shown, view
from cycle.cli.asking.session import Failure, Session
from cycle.cli.asking.spoken import command, option, session_of
from cycle.cli.asking.written import CODE, Whole
from cycle.cli.telling.answers import DONE, FAILED, NOT_FOUND
from cycle.cli.telling.lists import wall
from cycle.cli.telling.output import tell, write_json, write_pairs
from cycle.queries.checkpoints import find_root, find_tree_state, prove_inclusion
from cycle.queries.streams import stream_of

SEES_ALL = frozenset({"see.all"})
LARGEST = 999_999_999
NUMBER = re.compile(r"[1-9][0-9]{0,8}")
# A letter may print only the beginning of a hash.
PRINTED = re.compile(r"[0-9a-f]{16,64}")


class Root(click.ParamType[str]):
    """The hash of a root, or its beginning, as a letter prints it."""

    name = "HASH"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        text = "".join(str(value).lower().split())
        if PRINTED.fullmatch(text):
            return text
        return self.fail(_say(ctx, "usage.root", given=value), param, ctx)


class Placed(click.ParamType[tuple[str, int]]):
    """A record by its stream and its number in it: `dossier/QNG2024-0001:3`."""

    name = "STREAM:NUMBER"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, int]:
        if isinstance(value, tuple):
            return value
        stream, _, number = str(value).rpartition(":")
        if stream.strip() and NUMBER.fullmatch(number):
            return stream_of(CODE.convert(stream, param, ctx)), int(number)
        return self.fail(_say(ctx, "usage.record", given=value), param, ctx)


@command("checkpoint")
@option("--at", "position", type=Whole(0, LARGEST), metavar="NUMBER")
@option("--root", "root", type=Root(), metavar="HASH")
@option("--record", "record", type=Placed(), metavar="STREAM:NUMBER")
@click.pass_obj
def checkpoint(session: Session, position: int | None, root: str | None, record: tuple[str, int] | None) -> int:
    if (root is not None and position is None) or (record is not None and position is not None):
        raise Failure("checkpoint_options", NOT_FOUND)
    view(session, SEES_ALL)
    if record is not None:
        return _prove(session, *record)
    return _state(session) if position is None else _compare(session, position, root)


def _state(session: Session) -> int:
    found = find_tree_state(session.app().office)
    if session.json:
        write_json({**found._asdict(), "made": found.made or None})
        return DONE
    made = wall(found.made) if found.made else session.texts.say("checkpoint.never")
    _pairs(session, size=found.size, root=found.root, made=made, waiting=found.waiting)
    return DONE


def _compare(session: Session, position: int, printed: str | None) -> int:
    found = find_root(session.app().office, position)
    if found is None:
        raise Failure("position_ahead", NOT_FOUND, position=position)
    same = printed is None or found.startswith(printed)
    if session.json:
        result = "computed" if printed is None else "same" if same else "different"
        write_json({"result": result, "size": position, "root": found, "printed": printed})
    else:
        tell(session.texts.say("checkpoint.computed", size=position, root=found))
        if printed is not None:
            tell(session.texts.say("checkpoint.same" if same else "checkpoint.different", printed=printed))
    return DONE if same else FAILED


def _prove(session: Session, stream: str, seq: int) -> int:
    found = shown(prove_inclusion(session.app().office, stream, seq))
    if session.json:
        write_json({**found._asdict(), "record": dict(found.record), "proof": list(found.proof)})
        return DONE
    _pairs(session, record=f"{stream}:{seq}", hash=found.hash, position=found.position)
    _pairs(session, size=found.size, root=found.root, made=wall(found.made))
    tell(session.texts.say("checkpoint.proof"))
    for one in found.proof:
        tell(f"  {one}")
    return DONE


def _pairs(session: Session, **told: Any) -> None:
    write_pairs((session.texts.say(f"checkpoint.{name}"), value) for name, value in told.items())


def _say(ctx: click.Context | None, code: str, **params: Any) -> str:
    return session_of(ctx).texts.say(code, **params) if ctx else code
