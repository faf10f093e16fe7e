"""Facts to try templates on: everything there, next to nothing there, and what hostile hands would write."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from notifications.facts import (
    Body,
    Call,
    Contact,
    Counted,
    Facts,
    Footer,
    Head,
    Line,
    Notice,
    PhoneList,
    Reminder,
    Report,
)

TODAY = date(2024, 10, 14)
TITLE = "Letter"
BASE = "https://ocop.example.vn"
HOSTILE = (
    '<b>Group</b> & "Salt" {{ head }} {% raw %} =?utf-8?q?a=0D=0ABcc:=20x?=\r\n.\r\nBcc: a@example.vn\x00\u2028\u202e'
)
KINDS = ("reminder", "notice", "report", "phone_list")


def samples(kind: str, language: str) -> Iterator[Facts]:
    """Facts for every letter of a kind: full, sparse, hostile, of one thing only, and in a rehearsal or preview."""
    full, sparse = _bodies(kind)
    yield Facts(head(language), TITLE, full, footer())
    yield Facts(replace(head(language), rehearsal=True), TITLE, sparse, None)
    bare = replace(head(language), secretariat=Contact("Office"), rehearsal=True)
    yield Facts(bare, TITLE, sparse, replace(footer(), number=1, previous=None, previous_day=None, link=""))
    odd = replace(head(language), recipient=HOSTILE, programme=HOSTILE, sender=HOSTILE, secretariat=Contact(HOSTILE))
    yield Facts(odd, HOSTILE, _hostile(full), footer())
    if isinstance(full, Reminder):
        yield Facts(head(language), TITLE, replace(full, daily=True), footer())
        yield from (Facts(head(language), TITLE, one, footer()) for one in _alone(full))


def head(language: str) -> Head:
    """What stands above and below a sample."""
    secretariat = Contact("A. Officer, Office of rural development", "0255 3822 123", "ocop@example.vn")
    programme, sender = "The programme of 2024", "Office of the programme"
    return Head(language, programme, sender, "District of the North", TODAY, secretariat)


def footer() -> Footer:
    """The footer of a sealed sample."""
    root = "5b1f8c0e7a94d2336f0ce1be8f3f5a1d9c4e62a7b0d8f1437e2c95ab60d3f418"
    return Footer(17, 2024, 16, date(2024, 10, 7), 48213, root, f"{BASE}/letters/7Q2M5KX4")


def _bodies(kind: str) -> tuple[Body, Body]:
    full: Body
    sparse: Body
    if kind == "reminder":
        full, sparse = _reminder(), Reminder(overdue=(_bare(),), settled=(_bare(),))
    elif kind == "notice":
        full, sparse = _notice(), Notice("Return", "QN-2024-0007", "", "", TODAY, "", "")
    elif kind == "report":
        full, sparse = _report(), Report(TODAY, ())
    elif kind == "phone_list":
        full, sparse = _calls(), PhoneList((Call("Household No. 7", "", "", ""),))
    else:
        raise ValueError(f"no samples for letters of the kind {kind!r}")
    return full, sparse


def _line(number: int, days: int | None, **more: object) -> Line:
    last_day = TODAY + timedelta(days=30 if days is None else days)
    dossier = f"QN-2024-{number:04}"
    about, basis = f"Dried shallots No. {number}", "Article 6.2 of the decision"
    line = Line(dossier, about, "Evaluate and send the dossier to the province", last_day, days, basis)
    producer = "Cooperative of the Valley"
    return replace(line, state="Under evaluation by the district", producer=producer, **more)  # type: ignore[arg-type]  # each value is of its own field


def _bare() -> Line:
    return Line("QN-2024-0001", "", "Answer", TODAY, None, "")


def _reminder() -> Reminder:
    papers = ("Certificate of food safety", "Results of a laboratory")
    proposal = "Carry over to 2025"
    return Reminder(
        overdue=(_line(1, -12, missing=papers, owed_by="District of the North"), _line(2, -1, missing=papers[:1])),
        nearing=(_line(3, 0), _line(4, 1), _line(5, 9)),
        new=(_line(6, 20, provisional=(2025,)), _line(7, None)),
        later=(_line(8, 45),),
        settled=(_line(9, -3, settled_on=TODAY - timedelta(days=2)), _line(10, 5)),
        proposals=(_line(11, -20, proposal=proposal),),
        papers=(_line(12, 25, missing=papers[:1]),),
    )


def _alone(full: Reminder) -> Iterator[Reminder]:
    for name in ("overdue", "nearing", "new", "later", "settled", "proposals", "papers"):
        yield Reminder(**{name: getattr(full, name)[:1]})
    yield Reminder()


def _notice() -> Notice:
    reasons = ("The results of a laboratory are missing", "The description is not signed")
    values = (("Stars", "4"), ("Score", "82,5"), ("Decision", "123 of 11/10/2024"))
    act, about, producer = "Return", "Dried shallots", "Cooperative of the Valley"
    day = TODAY - timedelta(days=1)
    notice = Notice(act, "QN-2024-0007", about, producer, day, "District of the North", "Returned for completion")
    note, basis = "Please bring the original.", "Article 7.1 of the decision"
    owed = (_line(7, 9, missing=reasons[:1]),)
    return replace(notice, note=note, values=values, reasons=reasons, owed=owed, basis=basis)


def _report() -> Report:
    rows = ("TH-4Q2M5KX7AB3CD - District of the North", "TH-ABCD5KX7AB3CD - Cooperative of the Valley")
    figures = (
        Counted("Letters handed over", 42),
        Counted("Letters that failed", 2, rows),
        Counted("Deadlines missed", 0),
    )
    return Report(TODAY, figures)


def _calls() -> PhoneList:
    text = f"Dossier QN-2024-0007 was returned: results are missing. Until 23/10/2024. {BASE}/dossiers/7"
    calls = (
        Call("Cooperative of the Valley", "0905 123 456", "Mr Seven", text, TODAY + timedelta(days=9)),
        Call("Household No. 6", "0914 654 321", "Mrs Six", text),
    )
    return PhoneList(calls)


def _hostile(body: Body) -> Body:
    if isinstance(body, Reminder):
        line = replace(body.overdue[0], about=HOSTILE, what=HOSTILE, missing=(HOSTILE,), producer=HOSTILE)
        return replace(body, overdue=(line,), nearing=(replace(line, dossier=HOSTILE, basis=HOSTILE, days_left=1),))
    if isinstance(body, Notice):
        return replace(body, act=HOSTILE, about=HOSTILE, note=HOSTILE, reasons=(HOSTILE,), by=HOSTILE)
    if isinstance(body, Report):
        return replace(body, figures=(Counted(HOSTILE, 1, (HOSTILE,)),))
    return PhoneList((replace(body.calls[0], producer=HOSTILE, representative=HOSTILE, text=HOSTILE),))
