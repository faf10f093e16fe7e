"""The documents that an office writes: a closed list of what each is about, and what it becomes once it is signed."""

from collections.abc import Mapping
from dataclasses import dataclass

DOSSIER, SESSION, ROUND = "dossier", "session", "round"
FILE = "document.file"
# What is submitted and decided: the results of a round; those of a session, as of a re-evaluation, which is outside the
# rounds (26/2026/QĐ-TTg, Article 7.6đ, g); or of one dossier.
WAITING = (ROUND, SESSION, DOSSIER)


@dataclass(frozen=True)
class Kind:
    """A kind of document: what it may be about, the files of its templates, and the type of paper that it becomes.

    `filed` is False where it is never signed by itself; `local` where a commune writes it.
    """

    name: str
    abouts: tuple[str, ...]
    templates: tuple[str, ...]
    paper: str | None = None
    filed: bool = True
    local: bool = False


_KINDS = (
    Kind("commune_report", (DOSSIER,), ("mau-03.docx",), "commune_report", local=True),
    Kind("commune_request", (ROUND, DOSSIER), ("de-nghi-xa.docx",), "commune_request", local=True),
    Kind("province_request", (DOSSIER,), ("de-nghi-bo.docx",), "province_request"),
    Kind("score_sheet", (DOSSIER,), ("phieu-cham.docx", "phieu-cham.xlsx"), filed=False),
    Kind("sheet_summary", (SESSION,), ("tong-hop-diem.xlsx",), filed=False),
    Kind("minutes", (SESSION,), ("bien-ban.docx",), "council_minutes"),
    Kind("submission", WAITING, ("to-trinh.docx",)),
    Kind("decision", WAITING, ("quyet-dinh.docx",)),
    Kind("approval_decision", WAITING, ("phe-duyet.docx",), "approval_decision"),
    Kind("certificate", (DOSSIER,), ("giay-chung-nhan.docx",)),
    Kind("notice", WAITING, ("thong-bao-ket-qua.docx",)),
)
KINDS: Mapping[str, Kind] = {one.name: one for one in _KINDS}
