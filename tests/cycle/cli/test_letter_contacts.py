"""`ocop letter contacts`: who cannot be written to, as a table, in JSON, and for those only who see everything."""

import json
import sqlite3
from contextlib import closing

from tests.cycle.cli.conftest import Province
from tests.scene import COMMUNE


def test_whom_no_e_mail_reaches_is_listed_with_the_letters_that_go_there(season: Province) -> None:
    told = season.by("to_chuc", "letter", "contacts", "QNG2024", "--size", "1000")
    assert told.exit_code == 0, told.output
    (line,) = [one for one in told.stdout.splitlines() if one.startswith(f"{COMMUNE} ")]
    assert "Thư nhắc việc" in line
    assert "cấp xã" in line.lower()
    assert "Chưa có thư điện tử: " in told.stderr


def test_programs_read_the_same_with_the_counts(season: Province) -> None:
    before = season.told("to_chuc", "letter", "contacts", "--size", "1000")
    contact = ("organisation", "contact", COMMUNE, "LH01", "Trần Thị B", "--email", "xa@example.vn")
    season.done("quan_tri", *contact)
    after = season.told("to_chuc", "letter", "contacts", "--size", "1000")
    assert before["total"] == after["total"] + 1
    assert {row["organisation"] for row in before["rows"]} - {row["organisation"] for row in after["rows"]} == {COMMUNE}
    assert (after["producers"], after["producers_missing"]) == (1, 1)
    assert season.told("to_chuc", "letter", "contacts", "--size", "1", "--page", "2")["rows"] == before["rows"][1:2]


def test_addresses_that_take_no_letters_are_told_of_without_being_shown(season: Province) -> None:
    contact = ("organisation", "contact", COMMUNE, "LH01", "Trần Thị B", "--phone", "0905123456")
    refused = season.by("quan_tri", *contact, "--email", "ubnd.xã@example.vn")
    assert (refused.exit_code, "chữ có dấu" in refused.stderr) == (3, True)
    season.done("quan_tri", *contact)
    with closing(sqlite3.connect(season.database)) as connection, connection:
        connection.execute("UPDATE contact SET email = 'a..b@example.vn' WHERE code = 'LH01'")
    listed = season.told("to_chuc", "letter", "contacts", "--size", "1000")
    (row,) = [one for one in listed["rows"] if one["organisation"] == COMMUNE]
    assert row["unusable"] == ["LH01"]
    told = season.by("to_chuc", "letter", "status").stdout
    assert "LH01" in told
    assert "Không phải là địa chỉ mà thư gửi đến được" in told
    assert "a..b" not in told
    bad = {"code": "LH01", "recipient": f"organisation:{COMMUNE}", "count": None}
    assert season.told("to_chuc", "letter", "status")["bad_addresses"] == [bad]
    assert season.told("xa", "letter", "status")["bad_addresses"] == []


def test_only_whoever_sees_everything_may_ask(season: Province) -> None:
    refused = season.by("xa", "--json", "letter", "contacts")
    assert refused.exit_code == 3
    assert [one["code"] for one in json.loads(refused.stdout)["reasons"]] == ["not_permitted"]


def test_a_programme_that_is_not_there_is_named_with_the_nearest(season: Province) -> None:
    refused = season.by("to_chuc", "--lang", "en", "letter", "contacts", "QNG20242")
    assert refused.exit_code == 2
    assert "QNG2024" in refused.stderr
