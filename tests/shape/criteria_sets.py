"""A scoring set of the decision's data as the text of its file: what a printed note means, our label of each text."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from workflows.scoring.criteria import Label
from workflows.scoring.wording import fingerprint, plain

Printed = Mapping[str, Any]

# What a printed note means: how it begins, the ground, what it does.
EXCLUDES = [
    ("Không đánh giá những sản phẩm có tính phổ biến", "commonplace", "not_assessed"),
    ("Không đánh giá các bước tiếp theo nếu không có Phiếu công bố", "no_product_declaration", "stop"),
    ("Bị loại nếu sử dụng toàn bộ nguyên liệu nhập khẩu", "imported_material", "reject"),
    ("Bị loại nếu phát hiện giống hệt", "identical_product", "reject"),
    ("Nếu sản phẩm vi phạm sở hữu trí tuệ", "infringes_property", "reject"),
    ("Không xem xét các chỉ tiêu khác nếu sản phẩm có các tạp chất", "impurities", "stop"),
    ("Nếu có", "impurities", "stop"),
]
# The sentence of grounds by what it holds; every set but 26 prints one.
REJECTS = [
    ("giả mạo hồ sơ", "forged"),
    ("an toàn thực phẩm", "food_safety"),
    ("giấy phép sản xuất", "production_licence"),
    ("đủ điều kiện sản xuất sản phẩm", "production_conditions"),
    ("đăng ký công bố", "quality_registration"),
    ("điều kiện bắt buộc", "specialised_conditions"),
    ("bản công bố sản phẩm", "product_declaration"),
    ("hồ sơ đăng ký theo quy định", "registration"),
]
SECTORS = dict(
    zip(
        ("I", "II", "III", "IV", "V", "VI"),
        ("food", "beverages", "herbal", "handicrafts", "ornamental", "tourism"),
        strict=True,
    )
)
# Hints of ours where the print leaves room, by the criterion's name or by set and code.
HINTS = {
    "Sử dụng lao động địa phương": "Đúng 75% thuộc cả hai mức, dưới 25% không có mức: Hội đồng chọn",
    "Liên kết sản xuất": "Đúng 75% và dưới 50% không có mức riêng: Hội đồng chọn",
    (7, "3.1"): "Hai phương án in cùng số điểm: ghi phương án được chọn",
    (23, "6.2"): "Hai phương án in cùng số điểm: ghi phương án được chọn",
    (10, "3.5"): "Bản in của bộ này không có dấu **** như các bộ khác",
    (1, "8"): "Bản in của bộ này không có dấu ***** như các bộ khác",
}
STORY = '{criterion: "5.1", option: 2}'
PREFIX = re.compile(r"^(Ghi chú|Chú ý|Yêu cầu): *")
BARE = re.compile(r"[^\s,\[\]{}#&*!|>'\"%@`:?-][^,\[\]{}#:\"]*")


def leaves_of(criterion: Printed) -> Iterator[Printed]:
    """The criteria that are answered, groups left out."""
    if criterion["kind"] == "group":
        for child in criterion["children"]:
            yield from leaves_of(child)
    else:
        yield criterion


def printed_leaves(printed: Printed) -> Iterator[tuple[str, Printed]]:
    """Every criterion of a set that is answered, with the code of its part."""
    for part in printed["parts"]:
        for criterion in part["criteria"]:
            yield from ((part["code"], leaf) for leaf in leaves_of(criterion))


@dataclass
class SetText:
    """The lines of one set's file; `missing` are the texts that have no label."""

    number: int
    labels: Mapping[str, Label]
    lines: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._by_text = {text: name for name, label in self.labels.items() for text in label.texts}

    def write(self, printed: Printed) -> str:
        self._add(0, f"set: {printed['number']}")
        self._add(0, f"title: {quoted(printed['name'])}")
        self._add(0, f"sector: {SECTORS[printed['sector_code']]}")
        self._add(0, f"ministries: [{', '.join(printed['ministries'])}]")
        if rejects := _rejects(printed):
            self._add(0, f"rejects: [{', '.join(rejects)}]")
        self._add(0, "parts:")
        for part in printed["parts"]:
            self._part(part)
        return "\n".join(self.lines) + "\n"

    def _part(self, part: Printed) -> None:
        self._head(1, "part", part["code"], part["name"], part["max"])
        self._add(2, "sections:")
        by_code = {one["code"]: one for one in part["criteria"]}
        for section in part["sections"]:
            self._head(3, "section", f'"{section["code"]}"', section["name"], section["max"])
            if section.get("note"):
                self._add(4, "stops_at_zero: true")
            self._add(4, "criteria:")
            for code in section["criteria"]:
                self._criterion(by_code[code], 5)

    def _head(self, depth: int, kind: str, code: str, title: str, most: int) -> None:
        self._add(depth, f"- {kind}: {code}")
        self._add(depth + 1, f"title: {quoted(title)}")
        self._add(depth + 1, f"most: {most}")

    def _criterion(self, one: Printed, depth: int) -> None:
        self._head(depth, "criterion", f'"{one["code"]}"', one["name"], one["max"])
        depth += 1
        hints, excludes = self._notes(one)
        if hints:
            self._add(depth, f"hints: [{', '.join(map(quoted, hints))}]")
        if excludes:
            told = (f"{{ground: {ground}, effect: {effect}}}" for ground, effect in excludes)
            self._add(depth, f"excludes: [{', '.join(told)}]")
        if one.get("condition"):
            self._add(depth, f"only_if: {STORY}")
        if one["kind"] == "yes_no":
            self._add(depth, "yes_no: true")
        elif one["kind"] == "group":
            self._add(depth, "criteria:")
            for child in one["children"]:
                self._criterion(child, depth + 1)
        else:
            self._options(one, depth)

    def _notes(self, one: Printed) -> tuple[list[str], list[tuple[str, str]]]:
        hints: list[str] = []
        excludes: list[tuple[str, str]] = []
        for key in ("detail", "requirement", "note"):
            text = one.get(key)
            if text and (found := _exclusion(key, PREFIX.sub("", text))):
                excludes.append(found)
            elif text:
                hints.append(self._label(text))
        ours = HINTS.get(one["name"]), HINTS.get((self.number, one["code"]))
        return [*hints, *filter(None, ours)], excludes

    def _options(self, one: Printed, depth: int) -> None:
        if one.get("cases"):
            cases = (f"{case['code']}: {quoted(self._label(case['name']))}" for case in one["cases"])
            self._add(depth, f"cases: {{{', '.join(cases)}}}")
        self._add(depth, "options:")
        for option in one["options"]:
            stars = f", stars: {option['stars']}" if option["stars"] else ""
            case = f", case: {option['case']}" if option.get("case") else ""
            label = self._label(option["text"])
            several = label in self.labels and len(self.labels[label].texts) > 1
            text = f', text: "{fingerprint(option["text"])}"' if several else ""
            self._add(depth + 1, f"- {{points: {option['points']}{stars}{case}, label: {quoted(label)}{text}}}")

    def _label(self, text: str) -> str:
        found = self._by_text.get(fingerprint(text))
        if found is None:
            self.missing.append(plain(text))
        return found or plain(text)

    def _add(self, depth: int, text: str) -> None:
        self.lines.append("  " * depth + text)


def quoted(text: str) -> str:
    """A text as YAML takes it for one."""
    bare = BARE.fullmatch(text) and not re.fullmatch(r"[0-9.]+|[a-z]", text)
    plain_word = text.lower() not in ("no", "yes", "on", "off", "null", "true", "false")
    return text if bare and plain_word else json.dumps(text, ensure_ascii=False)


def _rejects(printed: Printed) -> list[str]:
    sentence = " ".join(printed["rejection_grounds"]).lower()
    return [ground for words, ground in REJECTS if words in sentence]


def _exclusion(key: str, text: str) -> tuple[str, str] | None:
    if key == "requirement":
        return ("not_of_province", "requirement") if text.startswith("100%") else None
    found = ((ground, effect) for begins, ground, effect in EXCLUDES if text.startswith(begins))
    return next(found, None) if key == "note" else None
