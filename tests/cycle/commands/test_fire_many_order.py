"""Of many acts each is judged in the order asked, whatever the codes of the dossiers."""

from cycle.answers import Done
from cycle.commands.fire import Fire, fire_many
from tests.scene import Scene
from workflows.verdict import Refusal


def test_acts_of_one_dossier_are_judged_one_after_the_other(scene: Scene) -> None:
    first, second = scene.open(), scene.open(scene.add_product(2))
    asked = [
        Fire(second, "choose", "xa"),
        Fire(first, "withdraw", "chu_the", note="thôi"),
        Fire(second, "choose", "xa"),
        Fire(first, "choose", "xa"),
        Fire(second, "withdraw", "chu_the", note="thôi"),
    ]
    answers = fire_many(scene.office, asked)
    assert [isinstance(one, Done) for one in answers] == [True, True, False, False, True]
    refused = [one for one in answers if isinstance(one, Refusal)]
    assert [one.state for one in refused] == ["idea.drafting", "closed.withdrawn"]
