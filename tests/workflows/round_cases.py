"""Cases of problems of rounds, of numbers given in turn, and of what a request for completion names."""

from tests.workflows.declared import EVALUATION, PROGRAMME, Case, sound_texts

ROUNDS_TEXT = """rounds:
  inclusive: false
  yearly:
    - {round: T-01, title: {vi: "Đợt 01 năm {year} cấp tỉnh", en: "Round 01 of {year}, province"}, level: province,
       cut_off: "04-30", held_by: "06-30", basis: Điều 5.1, origin: law}
    - {round: T-02, title: {vi: "Đợt 02 năm {year} cấp tỉnh", en: "Round 02 of {year}, province"}, level: province,
       cut_off: "10-30", held_by: "12-30", basis: Điều 5.1, origin: law}
    - {round: TW-01, title: {vi: "Đợt 01 năm {year}", en: "Round 01 of {year}"}, level: centre,
       cut_off: "07-30", held_by: "09-30", basis: Điều 5.2, origin: law}
    - {round: TW-02, title: {vi: "Đợt 02 năm {year}", en: "Round 02 of {year}"}, level: centre,
       cut_off: "01-30", held_by: "03-30", next_year: true, basis: Điều 5.2, origin: law}
  extra:
    - {round: T-03-2026, title: {vi: Đợt bổ sung, en: Another round}, level: province, cut_off: "2026-08-15",
       held_by: "2026-09-15", regulation: {number: 12/QĐ-UBND, date: "2026-06-01"}, basis: Quy chế}
"""
NUMBERS_TEXT = """numbers:
  - {number: receipt, counted_by: commune, form: "{number}/PĐK-{province}-{commune}-{year}", basis: Mẫu 01}
stages:
"""
RECORDED = "minutes: optional paper minutes"
COMPUTED = (
    f"{RECORDED}, joined: round province, receipt: number receipt, lacking: deficiency decide refuse, "
    "more: optional text, late_reason: optional text"
)
RECONVENE = "{do: reconvene, from: scored, to: scoring, by: council, note: required}"
EXTRA = "round: T-03-2026"

# code, file, passage, what stands there instead (¦: the place of the problem), nearest right name
SHAPE: list[Case] = [
    ("round_code_wrong", PROGRAMME, "{round: T-01,", "{round: ¦T-1,", None),
    ("round_code_wrong", PROGRAMME, EXTRA, "round: ¦T-03", None),
    ("month_day_wrong", PROGRAMME, 'cut_off: "01-30"', 'cut_off: ¦"02-29"', None),
    ("month_day_wrong", PROGRAMME, 'cut_off: "04-30"', 'cut_off: ¦"04-31"', None),
    ("round_order", PROGRAMME, 'held_by: "06-30"', 'held_by: "04-30"', None),
    ("round_order", PROGRAMME, 'held_by: "2026-09-15"', 'held_by: "2026-08-15"', None),
    ("round_title_year", PROGRAMME, '"Round 01 of {year}, province"', '"Round 01"', None),
    ("key_missing", PROGRAMME, 'regulation: {number: 12/QĐ-UBND, date: "2026-06-01"}, ', "", None),
    ("key_missing", PROGRAMME, ', date: "2026-06-01"}', "}", None),
    ("value_type_wrong", EVALUATION, "joined: round province", "joined: ¦round district", None),
    ("value_type_wrong", EVALUATION, "lacking: deficiency decide refuse", "lacking: ¦deficiency", None),
    ("number_form_wrong", EVALUATION, "PĐK-{province}-{commune}-{year}", "PĐK", None),
    ("number_form_wrong", EVALUATION, '"{number}/PĐK', '¦"{number}/{district}', None),
    ("end_kind", EVALUATION, "ends: {round: joined}", "ends: ¦{round: joined, value: joined}", None),
]

NAMES: list[Case] = [
    ("name_repeated", PROGRAMME, "{round: T-02,", "{round: ¦T-01,", None),
    ("round_every_year", PROGRAMME, EXTRA, "round: ¦T-02-2026", None),
    ("series_unknown", EVALUATION, "receipt: number receipt", "receipt: ¦number receipts", "receipt"),
    (
        "computed_received",
        EVALUATION,
        "receives: {filed: date}",
        "receives: {filed: date, code: ¦number receipt}",
        None,
    ),
    ("trigger_unknown", EVALUATION, "deficiency decide refuse", "¦deficiency decde", "decide"),
    ("council_without_criteria", EVALUATION, "joined: round province", "joined: ¦turn from council", None),
    ("deficiency_reason", EVALUATION, ", late_reason: optional text", "", None),
    ("value_of_other_type", EVALUATION, "ends: {round: joined}", "ends: {round: ¦receipt}", None),
    ("value_unknown", EVALUATION, "ends: {round: joined}", "ends: {round: ¦joint}", "joined"),
]


def whole() -> dict[str, str]:
    """The sound folder with rounds, a series of numbers, and values of both and of what is lacking."""
    found = sound_texts()
    evaluation = found[EVALUATION].replace("stages:\n", NUMBERS_TEXT, 1).replace(RECORDED, COMPUTED)
    held = "      - {deadline: session, ends: {round: joined}, basis: Điều 5}\nanywhere:\n"
    evaluation = evaluation.replace("anywhere:\n", held).replace(
        "en: Scored}, owes: secretariat}", "en: Scored}, owes: secretariat, deadline: session}"
    )
    return {**found, PROGRAMME: found[PROGRAMME] + "\n" + ROUNDS_TEXT, EVALUATION: evaluation}
