"""Which dossiers under way may be entered, and at which states: a season, with the open dossier that it waits for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from cycle.commands.entering import Desk, Law, OnPaper, Ready, Wrong, day_faults, prepared, product_faults
from cycle.commands.permits import lying_in
from cycle.publication import lasting
from workflows.definition import Definition
from workflows.entering import (
    acts_asked_for,
    doers_of,
    forbidden_by_values,
    opened_on_arrival,
    surely_known,
    waits_for_child,
)
from workflows.on_paper import roundless
from workflows.programme import Programme
from workflows.rules import Rules
from workflows.verdict import Reason


@dataclass(frozen=True)
class Placed:
    """A dossier under way, and the one that it waits in where its state is one of waiting."""

    season: OnPaper
    child: OnPaper | None = None


def ready_to_enter(desk: Desk, placed: Placed) -> tuple[Ready, Ready | None] | tuple[list[Wrong], list[Wrong]]:
    """Both dossiers ready to be written, or everything that is wrong with the first and with the second."""
    season = _ready(desk, placed.season, as_child=False)
    child = _ready(desk, placed.child, as_child=True) if placed.child else None
    wrong_season = season if isinstance(season, list) else []
    wrong_child = child if isinstance(child, list) else []
    if isinstance(season, Ready):
        wrong_season = [*wrong_season, *_here_already(desk, season), *_childless(season, placed.child)]
        wrong_child = [*wrong_child, *_unfitting(desk, season, placed.child)]
    if wrong_season or wrong_child or isinstance(season, list) or isinstance(child, list):
        return wrong_season, wrong_child
    return season, child


def _ready(desk: Desk, asked: OnPaper, *, as_child: bool) -> Ready | list[Wrong]:
    law = _law(desk, asked)
    if isinstance(law, list):
        return [*product_faults(desk, asked.product), *day_faults(desk, asked), *law]
    ready = _judged(desk, law, asked, as_child=as_child)
    if isinstance(ready, Ready):
        return ready
    named = {"workflow": law.definition.name}
    return [(field, replace(reason, params={**named, **reason.params})) for field, reason in ready]


def _judged(desk: Desk, law: Law, asked: OnPaper, *, as_child: bool) -> Ready | list[Wrong]:
    wrong = [
        *product_faults(desk, asked.product),
        *day_faults(desk, asked),
        *_season_faults(law.programme, asked),
        *_family_faults(law, as_child=as_child),
        *_state_faults(law.definition, asked),
        *_act_faults(desk, law, asked),
    ]
    if any(field == "state" for field, _ in wrong):
        return wrong
    ready = prepared(desk, law, asked, _acts(desk, law.definition, asked))
    if isinstance(ready, list):
        return [*wrong, *ready]
    return [*wrong, *(("values", reason) for reason in _value_faults(law, asked, ready))] or ready


def _value_faults(law: Law, asked: OnPaper, ready: Ready) -> list[Reason]:
    """What a dossier in the state has on record and this one has not; else why its values forbid the state."""
    never = roundless(law.definition, law.programme)
    missing = sorted(surely_known(law.definition, asked.state) - ready.values.keys() - never)
    reasons = [Reason("value_not_entered", {"value": name, "state": asked.state}) for name in missing]
    return reasons or [*forbidden_by_values(law.definition, asked.state, ready.values, never)]


def _law(desk: Desk, asked: OnPaper) -> Law | list[Wrong]:
    """The publication in force on the day it came to its state, and the workflow in force when it began."""
    published = desk.office.rulebook.on(desk.transaction, asked.since)
    if published is None:
        return [("since", Reason("no_publication", {"day": asked.since}))]
    rules = published.rules
    definition, programme = rules.definitions.get(asked.workflow), rules.programmes.get(desk.programme)
    if programme is None:
        return [("since", Reason("programme_unknown", {"programme": desk.programme}))]
    if definition is None:
        return [("workflow", Reason("no_regime", {"family": asked.workflow, "happened": asked.began}))]
    right = rules.member(definition.family, asked.began)
    if right is None:
        return [("began", Reason("no_regime", {"family": definition.family, "happened": asked.began}))]
    if right is not definition:
        told = {"workflow": definition.name, "right": right.name, "happened": asked.began}
        return [("workflow", Reason("workflow_not_of_day", told))]
    if not lasting(desk.transaction, desk.office.rulebook, definition, asked.since):
        told = {"workflow": definition.name, "happened": asked.since}
        return [("workflow", Reason("workflow_superseded", told))]
    return Law(published.hash, rules, programme, definition)


def _season_faults(programme: Programme, asked: OnPaper) -> Iterator[Wrong]:
    for name, day in (("began", asked.began), ("since", asked.since)):
        if not programme.starts <= day <= programme.ends:
            told = {"programme": programme.name, "starts": programme.starts, "ends": programme.ends, "happened": day}
            yield name, Reason("outside_season", told)


def _family_faults(law: Law, *, as_child: bool) -> Iterator[Wrong]:
    """Only what the programme's season begins with is entered by itself, and only what it opens beside it."""
    family = law.definition.family
    begins = law.programme.opens == family
    opened = {move.opens for one in law.rules.families.get(law.programme.opens, ()) for move in one.transitions}
    if family not in law.programme.families or not (family in opened if as_child else begins):
        yield "workflow", Reason("family_not_entered", {"family": family})


