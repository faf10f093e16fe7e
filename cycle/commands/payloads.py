"""What the record of a step or an opening says, in plain canonical values."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from cycle import deadlines, unique
from cycle.commands.planning import Move, Opening
from cycle.history import Recorded, Snapshot
from workflows.verdict import Outcome, Reason


def plain(value: Any) -> Any:
    """A value as canonical JSON can hold it: days and fractions as text, sets in order."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(plain(one) for one in value)
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    return value


def reason_payload(reason: Reason) -> Mapping[str, Any]:
    """A reason as history and the programmatic ways out show it."""
    return {"code": reason.code, "params": plain(reason.params), "mend": list(reason.mend)}


def step_payload(planned: Move, cause: Recorded | None) -> Mapping[str, Any]:
    """The payload of a `step`: the move, each guard's outcome, the values and the papers it relied on."""
    step = planned.step
    payload: dict[str, Any] = {
        "trigger": step.trigger,
        "from": step.source,
        "to": step.target,
        "stage": step.stage,
        "final": step.final,
        "values": plain(step.values),
        "guards": [outcome_payload(outcome) for outcome in step.outcomes],
        "papers": [{"paper": r.paper, "type": r.type, "version": r.version, "hash": r.hash} for r in step.relied],
        "deadlines": deadlines.payload(planned.clocks),
        **planned.bearings,
    }
    if planned.request.override:
        payload["override"] = True
    if planned.openings:
        codes = [one.code for one in planned.openings]
        payload["opened"] = codes if len(codes) > 1 else codes[0]
    if cause:
        payload["cause"] = {"stream": cause.stream, "seq": cause.seq, "hash": cause.hash}
    return payload


def opened_payload(parent: Snapshot, opening: Opening, cause: Recorded) -> Mapping[str, Any]:
    """The payload of the `opened` record of a dossier that another one opens."""
    definition = opening.definition
    return {
        "code": opening.code,
        "root": parent.root,
        "parent": parent.code,
        "family": definition.family,
        "workflow": definition.name,
        "definition": definition.hash,
        "programme": opening.programme,
        "product": parent.product,
        "producer": parent.producer,
        "to": definition.initial,
        "stage": definition.states[definition.initial].stage,
        "values": plain(opening.values),
        "deadlines": deadlines.payload(opening.clocks),
        "cause": {"stream": cause.stream, "seq": cause.seq, "hash": cause.hash},
        **unique.payload(definition, opening.values),
        **opening.bearings,
    }


def outcome_payload(outcome: Outcome) -> Mapping[str, Any]:
    told: dict[str, Any] = {"guard": outcome.guard, "result": outcome.result}
    if outcome.reasons:
        told["reasons"] = [reason_payload(reason) for reason in outcome.reasons]
    return told
