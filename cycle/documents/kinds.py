"""Which facts each kind of document is drafted from."""

from collections.abc import Callable, Mapping

from cycle.documents import dossiers, rounds, sittings
from cycle.documents.desks import Desk
from cycle.documents.facts import ForDossier, ForRound, ForSession, Words
from workflows.verdict import Reason

FACTS: Mapping[str, Callable[[Desk], Words | Reason]] = {
    "commune_report": dossiers.report_facts,
    "commune_request": rounds.proposal_facts,
    "province_request": dossiers.request_facts,
    "score_sheet": dossiers.sheet_facts,
    "sheet_summary": sittings.summary_facts,
    "minutes": sittings.minutes_facts,
    "submission": rounds.submission_facts,
    "decision": rounds.decision_facts,
    "approval_decision": rounds.approval_facts,
    "certificate": dossiers.certificate_facts,
    "notice": rounds.results_facts,
}
# What samples of each kind are: a template is tried on them.
SHAPES: Mapping[str, type[ForDossier] | type[ForRound] | type[ForSession]] = {
    "commune_report": ForDossier,
    "commune_request": ForRound,
    "province_request": ForDossier,
    "score_sheet": ForDossier,
    "sheet_summary": ForSession,
    "minutes": ForSession,
    "submission": ForRound,
    "decision": ForRound,
    "approval_decision": ForRound,
    "certificate": ForDossier,
    "notice": ForRound,
}
