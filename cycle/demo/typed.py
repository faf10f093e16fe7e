"""Scripted acts that are typed as people type them: a whole line of `ocop`, by the account that the act names."""

import shlex
from collections.abc import Iterator
from pathlib import Path

from cycle.answers import Answer, Done
from cycle.clock import day_in
from cycle.demo.cast import dossier_meant, read_products
from cycle.demo.pdf import pdf
from cycle.demo.script import ScriptedAct
from cycle.demo.stage import Said, Stage
from workflows.verdict import Reason, Refusal

REFUSED = 3
SCAN = "ban-quet.pdf"


def typed(stage: Stage, act: ScriptedAct) -> Iterator[tuple[str, Answer | str]]:
    """The line of an act, once, or once for each of its products; what a `shows` wrote is its details."""
    for product in act.products or ("",):
        words = [_filled(stage, act, product, word) for word in shlex.split(act.what)]
        said = stage.terminal(stage.cast.account(act, product or None), words, as_json=act.verb != "shows")
        yield product, _answer(act, said)
    _refresh(stage)


def _answer(act: ScriptedAct, said: Said) -> Answer | str:
    if said.status == act.status:
        return Done(act.what, "", 0, {"text": said.text})
    reasons = said.told.get("reasons", ())
    if said.status == REFUSED and reasons:
        found = tuple(Reason(one["code"], one["params"], tuple(one["mend"])) for one in reasons)
        return Refusal("", said.told.get("state", ""), found)
    return said.text


def _filled(stage: Stage, act: ScriptedAct, product: str, word: str) -> str:
    """A word with its names in braces filled in: files of the script's folder, a scanned paper, dossiers."""
    before, opened, rest = word.partition("{")
    if not opened:
        return word
    name, _, after = rest.partition("}")
    return before + _meant(stage, act, product, name) + _filled(stage, act, product, after)


def _meant(stage: Stage, act: ScriptedAct, product: str, name: str) -> str:
    known = {"files": stage.workbook.parent, "folder": stage.folder, "product": product}
    if name in known:
        return str(known[name])
    if name == "scan":
        return str(_scan(stage, act))
    with stage.office.database.reading() as transaction:
        return dossier_meant(transaction, name.replace("product.", f"{product}."))


def _scan(stage: Stage, act: ScriptedAct) -> Path:
    """A signed paper as it comes from the scanner."""
    file = stage.folder / SCAN
    lines = [stage.texts.text("demo", "paper.warning"), stage.clock.now().isoformat()]
    file.write_bytes(pdf(act.title, lines))
    return file


def _refresh(stage: Stage) -> None:
    """The products as the register has them now."""
    with stage.office.database.reading() as transaction:
        stage.cast.products = read_products(transaction, day_in(stage.office.zone, stage.clock.now()))
