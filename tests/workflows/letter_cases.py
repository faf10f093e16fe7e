"""A small configuration with letters, and what can be wrong with them."""

from tests.workflows.declared import PROGRAMME, SEASON, Case
from tests.workflows.item_cases import TASK
from tests.workflows.item_cases import whole as with_tasks

# The letters of the small programme.
LETTERS = """letters:
  sender: {vi: Văn phòng, en: Office}
  secretariat: HERE
  sending: {from: "08:00", to: "16:30", weekly: tuesday}
  soon_days: 2
  nearing_days: 10
  papers: {rejected: told, expiring: asked}
  letters:
    - {letter: asked, kind: reminder, title: {vi: Nhắc việc, en: Reminder}, to: [owing, coordinators], group: week,
       stale_days: 5}
    - {letter: told, kind: notice, title: {vi: Thông báo, en: Notice}, to: [producer, else commune.of_product]}
    - {letter: heard, kind: notice, title: {vi: Thông báo chung, en: For all}, to: [owing, secretariat], template: told}
    - {letter: raised, kind: notice, title: {vi: Báo cáo, en: Raised}, to: superior}
    - {letter: daily, kind: report, title: {vi: Báo cáo ngày, en: Daily}, to: secretariat}
    - {letter: calls, kind: phone_list, title: {vi: Cần gọi, en: Calls}, to: [commune, else district]}
"""
TEXTS = ("asked", "told", "raised", "daily", "calls")
RETURNING = (
    "{do: return, from: screening, to: returned, by: [commune.of_product, else district.of_product], note: required}"
)
SCREENING = 'starts: entering, within: programme.idea_screening, basis: "kế hoạch"}'
FALL = "expiry: {escalate: true}, extend: {by: secretariat, basis: giả định},\n         "
OFFERED = "remind: asked, extended: told, released: raised"
PLAIN = "{% extends 'layout.LANGUAGE.txt' %}{% block plain %}{% include 'lines.LANGUAGE.txt' %}{% endblock %}\n"


def templates() -> dict[str, str]:
    """The texts of these letters, with the layout that they stand on and the lines that they include."""
    found = {}
    for language in ("vi", "en"):
        layout = "{% block subject %}{{ title }}{% endblock %}{% block plain %}{% endblock %}"
        found[f"letters/layout.{language}.txt"] = layout + "{% block short %}{{ title }}{% endblock %}\n"
        found[f"letters/layout.{language}.html"] = "{% block page %}<p>{{ title }}</p>{% endblock %}\n"
        found[f"letters/lines.{language}.txt"] = "{{ head.sender }}\n"
        for name in TEXTS:
            found[f"letters/{name}.{language}.txt"] = PLAIN.replace("LANGUAGE", language)
            found[f"letters/{name}.{language}.html"] = f"{{% extends 'layout.{language}.html' %}}\n"
    return found


def whole() -> dict[str, str]:
    """The small configuration with tasks and letters, its season and its tasks naming them."""
    texts = {**with_tasks(), **templates()}
    texts[PROGRAMME] = texts[PROGRAMME].replace("windows:\n", f"{LETTERS}windows:\n", 1)
    assert texts[SEASON].count(RETURNING) == texts[SEASON].count(SCREENING) == 1
    texts[SEASON] = texts[SEASON].replace(RETURNING, RETURNING[:-1] + ", letter: [told, heard]}")
    texts[SEASON] = texts[SEASON].replace(SCREENING, f"{SCREENING[:-1]},\n         {FALL}letters: {{{OFFERED}}}}}")
    texts[TASK] = texts[TASK].replace("by: secretariat}\n", "by: secretariat, letter: heard}\n")
    return texts


