"""A small configuration with criteria, and what can be wrong with them."""

from tests.workflows.declared import EVALUATION, Case, sound_texts
from workflows.scoring.wording import fingerprint

FOLDER = "criteria/small/"
HEAD, LABELS, WORDING, SET = (f"{FOLDER}{name}.yaml" for name in ("criteria", "labels", "wording", "set-01"))
ALONE, ONCE, AGAIN = "Trồng tại xã", "Trồng trong tỉnh", "Trồng trong tỉnh."
MARKS = [fingerprint(text) for text in (ALONE, ONCE, AGAIN)]

HEAD_TEXT = """criteria: small
title: {vi: Nhỏ, en: Small}
law: {decision: 1/QĐ, in_force: "2024-01-01"}
basis: "1/QĐ"
parts:
  - {part: A, title: {vi: Một, en: One}, most: 60}
  - {part: B, title: {vi: Hai, en: Two}, most: 40}
bands:
  - {stars: 5, from: 90, to: 100}
  - {stars: 3, from: 50, below: 90}
  - {stars: 1, from: 0, below: 50}
sets: 1
silent:
  rounding: {places: 2, mode: down, basis: giả định}
  requirement_unmet: {effect: note, basis: giả định}
gates: [{set: 1, criterion: "1.1", option: 1, stars: 3, basis: đính chính}]
grounds:
  - {ground: forged, title: {vi: Giả mạo, en: Forged}}
"""
LABELS_TEXT = f"""labels:
  - {{texts: ["{MARKS[0]}"], vi: Tại xã, en: In the commune}}
  - {{texts: ["{MARKS[1]}", "{MARKS[2]}"], vi: Trong tỉnh, en: In the province}}
  - {{vi: Lời nhắc, en: Hint}}
"""
WORDING_TEXT = f"""wording:
  - {{text: "{MARKS[0]}", wording: {ALONE}}}
  - {{text: "{MARKS[1]}", wording: Khác, differs: bản đính chính}}
"""
SET_TEXT = f"""set: 1
title: Bộ nhỏ
sector: food
rejects: [forged]
parts:
  - part: A
    title: MỘT
    most: 60
    sections:
      - section: "1"
        title: MỤC
        most: 60
        stops_at_zero: true
        criteria:
          - criterion: "1.1"
            title: Nguồn gốc
            most: 40
            hints: [Lời nhắc]
            excludes: [{{ground: forged, effect: requirement}}]
            options:
              - {{points: 10, label: Tại xã}}
              - {{points: 40, stars: 5, label: Trong tỉnh, text: "{MARKS[2]}"}}
          - criterion: "1.2"
            title: Nhóm
            most: 20
            criteria:
              - {{criterion: "1.2.1", title: Song ngữ, most: 20, yes_no: true}}
  - part: B
    title: HAI
    most: 40
    sections:
      - section: "2"
        title: MỤC
        most: 40
        criteria:
          - criterion: "2"
            title: Trường hợp
            most: 40
            only_if: {{criterion: "1.1", option: 2}}
            cases: {{a: Tại xã, b: Trong tỉnh}}
            options:
              - {{points: 40, case: a, label: Tại xã}}
              - {{points: 40, case: b, label: Tại xã}}
"""


def whole() -> dict[str, str]:
    """The small configuration with criteria, by which its evaluation is scored."""
    texts = {**sound_texts(), HEAD: HEAD_TEXT, LABELS: LABELS_TEXT, WORDING: WORDING_TEXT, SET: SET_TEXT}
    texts[EVALUATION] = texts[EVALUATION].replace("\ninitial:", "\ncriteria: small\ninitial:", 1)
    return texts


