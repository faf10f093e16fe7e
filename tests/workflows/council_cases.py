"""Cases of problems of councils."""

from tests.workflows.declared import PROGRAMME, Case

COUNCIL = (
    "entry_limit_days: 30\ncouncils:\n"
    "  - {council: c, title: {vi: Hội đồng, en: Council}, level: province, hears: {}, unseal: turn,"
    " basis: b, origin: law, quorum: {share: 3/4, chair: required, basis: b, origin: law},"
    " spread: {most: 10, turns: 2, basis: b, origin: law},"
    " seats: [{seat: s, title: {vi: Ghế, en: Seat}, chair: true, basis: b, origin: law},"
    " {seat: t, title: {vi: Ghế, en: Seat}, basis: b, origin: law}]}"
)
NAMES: list[Case] = [
    ("share_wrong", PROGRAMME, "entry_limit_days: 30", COUNCIL.replace("3/4", "¦4/3"), None),
    (
        "chair_without_seat",
        PROGRAMME,
        "entry_limit_days: 30",
        COUNCIL.replace("chair: true, ", "").replace("chair: r", "chair: ¦r"),
        None,
    ),
]