NAMED, ONE = "note: required, letter: [told, heard]", "{letter: asked, kind: reminder"
AUDIENCE = "to: [owing, secretariat]"
# code, file, passage, what stands there instead (¦: the place of the problem), nearest right name
SHAPE: list[Case] = [
    ("hour_wrong", PROGRAMME, 'from: "08:00"', 'from: ¦"8:00"', None),
    ("yaml_scalar", PROGRAMME, 'from: "08:00"', "from: ¦08:00", None),
    ("hours_reversed", PROGRAMME, "sending: {from", 'sending: ¦{to: "07:00", from', None),
    ("choice_unknown", PROGRAMME, "weekly: tuesday", "weekly: ¦teusday", "tuesday"),
    ("nearing_before_soon", PROGRAMME, "letters:\n  sender", "letters:\n  ¦sender", None),
    ("choice_unknown", PROGRAMME, "kind: report", "kind: ¦reprot", "report"),
    (
        "letter_key_of_reminder",
        PROGRAMME,
        "{letter: told, kind: notice",
        "¦{letter: told, group: week, kind: notice",
        None,
    ),
    ("letter_key_of_reminder", PROGRAMME, "{letter: daily", "¦{letter: daily, stale_days: 3", None),
    ("key_unknown", SEASON, "{remind: asked, ", "{¦reminded: asked, ", "remind"),
    ("list_too_short", SEASON, NAMED, "note: required, letter: ¦[]", None),
    ("key_missing", PROGRAMME, "  secretariat: HERE\n", "", None),
    ("who_wrong", PROGRAMME, AUDIENCE, "to: [¦Owing, secretariat]", None),
    ("too_small", PROGRAMME, "stale_days: 5", "stale_days: ¦0", None),
]
NAMES: list[Case] = [
    ("letter_unknown", SEASON, NAMED, "note: required, letter: [¦tolled, heard]", "told"),
    ("letter_unknown", SEASON, "{remind: asked, ", "{remind: ¦aksed, ", "asked"),
    ("name_repeated", SEASON, NAMED, "note: required, letter: [told, ¦told]", None),
    ("letter_of_other_kind", SEASON, NAMED, "note: required, letter: ¦asked", None),
    ("letter_of_other_kind", SEASON, "{remind: asked, ", "{remind: ¦told, ", None),
    ("letter_of_other_kind", SEASON, "extended: told", "extended: ¦asked", None),
    ("letter_of_other_kind", SEASON, "extended: told", "extended: ¦daily", None),
    ("letter_to_superior", SEASON, NAMED, "note: required, letter: ¦raised", None),
    ("letter_to_superior", SEASON, "extended: told", "extended: ¦raised", None),
    ("letter_event_never", SEASON, "extended: told", "extended: told, ¦paused: told", None),
    ("letter_event_never", SEASON, "extended: told", "extended: told, ¦declined: told", None),
    ("letter_event_never", SEASON, "expiry: {escalate: true}, ", "", None),
    ("letter_without_product", TASK, "letter: heard", "letter: ¦told", None),
    ("name_repeated", PROGRAMME, "{letter: heard", "{letter: ¦told", None),
    ("name_repeated", PROGRAMME, "kind: phone_list", "kind: ¦report", None),
    ("audience_unknown", PROGRAMME, AUDIENCE, "to: [¦owning, secretariat]", "owing"),
    ("audience_unknown", PROGRAMME, "to: [commune,", "to: [¦comune,", "commune"),
    ("scope_not_of_role", PROGRAMME, AUDIENCE, "to: [owing, ¦secretariat.of_product]", None),
    ("choice_unknown", PROGRAMME, AUDIENCE, "to: [owing, ¦secretariat.of_lead]", None),
    ("else_first", PROGRAMME, "to: [commune,", "to: [¦else commune,", None),
    ("reserved_role_here", PROGRAMME, AUDIENCE, "to: [owing, ¦parent]", None),
    ("name_repeated", PROGRAMME, AUDIENCE, "to: [owing, ¦owing]", None),
    ("letter_audience_of_other_kind", PROGRAMME, "en: Daily}, to: secretariat", "en: Daily}, to: ¦owing", None),
    ("letter_audience_of_other_kind", PROGRAMME, "to: [owing, coordinators]", "to: [owing, ¦superior]", None),
    ("letter_unknown_here", PROGRAMME, "rejected: told", "rejected: ¦tolled", "told"),
    ("letter_of_other_kind", PROGRAMME, "expiring: asked", "expiring: ¦told", None),
    ("letter_to_superior", PROGRAMME, "rejected: told", "rejected: ¦raised", None),
    ("letter_without_template", PROGRAMME, "{letter: calls", "{letter: ¦cals", None),
    ("letter_without_template", PROGRAMME, "template: told", "template: ¦tolled", None),
]