# code, file, passage, what stands there instead (¦: the place of the problem), nearest right name
SHAPE: list[Case] = [
    ("fingerprint_wrong", LABELS, f'"{MARKS[0]}"', '¦"xyz"', None),
    ("choice_unknown", SET, "effect: requirement", "effect: ¦requirements", "requirement"),
    ("key_unknown", SET, "only_if: {", "¦onlyif: {", "only_if"),
    ("key_missing", HEAD, "mode: down, basis: giả định", "mode: down", None),
    ("too_large", SET, "points: 10", "points: ¦101", None),
]
NAMES: list[Case] = [
    (
        "council_turn_unrecorded",
        EVALUATION,
        "{score: score, stars: stars,",
        "{score: ¦score from council, stars: stars,",
        None,
    ),
    ("criteria_unknown", EVALUATION, "criteria: small", "criteria: ¦smal", "small"),
    ("file_of_other_name", HEAD, "criteria: small", "criteria: ¦smaller", "small"),
    ("file_of_other_name", SET, "set: 1\n", "set: ¦2\n", "1"),
    ("set_missing", HEAD, "sets: 1", "sets: ¦2", None),
    ("set_missing", HEAD, "{set: 1, criterion", "{set: ¦7, criterion", None),
    ("criterion_unknown", HEAD, 'criterion: "1.1", option: 1', 'criterion: ¦"1.3", option: 1', "1.1"),
    ("option_unknown", HEAD, "option: 1, stars: 3", "option: ¦4, stars: 3", None),
    ("points_sum_wrong", HEAD, "most: 60", "most: 61", None),
    ("band_open", HEAD, "from: 90, to: 100", "from: 90", None),
    ("bands_overlap", HEAD, "{stars: 3, from: 50, below: 90}", "¦{stars: 3, from: 40, below: 90}", None),
    ("bands_gap", HEAD, "{stars: 3, from: 50, below: 90}", "{stars: 3, from: 55, below: 90}", None),
    ("bands_gap", HEAD, "from: 90, to: 100", "from: 90, below: 100", None),
    ("bands_gap", HEAD, "from: 0, below: 50", "from: 1, below: 50", None),
    ("name_repeated", HEAD, "{part: B,", "{part: ¦A,", None),
    ("name_repeated", LABELS, "vi: Trong tỉnh", "vi: ¦Tại xã", None),
    ("name_repeated", LABELS, MARKS[2], MARKS[0], None),
    ("name_repeated", SET, 'criterion: "1.2"', 'criterion: ¦"1.1"', None),
    ("name_repeated", WORDING, MARKS[1], MARKS[0], None),
    ("text_unknown", WORDING, f'"{MARKS[0]}"', '¦"0123456789ab"', None),
    ("wording_differs", WORDING, f"wording: {ALONE}", "wording: ¦Trồng ở xã", None),
    ("part_unlike", SET, "title: HAI\n    most: 40", "title: HAI\n    most: ¦41", None),
    ("part_missing", HEAD, "{part: B,", "{part: C,", None),
    ("points_sum_wrong", SET, "title: Nhóm\n            most: 20", "title: Nhóm\n            most: ¦21", None),
    ("criterion_shape", SET, ", yes_no: true", "", None),
    ("criterion_unknown", SET, 'criterion: "1.1", option: 2', 'criterion: ¦"1.11", option: 2', "1.1"),
    ("option_unknown", SET, 'criterion: "1.1", option: 2', 'criterion: "1.1", option: ¦3', None),
    ("options_unlike_most", SET, "points: 40, stars: 5", "points: 39, stars: 5", None),
    ("options_falling", SET, "{points: 10, label", "{points: 10, stars: 5, label", None),
    ("case_unknown", SET, "case: b, label", "case: ¦c, label", None),
    ("case_unknown", SET, "points: 40, case: b, label", "points: 40, label", None),
    ("ground_unknown", SET, "rejects: [forged]", "rejects: [¦forget]", "forged"),
    ("ground_unknown", SET, "{ground: forged,", "{ground: ¦whim,", None),
    ("label_unknown", SET, "hints: [Lời nhắc]", "hints: [¦Lời nhắn]", "Lời nhắc"),
    ("label_unknown", SET, "{a: Tại xã,", "{a: ¦Tại phố,", "Tại xã"),
    ("text_needed", SET, f', text: "{MARKS[2]}"', "", None),
    ("text_unknown", SET, f'text: "{MARKS[2]}"', 'text: ¦"0123456789ab"', None),
]
