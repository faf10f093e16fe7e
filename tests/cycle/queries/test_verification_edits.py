"""Verification finds what somebody would do who knows how history is kept."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Table, insert

from cycle import tables
from cycle.canonical import canonical
from cycle.commands.producers import producers
from cycle.commands.seasons import opening
from cycle.history import Act, Entry, append, record_hash
from cycle.queries.history import Replay, Verification, replay, verify
from tests.cycle.queries.story import CERTIFICATE, COOPERATIVE, EVALUATION, RECOGNISED, WITHDRAWN, Story
from tests.cycle.queries.vandal import Vandal, past_all_guards
from tests.scene import PROGRAMME


def _codes(verification: Verification) -> list[str]:
    return [fault.code for fault in verification.faults]


@pytest.mark.parametrize(
    "kind", ["opened", "step", "paper", "producer", "product", "season", "organisation", "account"]
)
def test_a_payload_of_every_kind_is_held(vandal: Vandal, kind: str) -> None:
    row = vandal.rows(tables.record, tables.record.c.kind == kind)[0]
    vandal.change(tables.record, row, payload=row["payload"].replace("{", '{"a":1,', 1))
    assert "record_changed" in vandal.found()


def test_a_text_that_is_no_payload_is_a_fault_and_not_a_crash(vandal: Vandal) -> None:
    for text in ("", "{", "[]", '{"b":1,"a":2}', "null", '{"a":1.5}'):
        row = vandal.rows(tables.record, tables.record.c.kind == "step")[0]
        vandal.change(tables.record, row, payload=text)
        assert {"record_changed", "record_unreadable"} <= vandal.found()


def test_a_record_cut_out_of_the_middle_leaves_a_gap(vandal: Vandal) -> None:
    middle = vandal.stream(RECOGNISED)[3]
    vandal.delete(tables.record, middle)
    assert {"record_gap", "record_unlinked", "row_astray"} <= vandal.found()


def test_a_tail_cut_off_with_all_that_names_it_still_shows_in_the_dossier(vandal: Vandal) -> None:
    tail = vandal.stream(WITHDRAWN)[-1]
    for table in (tables.personal, tables.outbox, tables.record):
        for row in vandal.rows(table, table.c.stream == tail["stream"], table.c.seq == tail["seq"]):
            vandal.delete(table, row)
    assert vandal.found() == {"row_changed"}


def test_two_records_that_changed_places_are_found(vandal: Vandal) -> None:
    one, two = vandal.stream(RECOGNISED)[1:3]
    swapped = ("kind", "payload", "happened", "actor", "on_behalf", "request", "hash")
    vandal.change(tables.record, one, **{name: two[name] for name in swapped})
    vandal.change(tables.record, two, **{name: one[name] for name in swapped})
    assert {"record_changed", "record_unlinked"} <= vandal.found()


def test_a_record_put_in_with_a_right_hash_does_not_fit_the_dossier(vandal: Vandal) -> None:
    last = vandal.stream(CERTIFICATE)[-1]
    payload: dict[str, Any] = {
        "trigger": "expire",
        "from": "certificate.valid",
        "to": "certificate.expired",
        "stage": "certificate",
    }
    payload |= {"final": "expired", "values": {}, "guards": [], "papers": [], "deadlines": {"opened": [], "closed": []}}
    forged = {**last, "seq": last["seq"] + 1, "kind": "step", "prev": last["hash"], "payload": canonical(payload)}
    forged["hash"] = record_hash(forged)
    vandal.insert(tables.record, forged)
    assert {"record_unpromised", "row_changed"} <= vandal.found()


def test_a_chain_made_anew_after_a_change_does_not_fit_the_rows(vandal: Vandal) -> None:
    chain = vandal.stream(EVALUATION)
    result = next(row for row in chain if '"record_result"' in row["payload"])
    vandal.rewrite(chain, result, {"actor": "to_chuc"})
    assert "record_changed" not in vandal.found()
    assert "row_changed" in vandal.found()


def test_a_chain_made_anew_does_not_fit_the_acts_that_it_caused(vandal: Vandal) -> None:
    chain = vandal.stream(EVALUATION)
    first = vandal.rows(tables.publication, tables.publication.c.number == 2)[0]["hash"]
    vandal.rewrite(chain, chain[-1], {"publication": first})
    assert vandal.found() == {"record_cause"}


@pytest.mark.parametrize(
    ("table", "change"),
    [
        (tables.dossier, {"state": "promotion.recognised", "stage": "promotion"}),
        (tables.dossier, {"data": '{"acts":{},"values":{}}'}),
        (tables.paper, {"status": "verified", "judged_by": "to_chuc"}),
        (tables.paper, {"expires": "2030-01-01"}),
        (tables.deadline, {"last_day": "2030-01-01", "due": "2030-01-01T17:00:00.000000Z"}),
        (tables.deadline, {"status": "closed", "closed_seq": 1}),
        (tables.account_grant, {"role": "administrator"}),
        (tables.product, {"name": "Tên khác", "name_key": "ten", "name_folded": "ten khac"}),
    ],
    ids=lambda value: value.name if isinstance(value, Table) else None,
)
def test_a_favour_done_in_the_rows_is_named_with_what_was_recorded(
    vandal: Vandal, table: Table, change: dict[str, Any]
) -> None:
    row = next(row for row in vandal.rows(table) if any(row[name] != value for name, value in change.items()))
    vandal.change(table, row, **change)
    faults = verify(vandal.story.office).faults
    named = {fault.params["column"]: fault.params for fault in faults if fault.code == "row_changed"}
    if table is tables.account_grant:
        assert {fault.code for fault in faults} == {"row_missing", "row_unknown"}
    else:
        assert {name: params["told"] for name, params in named.items()} == {
            name: row[name] for name, value in change.items() if row[name] != value
        }


def test_a_file_of_a_publication_is_held_in_both_its_forms(vandal: Vandal) -> None:
    # What a library adds to a calendar does not stand in its raw text.
    file = next(row for row in vandal.rows(tables.config_file) if '"library"' not in row["canonical"])
    vandal.change(tables.config_file, file, canonical=file["canonical"].replace(":", ": ", 1))
    assert {"file_changed", "file_raw_changed"} <= vandal.found()
    vandal.change(tables.config_file, file, canonical=file["canonical"], raw=file["raw"] + "\nroles_2: []\n")
    assert vandal.found() == {"file_raw_changed"}


def test_a_dossier_taken_out_whole_is_missed_where_it_was_opened(vandal: Vandal) -> None:
    stream = f"dossier/{CERTIFICATE}"
    for table in (tables.personal, tables.outbox, tables.record):
        for row in vandal.rows(table, table.c.stream == stream):
            vandal.delete(table, row)
    for table in (tables.deadline, tables.unique_value):
        for row in vandal.rows(table, table.c.dossier == CERTIFICATE):
            vandal.delete(table, row)
    vandal.delete(tables.dossier, vandal.rows(tables.dossier, tables.dossier.c.code == CERTIFICATE)[0])
    assert vandal.found() == {"record_opened"}


def test_plain_text_that_no_act_erased_is_missed_and_what_an_act_erased_is_counted(vandal: Vandal) -> None:
    row = vandal.rows(tables.personal, tables.personal.c.stream == f"dossier/{WITHDRAWN}")[0]
    vandal.delete(tables.personal, row)
    assert vandal.found() == {"personal_missing"}
    office = vandal.story.office
    erased = {"erased": [{"seq": row["seq"], "field": row["field"]}]}
    with office.database.writing() as transaction:
        act = Act("quan_tri", office.clock.now())
        append(transaction, act, Entry(row["stream"], "erased", date(2024, 6, 17), erased))
    verification = verify(office)
    assert (verification.faults, verification.erased) == ((), 1)


def test_a_kind_or_a_stream_that_this_release_does_not_know_is_named(own_story: Story) -> None:
    office = own_story.office
    with office.database.writing() as transaction:
        act = Act("quan_tri", office.clock.now())
        append(transaction, act, Entry(f"producer/{COOPERATIVE}", "gossip", date(2024, 6, 17), {}))
        append(transaction, act, Entry("elsewhere/1", "step", date(2024, 6, 17), {}))
    assert set(_codes(verify(office))) == {"record_kind", "stream_unknown"}


def test_more_faults_than_are_kept_are_counted(vandal: Vandal) -> None:
    columns = [column.name for column in tables.organisation.columns if column.name != "code"]
    row = vandal.rows(tables.organisation)[0]
    for number in range(1100):
        vandal.connection.execute(insert(tables.organisation).values(code=f"Z{number}", **{n: row[n] for n in columns}))
    vandal.connection.commit()
    verification = verify(vandal.story.office)
    assert (len(verification.faults), verification.more) == (1000, 100)


def test_more_streams_than_are_compared_at_once_are_all_compared(own_story: Story) -> None:
    scene, office = own_story.scene, own_story.office
    for number in range(10, 230):
        product = producers.Product(f"SP{number:03d}", COOPERATIVE, f"Kẹo gương {number}", "food", ("21244",))
        producers.add_product(office, scene.secretariat, product)
    asked = [opening.Opening(PROGRAMME, f"SP{number:03d}") for number in range(10, 230)]
    opening.open_dossiers(office, scene.secretariat, asked)
    verification = verify(office)
    assert verification.faults == ()
    assert verification.streams > 220
    with past_all_guards(own_story.url) as connection:
        vandal = Vandal(own_story, connection)
        for code in (f"{PROGRAMME}-0006", f"{PROGRAMME}-0200"):
            vandal.change(tables.dossier, {"code": code}, version=9)
    places = {fault.place for fault in verify(office).faults}
    assert places == {f"dossier {PROGRAMME}-0006", f"dossier {PROGRAMME}-0200"}


def test_what_the_story_replays_to_is_what_its_rows_say(story: Story) -> None:
    view = story.view("kiem_tra")
    for code in (RECOGNISED, EVALUATION, CERTIFICATE, WITHDRAWN):
        found = replay(story.office, view, code, None, "recorded")
        with story.office.database.reading() as transaction:
            row = transaction.row("SELECT state, version, data FROM dossier WHERE code = ?", (code,))
        assert isinstance(found, Replay)
        assert found.snapshot
        assert (found.snapshot.state, found.snapshot.version, found.snapshot.data) == row


@pytest.mark.parametrize("own_story", ["sqlite"], indirect=True)
def test_values_of_a_wrong_type_are_faults_and_not_a_crash(vandal: Vandal) -> None:
    """SQLite keeps whatever it is given."""
    places = {
        tables.record: ("payload", "recorded", "hash", "actor", "stream", "seq", "format", "kind", "happened"),
        tables.personal: ("salt", "plain", "field"),
        tables.config_file: ("canonical", "raw"),
        tables.publication: ("manifest", "effective"),
        tables.paper: ("status", "hash"),
        tables.dossier: ("data", "state"),
    }
    for table, columns in places.items():
        for name in columns:
            row = vandal.rows(table)[0]
            for wrong in (b"\xff", str(row[name]).encode()):
                vandal.put(table, row, name, wrong)
                assert vandal.found(), (table.name, name, wrong)
                vandal.put(table, {**row, name: wrong}, name, row[name])
    assert vandal.found() == set()
