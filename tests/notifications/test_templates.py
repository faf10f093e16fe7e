"""Templates of letters: what they may use, and what is said of those that are wrong."""

from dataclasses import replace
from datetime import date

import pytest

from notifications.facts import Facts, Notice
from notifications.sample import footer, head
from notifications.templates import Renderer, TemplateProblemError, check_template

LAYOUT = (
    "{% block heading %}{% block subject %}{% endblock %}{% endblock %}"
    "{% block plain %}{% block body %}{% endblock %}{% endblock %}"
    "{% block message %}{% block short %}{% endblock %}{% endblock %}"
)
PAGE = "{% block page %}<main>{% block body %}{% endblock %}</main>{% endblock %}"
TEXT = (
    '{% extends "layout.vi.txt" %}\n'
    "{% block subject %}Thư{% endblock %}\n"
    "{% block body %}\nBODY\n{% endblock %}\n"
    "{% block short %}ngắn{% endblock %}\n"
)
HTML = '{% extends "layout.vi.html" %}\n{% block body %}\nBODY\n{% endblock %}\n'
NOTICE = Notice("Trả lại", "QN-1", "Hành <b>tím</b>", "HTX", date(2024, 10, 13), "UBND", "chờ")
FACTS = Facts(head("vi"), "Thông báo", NOTICE, footer())


def templates(body: str = "x", page: str = "x", **more: str) -> dict[str, str]:
    named = {"layout.vi.txt": LAYOUT, "layout.vi.html": PAGE, "a.vi.txt": TEXT.replace("BODY", body)}
    named["a.vi.html"] = HTML.replace("BODY", page)
    return {f"config/letters/{name}": text for name, text in named.items()} | more


def problem(body: str, page: str = "x") -> tuple[str, int, str]:
    with pytest.raises(TemplateProblemError) as caught:
        Renderer(templates(body, page)).render("a", FACTS)
    return caught.value.file, caught.value.line, caught.value.kind


def test_a_letter_is_rendered_in_its_parts() -> None:
    text = Renderer(
        templates(
            "Ngày {{ body.happened|day }} ({{ ['T2', 'T3', 'T4', 'T5', 'T6', 'T7', 'CN'][body.happened|weekday] }})",
            "{{ body.about }}",
        )
    ).render("a", FACTS)
    assert (text.subject, text.short) == ("Thư", "ngắn")
    assert text.plain == "Ngày 13/10/2024 (CN)\n"
    assert "Hành &lt;b&gt;tím&lt;/b&gt;" in text.html


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("{{ bodi.act }}", "undefined"),
        ("{{ body.akt }}", "undefined"),
        ("{% if body.akt %}x{% endif %}", "undefined"),
        ("{{ body.act.__class__ }}", "unsafe"),
        ("{{ ''.__class__.__mro__ }}", "unsafe"),
        ("{{ body.act.format('x') }}", "unsafe"),
        ("{{ body.act.center(9) }}", "unsafe"),
        ("{{ 'x' * 10 }}", "unsafe"),
        ("{{ 2 ** 99 }}", "unsafe"),
        ("{{ body.happened.__reduce__() }}", "unsafe"),
        ("{{ body.owed.index(1) }}", "unsafe"),
        ("{{ 1 / 0 }}", "failing"),
        ("{{ body.happened + 1 }}", "failing"),
        ("{{ body.act|day }}", "failing"),
        ("{% for one in body.owed %}", "syntax"),
        ("{{ body.act|safe }}", "syntax"),
        ("{{ body.act|nosuch }}", "syntax"),
        ("{% include 'layout.vi.txt' %}", "syntax"),
        ("{% autoescape false %}{% endautoescape %}", "syntax"),
        ("{% from 'nowhere.txt' import x %}", "missing"),
        ("{{ range(9999)|length }}", "endless"),
        ("{% for a in range(999) %}{% for b in range(999) %}{% endfor %}{% endfor %}", "endless"),
        ("{% for a in range(999) %}{{ 'x' ~ range(999)|join }}{% endfor %}", "endless"),
        ("{% macro m(n) %}{{ m(n) }}{{ m(n) }}{% endmacro %}{{ m(1) }}", "endless"),
        ("{{ cycler(1) }}", "undefined"),
        ("{{ lipsum() }}", "undefined"),
    ],
)
def test_a_wrong_template_is_refused_with_its_file_and_line(body: str, kind: str) -> None:
    path = "config/letters/nowhere.txt" if kind == "missing" else "config/letters/a.vi.txt"
    found = problem(body)
    assert found[2] == kind
    assert found[:2] in {(path, 4), ("nowhere.txt", 4), ("config/letters/a.vi.txt", 4), ("config/letters/a.vi.txt", 5)}


