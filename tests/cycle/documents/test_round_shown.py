"""A round's sessions and documents are shown to whom the lists of sessions and documents show them."""

from datetime import date

from cycle.answers import Done
from cycle.commands.documents.documents import file_document
from cycle.queries.documents import DocumentFilter, list_documents
from cycle.queries.evaluation.rounds import RoundSheet, find_round
from cycle.queries.evaluation.sessions import SessionFilter, list_sessions
from cycle.queries.paging import Page
from tests.cycle.documents.conftest import ROUND, Desk
from tests.cycle.documents.test_filing import signed
from tests.evaluating import PRODUCT, PROGRAMME, bring

Codes = tuple[set[str], set[str]]


def listed(desk: Desk, account: str) -> Codes:
    """The sessions and the documents of the round that an account lists."""
    office, seen = desk.scene.office, desk.view(account)
    sessions = list_sessions(office, seen, SessionFilter(round=ROUND), Page(sort="code"))
    documents = list_documents(office, seen, DocumentFilter(about=ROUND), Page(sort="code"))
    return {one.code for one in sessions.rows}, {one.code for one in documents.rows}


def shown(desk: Desk, account: str) -> Codes:
    """Those that it is shown with the round."""
    found = find_round(desk.scene.office, desk.view(account), ROUND, PROGRAMME, date(2026, 6, 8))
    assert isinstance(found, RoundSheet), found
    return {one.code for one in found.sessions}, {one.code for one in found.documents}


def test_a_round_shows_the_sessions_and_documents_that_its_viewer_may_list(desk: Desk) -> None:
    bring(desk.scene, PRODUCT, "province.concluded")
    filed = file_document(desk.scene.office, desk.store, signed(desk, "decision", ROUND))
    assert isinstance(filed, Done), filed
    with desk.scene.office.database.writing() as transaction:
        transaction.run("UPDATE session SET round = ?", (ROUND,))
    assert all(shown(desk, "to_chuc"))
    assert shown(desk, "xa_khac") == (set(), set())
    for account in ("to_chuc", "xa", "chu_the", "thanh_vien_1"):
        assert shown(desk, account) == listed(desk, account), account