def _state_faults(definition: Definition, asked: OnPaper) -> Iterator[Wrong]:
    state = definition.states.get(asked.state)
    if state is None:
        yield "state", Reason("state_not_of_workflow", {"state": asked.state, "workflow": definition.name})
    elif state.final is not None:
        yield "state", Reason("state_not_under_way", {"state": asked.state})


def _acts(desk: Desk, definition: Definition, asked: OnPaper) -> Mapping[str, Any]:
    """The acts behind it as history keeps them: whoever enters one has a hand in it, beside the account named."""
    here, acts = desk.permit.act.actor, asked.acts
    return {
        trigger: [here, f"account:{acts[trigger]}", asked.since] if trigger in acts else ["", None, asked.since]
        for trigger in sorted(acts_asked_for(definition, asked.state))
    }


def _act_faults(desk: Desk, law: Law, asked: OnPaper) -> Iterator[Wrong]:
    """Who did an earlier act is asked only where a later one may not be the same person's."""
    definition = law.definition
    wanted = sorted(acts_asked_for(definition, asked.state)) if asked.state in definition.states else []
    for trigger, account in asked.acts.items():
        if trigger not in wanted:
            yield "acts", Reason("act_not_asked_for", {"trigger": trigger, "wanted": wanted})
        elif not desk.transaction.row("SELECT 1 FROM account WHERE code = ?", (account,)):
            yield "acts", Reason("account_unknown", {"account": account})
        elif not _may_have_done(desk, law, asked, trigger):
            doers = sorted(map(str, doers_of(definition, asked.state, trigger)))
            told = {"account": account, "trigger": trigger, "roles": doers, "began": asked.began}
            yield "acts", Reason("act_of_other_role", told)


def _may_have_done(desk: Desk, law: Law, asked: OnPaper, trigger: str) -> bool:
    """Whether the account named held a role that does the act, or enters for one that does, since the dossier began.

    A role given later counts as well: an office that begins gives all of them at its own beginning.
    """
    doers = doers_of(law.definition, asked.state, trigger)
    held = desk.transaction.rows(
        "SELECT role, holder FROM account_grant WHERE account = ? AND (valid_to IS NULL OR valid_to >= ?)",
        (asked.acts[trigger], asked.began.isoformat()),
    )
    areas = desk.transaction.rows("SELECT organisation FROM product_area WHERE product = ?", (asked.product,))
    holders = {"of_product": lying_in(desk.transaction, (code for (code,) in areas), desk.permit.today)}
    makers = desk.transaction.rows("SELECT producer FROM product WHERE code = ?", (asked.product,))
    holders["own"] = {code for (code,) in makers}
    entering = {name for name, role in law.rules.roles.items() if {who.role for who in doers} & set(role.acts_for)}
    return any(
        role in entering or any(who.role == role and holder in holders.get(who.scope, {holder}) for who in doers)
        for role, holder in held
    )


def _here_already(desk: Desk, season: Ready) -> Iterator[Wrong]:
    """A product has one season in a programme: what stands on paper neither overwrites nor repeats one that is here."""
    found = desk.transaction.row(
        "SELECT code, state, final, happened FROM dossier WHERE product = ? AND programme = ? AND family = ? "
        "ORDER BY CASE WHEN final IS NULL THEN 0 ELSE 1 END, happened DESC, code DESC",
        (season.asked.product, desk.programme, season.definition.family),
    )
    if found is None:
        return
    code, state, final, happened = found
    product = season.asked.product
    told = {"product": product, "dossier": code, "state": state}
    if final is not None:
        ended = {"product": product, "dossier": code, "state": state, "ended": happened}
        yield "product", Reason("dossier_ended_here", ended)
    elif state == season.definition.initial:
        yield "product", Reason("dossier_begun_here", told)
    else:
        yield "product", Reason("dossier_already_open", told)


def _childless(season: Ready, child: OnPaper | None) -> Iterator[Wrong]:
    if child is None and waits_for_child(season.definition, season.asked.state):
        families = _awaited(season)
        yield "state", Reason("child_not_entered", {"state": season.asked.state, "families": families})


def _unfitting(desk: Desk, season: Ready, child: OnPaper | None) -> Iterator[Wrong]:
    """The dossier that a season waits for was opened by the act that brought the season to its state."""
    if child is None:
        return
    rules: Rules = desk.permit.published.rules
    definition = rules.definitions.get(child.workflow)
    awaited = _awaited(season) if waits_for_child(season.definition, season.asked.state) else []
    if definition is None or definition.family not in awaited:
        yield "workflow", Reason("parent_waits_for_none", {"state": season.asked.state})
    elif child.began != season.asked.since:
        yield "began", Reason("child_of_other_day", {"began": child.began, "since": season.asked.since})


def _awaited(season: Ready) -> list[str]:
    return sorted(opened_on_arrival(season.definition, season.asked.state))
