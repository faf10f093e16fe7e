"""Performing one scripted act: which command it is, by whom, for which dossier, with which values."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from cycle.answers import Answer, Done
from cycle.clock import day_in
from cycle.commands import publishing
from cycle.commands.fire import Fire, fire
from cycle.commands.permits import Caller
from cycle.commands.register import register
from cycle.commands.register.contacts import Contact, add_contact
from cycle.commands.seasons import items, opening
from cycle.database import Transaction
from cycle.demo.calling import applies, on_deadline
from cycle.demo.cast import dossier_of, read_products
from cycle.demo.papering import bring, paper_named, verify
from cycle.demo.scoring import score
from cycle.demo.script import ON_DEADLINES, TYPED, Script, ScriptedAct
from cycle.demo.stage import Stage
from cycle.demo.typed import typed
from cycle.imports import import_products
from cycle.sheets import explain

Answers = Iterator[tuple[str, Answer | str]]


def perform(stage: Stage, script: Script, act: ScriptedAct) -> Answers:
    """Every answer to one act, with the product or account it is about; a text tells what is wrong with a workbook."""
    for about, answer in _VERBS[act.verb](stage, script, act):
        stage.clock.next_command()
        yield about, answer


def _enters(stage: Stage, script: Script, act: ScriptedAct) -> Answers:
    caller = Caller(stage.cast.account(act, None))
    today = day_in(stage.office.zone, stage.clock.now())
    for person in script.people[act.what]:
        yield person.account, register.add_account(stage.office, caller, register.Account(person.account, person.name))
        holding = register.Holding(person.account, person.role, person.of, today)
        yield person.account, register.grant_role(stage.office, caller, holding)
        if person.email:
            contact = Contact(f"LH-{person.of}", person.of, person.name, None, person.email, today)
            yield person.account, add_contact(stage.office, caller, contact)
        stage.cast.people.append(person)


def _imports(stage: Stage, _script: Script, act: ScriptedAct) -> Answers:
    caller = Caller(stage.cast.account(act, None))
    report = import_products(stage.office, caller, stage.workbook, good_rows=False, progress=lambda _done, _total: None)
    for fault in report.faults:
        yield "", f"{fault.sheet}:{fault.row}: {explain(fault, stage.texts.language)}"
    for reason in report.refused:
        yield "", stage.texts.reason(reason, stage.rules)
    with stage.office.database.reading() as transaction:
        stage.cast.products = read_products(transaction, day_in(stage.office.zone, stage.office.clock.now()))
    yield "", Done(stage.workbook.name, "", 0, {"written": report.written})


def _opens(stage: Stage, script: Script, act: ScriptedAct) -> Answers:
    caller = Caller(stage.cast.account(act, None))
    if act.what == "season":
        yield "", opening.open_season(stage.office, caller, script.programme)
        return
    if act.what == "tasks":
        with stage.office.database.reading() as transaction:
            waiting = items.waiting_items(transaction, stage.rules.programmes[script.programme])
        yield from items.open_items(stage.office, caller, script.programme, waiting)
        return
    asked = [opening.Opening(script.programme, product, happened=act.happened) for product in act.products]
    yield from zip(act.products, opening.open_dossiers(stage.office, caller, asked), strict=True)


def _publishes(stage: Stage, _script: Script, act: ScriptedAct) -> Answers:
    answer = publishing.publish(stage.office, Caller(stage.cast.account(act, None)), stage.declared, None)
    if isinstance(answer, list):
        yield from (("", stage.texts.problem(problem)) for problem in answer)
        return
    if isinstance(answer, Done):
        stage.rules = stage.declared.rules
    yield "", answer


def _applies(stage: Stage, _script: Script, act: ScriptedAct) -> Answers:
    yield from applies(stage, act)


def _on_deadline(stage: Stage, _script: Script, act: ScriptedAct) -> Answers:
    yield from on_deadline(stage, act)


def _brings(stage: Stage, _script: Script, act: ScriptedAct) -> Answers:
    yield from bring(stage, act)


def _verifies(stage: Stage, _script: Script, act: ScriptedAct) -> Answers:
    yield from verify(stage, act)


def _scores(stage: Stage, _script: Script, act: ScriptedAct) -> Answers:
    yield from score(stage, act)


def _types(stage: Stage, _script: Script, act: ScriptedAct) -> Answers:
    yield from typed(stage, act)


def _does(stage: Stage, _script: Script, act: ScriptedAct) -> Answers:
    for product in act.products:
        with stage.office.database.reading() as transaction:
            dossier = dossier_of(transaction, product, act.family)
            values = _values(stage, transaction, act, product)
        asked = Fire(
            dossier,
            act.what,
            stage.cast.account(act, product),
            on_behalf=stage.cast.on_behalf(act, product),
            values=values,
            note=act.note,
            override=act.override,
            happened=act.happened,
            seen_version=act.seen,
        )
        yield product, fire(stage.office, asked)


def _values(stage: Stage, transaction: Transaction, act: ScriptedAct, product: str) -> Mapping[str, Any]:
    """The values as a trigger wants them: where one names a type of paper, the newest of that type is meant."""
    return {
        name: paper_named(stage, transaction, act, product, value)
        if isinstance(value, str) and value in stage.rules.papers
        else value
        for name, value in act.values.items()
    }


_VERBS: Mapping[str, Callable[[Stage, Script, ScriptedAct], Answers]] = {
    "enters": _enters,
    "imports": _imports,
    "opens": _opens,
    "publishes": _publishes,
    "applies": _applies,
    "brings": _brings,
    "verifies": _verifies,
    "does": _does,
    "scores": _scores,
    **dict.fromkeys(TYPED, _types),
    **dict.fromkeys(ON_DEADLINES, _on_deadline),
}
