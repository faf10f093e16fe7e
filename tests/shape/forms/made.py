"""Every shipped template by the name of its file."""

from collections.abc import Callable, Mapping
from pathlib import Path

from tests.shape.forms import approvals, communes, councils, results, sheets

FOLDER = Path(__file__).parents[3] / "config" / "documents"
FORMS: Mapping[str, Callable[[], bytes]] = {
    "mau-03.docx": communes.report,
    "de-nghi-xa.docx": communes.request,
    "de-nghi-bo.docx": results.request,
    "phieu-cham.docx": councils.sheet,
    "phieu-cham.xlsx": sheets.score_sheet,
    "tong-hop-diem.xlsx": sheets.summary,
    "bien-ban.docx": councils.minutes,
    "to-trinh.docx": results.submission,
    "quyet-dinh.docx": results.decision,
    "phe-duyet.docx": approvals.approval,
    "giay-chung-nhan.docx": results.certificate,
    "thong-bao-ket-qua.docx": results.notice,
}
