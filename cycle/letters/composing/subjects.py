"""The dossier that an act is about, and what people call it."""

from cycle.letters.acts import PAPER, ToldAct
from cycle.letters.audiences import Cases
from cycle.letters.composing.notices import Subject
from cycle.letters.held import dossier_of_paper
from cycle.transactions import Transaction


def subject_of(transaction: Transaction, cases: Cases, act: ToldAct, programme: str) -> Subject:
    """The subject of an act; of one on a paper a dossier of the programme that it counts for. Raises LookupError."""
    code = dossier_of_paper(transaction, act.payload["code"], programme) if act.kind == PAPER else act.owner
    case = cases.of(code) if code else None
    if case is None:
        raise LookupError(f"no dossier for {act.stream}/{act.seq}")
    (about,) = transaction.row(_ABOUT, (case.dossier,)) or (case.dossier,)
    return Subject(case, case.definition.hash, about)


_ABOUT = (
    "SELECT COALESCE(p.name, t.title, d.code) FROM dossier d LEFT JOIN product p ON p.code = d.product "
    "LEFT JOIN dossier_title t ON t.dossier = d.code WHERE d.code = ?"
)