def test_a_wrong_page_is_named_too() -> None:
    assert problem("x", "{{ body.akt }}") == ("config/letters/a.vi.html", 3, "undefined")


def test_text_that_doubles_by_itself_ends() -> None:
    doubling = "{% set x = 'xxxxxxxxxxxxxxxx' %}" + "{% set x = x ~ x %}" * 40
    adding = "{% set x = 'xxxxxxxxxxxxxxxx' %}" + "{% set x = x + x %}" * 40
    calling = "{% macro m(t) %}{{ t }}{{ t }}{% endmacro %}{% set x = 'xx' %}" + "{% set x = m(x) %}" * 40
    assert [problem(one)[2] for one in (doubling, adding, calling)] == ["endless"] * 3


@pytest.mark.parametrize("file", ["a.vi.txt", "a.vi.html", "layout.vi.txt", "layout.vi.html"])
def test_a_missing_file_is_named(file: str) -> None:
    known = templates()
    del known[f"config/letters/{file}"]
    with pytest.raises(TemplateProblemError) as caught:
        Renderer(known).render("a", FACTS)
    assert caught.value.kind == "missing"
    assert file in f"{caught.value.file} {caught.value.detail}"


@pytest.mark.parametrize("block", ["subject", "body", "short"])
def test_a_missing_block_is_named(block: str) -> None:
    known = templates()
    known["config/letters/a.vi.txt"] = known["config/letters/a.vi.txt"].replace(f"block {block}", f"block un{block}")
    with pytest.raises(TemplateProblemError) as caught:
        Renderer(known).render("a", FACTS)
    assert (caught.value.kind, caught.value.detail) == ("block", block)


@pytest.mark.parametrize("subject", ["", " ", "a\nb"])
def test_a_subject_is_one_line(subject: str) -> None:
    known = templates()
    known["config/letters/a.vi.txt"] = known["config/letters/a.vi.txt"].replace("%}Thư{%", f"%}}{subject}{{%")
    with pytest.raises(TemplateProblemError) as caught:
        Renderer(known).render("a", FACTS)
    assert caught.value.kind == "subject"


def test_line_breaks_in_facts_break_no_line() -> None:
    hostile = replace(FACTS, body=replace(NOTICE, act="a\r\n.\r\nb\u2028c\x00d\u202ee"))
    text = Renderer(templates("{{ body.act }}", "{{ body.act }}")).render("a", hostile)
    assert text.plain == "a . b c d e\n"


def test_templates_in_facts_are_text() -> None:
    hostile = replace(FACTS, body=replace(NOTICE, act="{{ head }}{% raw %}"))
    assert Renderer(templates("{{ body.act }}")).render("a", hostile).plain == "{{ head }}{% raw %}\n"


def test_names_set_by_a_template_are_known_in_its_blocks() -> None:
    known = templates("{{ greeting }}")
    file = "config/letters/a.vi.txt"
    known[file] = known[file].replace("\n", '\n{% set greeting = "Chào " ~ head.recipient %}\n', 1)
    assert Renderer(known).render("a", FACTS).plain == "Chào District of the North\n"


def test_checking_tells_each_problem_once() -> None:
    found = check_template(
        templates("{{ bodi }}\n{{ body.akt }}", "{% if false %}{{ nobody }}{% endif %}"), "a", "notice", "vi"
    )
    told = sorted((one.file.rpartition("/")[2], one.line, one.kind) for one in found)
    assert told == [("a.vi.html", 3, "undefined"), ("a.vi.txt", 4, "undefined")]


def test_checking_a_good_template_finds_nothing() -> None:
    assert check_template(templates("{{ body.act }}"), "a", "notice", "vi") == []
    assert [one.kind for one in check_template(templates(), "a", "notice", "en")] == ["missing", "missing"]
