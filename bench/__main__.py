"""`python -m bench`: run every case on every kind of database, and print the table."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench.cases.acting import firing, firing_many
from bench.cases.importing import importing
from bench.cases.law import moving
from bench.cases.looking import looking
from bench.cases.ranking import ranking
from bench.cases.records import replaying, verifying
from bench.cases.sending import sending
from bench.cases.sitting import sitting
from bench.cases.sweeping import sweeping
from bench.cases.telling import telling
from bench.grounds import Ground, grounds, machine
from bench.stand import Stand, stand
from bench.table import Result, growth_lines, growths, lines, row_lines

RETURNS = 3  # so many times has each dossier come back: with its producer's, some thirteen records


@dataclass(frozen=True)
class Sizes:
    """How much is done: dossiers in the smaller and the larger database, rounds, and things in a round."""

    dossiers: tuple[int, ...] = (1_000, 100_000)
    rounds: int = 7
    acts: int = 40
    many: int = 100
    replays: int = 60
    rows: int = 20_000
    deadlines: tuple[int, ...] = (10_000, 100_000, 1_000_000)
    letters: int = 10_000
    told: int = 100_000
    open: int = 10_000
    ranked: int = 1_000
    turns: tuple[int, ...] = (10, 100)
    cases: tuple[str, ...] = (
        *("fire", "many", "replay", "verify", "look", "import", "sweep", "send", "tell", "rank", "sit", "law"),
    )


QUICK = replace(
    Sizes((40, 80), rounds=2, acts=3, many=5, replays=3, rows=5, deadlines=(100, 200), letters=20, told=20),
    open=44,
    turns=(2, 4),
)
# These found offices of their own, or need none.
ALONE = frozenset({"sweep", "send", "tell", "rank", "sit", "law"})


def main(words: Sequence[str] | None = None) -> int:
    """Run what the words ask for."""
    asked = _parser().parse_args(words)
    own = {"letters": asked.letters, "told": asked.told, "open": asked.open, "deadlines": tuple(asked.deadlines)}
    own["turns"] = tuple(asked.turns)
    chosen = Sizes(tuple(asked.dossiers), asked.rounds, cases=tuple(asked.cases), **own)
    sizes = QUICK if asked.quick else chosen
    print(machine(), f"seed {asked.seed}, {sizes.rounds} rounds in turns, medians", sep="\n", flush=True)
    results = run(tuple(asked.databases), sizes, asked.seed)
    print("", *lines(results), "", *growth_lines(growths(results)), sep="\n")
    return 0


def run(kinds: tuple[str, ...], sizes: Sizes, seed: int) -> list[Result]:
    """Every case on every kind of database and at every size."""
    results: list[Result] = []
    for one in ranking(sizes.ranked, sizes.rounds, seed) if "rank" in sizes.cases else ():
        print(*row_lines(one), sep="\n", flush=True)
        results.append(one)
    with grounds(kinds) as found:
        for ground in found:
            print(ground.described(), flush=True)
            for dossiers in sizes.dossiers if set(sizes.cases) - ALONE else ():
                with stand(ground, dossiers, RETURNS, seed) as there:
                    print(f"  {dossiers} dossiers, {there.records} records", flush=True)
                    for one in _cases(there, ground, sizes):
                        print(*row_lines(one), sep="\n", flush=True)
                        results.append(one)
            for one in _alone(ground, sizes, seed):
                print(*row_lines(one), sep="\n", flush=True)
                results.append(one)
    return results


def _alone(ground: Ground, sizes: Sizes, seed: int) -> Iterator[Result]:
    for deadlines in sizes.deadlines if "sweep" in sizes.cases else ():
        yield from sweeping(ground, deadlines, min(sizes.rounds, 5), seed)
    if "send" in sizes.cases:
        yield from sending(ground, sizes.letters, min(sizes.rounds, 3))
    if "tell" in sizes.cases:
        yield from telling(ground, sizes.told)
    for turns in sizes.turns if "sit" in sizes.cases else ():
        yield from sitting(ground, turns)
    if "law" in sizes.cases:
        yield from moving(ground, sizes.open)


def _cases(there: Stand, ground: Ground, sizes: Sizes) -> Iterator[Result]:
    """What changes nothing first: the hand's records have no true hashes."""
    if "replay" in sizes.cases:
        yield from replaying(there, sizes.rounds, sizes.replays)
    if "verify" in sizes.cases:
        yield from verifying(there, min(sizes.rounds, 5))
    if "look" in sizes.cases:
        yield from looking(there, sizes.rounds)
    if "fire" in sizes.cases:
        yield from firing(there, sizes.rounds, sizes.acts)
    if "many" in sizes.cases:
        yield from firing_many(there, sizes.rounds, sizes.many)
    if "import" in sizes.cases and there.dossiers == max(sizes.dossiers):
        folder = ground.folder / f"sheets-{ground.kind}"
        folder.mkdir(exist_ok=True)
        yield from importing(there, Path(folder), min(sizes.rounds, 5), sizes.rows)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    whole = Sizes()
    parser.add_argument("--quick", action="store_true", help="a run of a minute that only shows that all of it works")
    parser.add_argument("--dossiers", type=int, nargs="+", default=whole.dossiers, help="sizes of the databases")
    parser.add_argument("--deadlines", type=int, nargs="+", default=whole.deadlines, help="how many are swept over")
    parser.add_argument("--letters", type=int, default=whole.letters, help="how many are sent")
    parser.add_argument("--told", type=int, default=whole.told, help="of how many dossiers reminders tell")
    parser.add_argument("--open", type=int, default=whole.open, help="how many a change of law moves")
    parser.add_argument("--turns", type=int, nargs="+", default=whole.turns, help="how many dossiers a council judges")
    parser.add_argument("--rounds", type=int, default=whole.rounds)
    parser.add_argument("--cases", nargs="+", default=whole.cases, choices=whole.cases)
    parser.add_argument("--databases", nargs="+", default=("sqlite", "postgresql"), choices=("sqlite", "postgresql"))
    parser.add_argument("--seed", type=int, default=20240305)
    return parser


if __name__ == "__main__":
    sys.exit(main())
