import io
import json
import logging
from collections.abc import Iterator

import pytest

from cycle.log import Run, close_log, log_event, open_log

RUN = Run("r-1", "dossier.fire", "xa")


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    yield io.StringIO()
    close_log()


def test_a_line_of_json_says_when_what_and_in_which_run(stream: io.StringIO) -> None:
    open_log("info", "json", RUN, stream)
    log_event(logging.INFO, "refused", reasons=["paper_missing", "not_permitted"], trigger=None)
    told = json.loads(stream.getvalue())
    time = told.pop("time")
    assert time.endswith("Z")
    assert len(time) == len("2024-03-05T02:00:00.000Z")
    about = {"request": "r-1", "command": "dossier.fire", "account": "xa"}
    assert told == {"level": "info", "event": "refused", **about, "reasons": ["paper_missing", "not_permitted"]}


def test_a_line_of_text_says_the_same(stream: io.StringIO) -> None:
    open_log("info", "text", RUN, stream)
    log_event(logging.ERROR, "failed", code="unreachable", detail="no route", reasons=["a", "b"])
    _, said = stream.getvalue().split(" ", 1)
    about = "request=r-1 command=dossier.fire account=xa"
    assert said == f'error failed {about} code=unreachable detail="no route" reasons=a,b\n'


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_value_makes_a_line_or_a_field_of_its_own(stream: io.StringIO, form: str) -> None:
    open_log("info", form, Run("r-1\nlevel=error"), stream)
    log_event(logging.INFO, "ended", detail='x" code=y\n2026 info ended')
    assert stream.getvalue().count("\n") == 1
    assert "code=y\n" not in stream.getvalue()


def test_what_lies_below_the_level_is_left_out(stream: io.StringIO) -> None:
    open_log("warning", "text", RUN, stream)
    log_event(logging.INFO, "ended", status=0)
    assert stream.getvalue() == ""
    log_event(logging.ERROR, "failed")
    assert "failed" in stream.getvalue()


def test_a_log_that_is_closed_says_nothing_and_another_one_begins_anew(stream: io.StringIO) -> None:
    open_log("info", "text", RUN, stream)
    close_log()
    log_event(logging.ERROR, "failed")
    assert stream.getvalue() == ""
    open_log("info", "text", RUN, io.StringIO())
    open_log("info", "text", RUN, stream)
    log_event(logging.INFO, "ended")
    assert stream.getvalue().count("ended") == 1
