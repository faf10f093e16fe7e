"""`ocop doctor`: what is set up, and what is wrong with it; `ocop doctor --settings`: each setting and its origin."""

import os
from collections.abc import Iterator
from dataclasses import asdict

import click
from click.core import ParameterSource

from cycle.app import clock_of
from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.telling.answers import DONE, FAILED
from cycle.cli.telling.lists import Shown as Answer
from cycle.cli.telling.lists import Table, as_workbook, write_shown
from cycle.cli.telling.output import talk
from cycle.clock import day_in
from cycle.commands.payloads import plain
from cycle.doctor import BAD, Finding, examine
from cycle.office import Office
from cycle.settings import Shown, strange_variables
from cycle.texts import Texts

COLUMNS = ("setting", "set_to", "origin", "variables")


@command("doctor")
@option("--settings", "only_settings", is_flag=True)
@as_workbook
@click.pass_obj
def doctor(session: Session, only_settings: bool) -> int:
    if only_settings:
        return _settings(session)
    today = day_in(Office.zone, clock_of(None, rehearsal=False).now())
    findings = examine(session.settings(), today)
    texts = session.texts
    told = [(one, _text(texts, one)) for one in findings]
    value = [{"code": o.code, "state": o.state, "params": plain(o.params), "text": t} for o, t in told]
    rows = [(texts.word(f"finding.{one.state}"), text) for one, text in told]
    write_shown(session, Answer(lambda: value, [Table("table.findings", ("state", "finding"), rows)]))
    return FAILED if any(one.state == BAD for one in findings) else DONE


def _settings(session: Session) -> int:
    """Each setting with its value, secrets masked, where it comes from, and by which variables it is set."""
    shown = [*session.settings().shown(), *_of_this_run(session)]
    strange = strange_variables(os.environ)
    odd = [{"variable": name, "nearest": near} for name, near in strange]
    texts, value = session.texts, {"settings": [plain(asdict(one)) for one in shown], "strange": odd}
    table = Table("table.settings", COLUMNS, [_row(texts, one) for one in shown])
    write_shown(session, Answer(lambda: value, [table]))
    for name, near in () if session.json else strange:
        talk(texts.say("settings.strange", name=name, nearest=near))
    return DONE


def _of_this_run(session: Session) -> Iterator[Shown]:
    """What no file sets: the settings file itself, who acts, and a rehearsal's instant."""
    named = "--settings" if session.settings_file else "OCOP_SETTINGS" if os.environ.get("OCOP_SETTINGS") else "found"
    file = session.settings().file
    yield Shown("settings", str(file or ""), named if file else "default", ("OCOP_SETTINGS",))
    instant = session.instant.isoformat() if session.instant else ""
    for name, value, variable in (("as", session.account or "", "OCOP_AS"), ("now", instant, "OCOP_NOW")):
        of = click.get_current_context().find_root().get_parameter_source("account" if name == "as" else "instant")
        origin = variable if of is ParameterSource.ENVIRONMENT else f"--{name}" if value else "default"
        yield Shown(name, value, origin, (variable,))


def _row(texts: Texts, one: Shown) -> tuple[str, str, str, str]:
    return one.name, one.value, texts.show("origin_of_setting", one.origin), ", ".join(one.variables)


def _text(texts: Texts, one: Finding) -> str:
    """What a finding says; where it keeps the office from being opened, the words of that."""
    own = f"doctor.{one.code}"
    return texts.say(own if texts.has(own) else f"start.{one.code}", **one.params)
