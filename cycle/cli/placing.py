"""`ocop product place`, `ocop producer place`, `ocop establishment place`: where each lies now, or a sheet of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import click

from cycle.answers import Answer, Done
from cycle.cli.asking.session import Failure, Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.together import alone
from cycle.cli.asking.types import FILE
from cycle.cli.asking.written import CODE, LINE
from cycle.cli.importing import tell_faults
from cycle.cli.telling.answers import NOT_FOUND, answer_json, answer_lines, give, status_of, with_names, worst
from cycle.cli.telling.output import talk, tell, write_json
from cycle.commands.payloads import plain
from cycle.commands.producers.placing import KINDS, Placing, place, try_place
from cycle.sheets.places import PlaceRow, read_places
from cycle.texts import Texts

Settled = tuple[Placing, Answer]


def kinds_on_sheet() -> dict[str, str]:
    """What may be placed, as a sheet calls it: a sheet is always Vietnamese."""
    texts = Texts("vi")
    return {kind: texts.word(f"registered.{kind}") for kind in KINDS}


def placing(kind: str) -> click.Command:
    """The command by which one kind of things is placed."""

    @command("place")
    @click.argument("code", type=CODE, metavar="[CODE]", required=False)
    @click.argument("places", type=CODE, metavar="[ORGANISATION]...", nargs=-1)
    @option("--basis", type=LINE, metavar="TEXT")
    @option("--from", "file", type=FILE, metavar="FILE.xlsx")
    @option("--dry-run", is_flag=True)
    @click.pass_obj
    def place_one(
        session: Session, code: str | None, places: tuple[str, ...], basis: str | None, file: Path | None, dry_run: bool
    ) -> int:
        if (file is None) == (code is None):
            raise Failure("place_what", kind=kind)
        if file is not None:
            alone("--from", "--dry-run")
            return _from_sheet(session, file, kind, dry_run=dry_run)
        if not places or basis is None:
            raise Failure("place_where", kind=kind)
        asked = Placing(kind, str(code), places, basis)
        answer = _answered(session, asked, dry_run=dry_run)
        return give(session, answer, _told(session, asked, answer, dry_run=dry_run))

    return place_one


def _answered(session: Session, asked: Placing, *, dry_run: bool) -> Answer:
    return (try_place if dry_run else place)(session.app().office, session.caller(), asked)


def _told(session: Session, asked: Placing, answer: Answer, *, dry_run: bool) -> str:
    """What was or would be done, and what may surprise in it; empty where it was refused."""
    if not isinstance(answer, Done):
        return ""
    texts, told = session.texts, answer.details
    names = {key: _named(texts, told[key]) for key in ("places", "before", "successors")}
    said = [texts.say("place.would" if dry_run else "place.done", what=asked.kind, code=asked.code, **names)]
    for key in ("strange", "elsewhere"):
        if told[key]:
            those = _named(texts, [one for one in told["places"] if one["code"] in told[key]])
            said.append(texts.say(f"place.{key}", **{**names, "places": those}))
    return " ".join(said)


def _named(texts: Texts, bodies: Iterable[Mapping[str, str]]) -> str:
    return "; ".join(texts.say("place.named" if one["province"] else "body.named", **one) for one in bodies)


def _from_sheet(session: Session, file: Path, kind: str, *, dry_run: bool) -> int:
    """Every row of the kind that says where, each settled by itself; nothing where a cell cannot be read."""
    if not file.is_file():
        raise Failure("file_missing", NOT_FOUND, file=file)
    listed = read_places(file, kinds_on_sheet())
    rows = [row for row in listed.of(PlaceRow) if row.kind == kind]
    filled = [row for row in rows if row.places]
    faults = (*listed.faults, *(listed.fault(row, "basis", "blank", {}) for row in filled if not row.basis))
    if faults:
        return tell_faults(session, faults)
    asked = [Placing(kind, row.code, row.places, row.basis or "") for row in filled]
    settled = [(one, _answered(session, one, dry_run=dry_run)) for one in asked]
    return _report(session, settled, len(rows) - len(filled), dry_run=dry_run)


def _report(session: Session, settled: Sequence[Settled], blank: int, *, dry_run: bool) -> int:
    texts = session.texts.under(session.rules())
    statuses = [status_of(answer) for _, answer in settled]
    done = sum(1 for status in statuses if status == 0)
    if session.json:
        rows = [
            {"code": one.code, "places": plain(one.places), **answer_json(answer, texts)} for one, answer in settled
        ]
        write_json({"dry_run": dry_run, "done": done, "refused": len(settled) - done, "blank": blank, "rows": rows})
    else:
        for line in _lines(session, settled, dry_run=dry_run):
            tell(line)
    talk(texts.say("place.sum", done=done, refused=len(settled) - done, blank=blank))
    return worst(statuses)


def _lines(session: Session, settled: Sequence[Settled], *, dry_run: bool) -> Iterator[str]:
    for one, answer in settled:
        if status_of(answer) == 0:
            yield _told(session, one, answer, dry_run=dry_run)
        else:
            texts = session.texts.under(session.rules())
            why = answer_lines(with_names(session, answer), texts)[1:]
            yield f"{one.code}: " + " ".join(line.strip(" -") for line in why)
