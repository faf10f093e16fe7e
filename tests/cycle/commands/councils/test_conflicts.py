"""A conflict of interest is declared about a dossier that may come before the council yet, however early it is."""

from cycle.answers import Answer, Done
from cycle.commands import councils
from cycle.commands.fire import Fire, fire
from cycle.commands.permits import Caller
from cycle.texts import Texts
from tests.cycle.commands.councils.sitting import Sitting, codes
from tests.evaluating import filed
from workflows.verdict import Refusal


def declared(sitting: Sitting, dossier: str) -> Answer:
    return sitting.act(councils.DeclareConflict, Caller("uy_vien_4"), dossier=dossier, note="Người nhà")


def test_one_is_declared_long_before_the_dossier_reaches_the_council(sitting: Sitting) -> None:
    early = filed(sitting.scene, sitting.scene.add_product(2))
    assert isinstance(declared(sitting, early), Done)


def test_none_is_declared_about_a_dossier_that_has_ended(sitting: Sitting) -> None:
    withdrawn = fire(sitting.office, Fire(sitting.dossier, "withdraw_evaluation", "chu_the", note="Không còn sản xuất"))
    assert isinstance(withdrawn, Done), withdrawn
    refused = declared(sitting, sitting.dossier)
    assert codes(refused) == ["dossier_over"]
    assert isinstance(refused, Refusal)
    assert refused.reasons[0].params == {"dossier": sitting.dossier, "state": "closed.withdrawn"}


def test_none_is_declared_about_a_dossier_of_a_kind_that_no_council_hears(sitting: Sitting) -> None:
    season = sitting.dossier.rpartition(".")[0]
    assert codes(declared(sitting, season)) == ["dossier_of_other_kind"]
    assert codes(declared(sitting, "QNG2026-9999")) == ["dossier_unknown"]


def test_none_is_declared_once_the_turn_is_closed_or_concluded(sitting: Sitting) -> None:
    sitting.all_enter()
    sitting.close()
    assert codes(declared(sitting, sitting.dossier)) == ["turn_closed"]
    sitting.conclude()
    assert codes(declared(sitting, sitting.dossier)) == ["turn_concluded"]


def test_a_turn_on_a_dossier_of_another_kind_is_refused_with_the_dossier_that_is_meant(sitting: Sitting) -> None:
    season = sitting.dossier.rpartition(".")[0]
    refused = sitting.act(councils.OpenTurns, dossiers={season: None})
    assert codes(refused) == ["dossier_of_other_kind"]
    assert isinstance(refused, Refusal)
    assert refused.reasons[0].params["instead"] == [sitting.dossier]
    told = Texts("vi").reason(refused.reasons[0])
    assert told.endswith(f"Hãy nêu mã hồ sơ đánh giá của sản phẩm ({sitting.dossier}).")
