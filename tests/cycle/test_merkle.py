"""The tree over history is that of RFC 9162: the reference values of Certificate Transparency, and its recursion."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cycle.merkle import (
    EMPTY,
    Frontier,
    Span,
    consistency_holds,
    consistency_spans,
    inclusion_holds,
    inclusion_spans,
    leaf_hash,
    node_hash,
    proof_of,
    root_of,
)

# The data and the roots that the reference implementations of RFC 6962 test themselves with.
DATA = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
LEAVES = [leaf_hash(bytes.fromhex(one)) for one in DATA]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
# Position and size, then the proof.
INCLUDED = [
    ((0, 1), []),
    (
        (0, 8),
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        (5, 8),
        [
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    ((2, 3), ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
]
CONTINUED = [
    ((1, 1), []),
    (
        (1, 8),
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        (6, 8),
        [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
]


def naive(leaves: list[bytes]) -> bytes:
    """MTH of section 2.1.1, as it stands there."""
    if len(leaves) < 2:
        return leaves[0] if leaves else EMPTY
    left = 1
    while left * 2 < len(leaves):
        left *= 2
    return node_hash(naive(leaves[:left]), naive(leaves[left:]))


def rooted(leaves: list[bytes], span: Span) -> bytes:
    return root_of(leaves[span[0] : span[1]])


def test_the_roots_are_those_of_the_reference() -> None:
    assert root_of([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert [root_of(LEAVES[:size]).hex() for size in range(1, 9)] == ROOTS


@pytest.mark.parametrize(("asked", "proof"), INCLUDED)
def test_proofs_of_inclusion_are_those_of_the_reference(asked: tuple[int, int], proof: list[str]) -> None:
    position, size = asked
    found = proof_of(inclusion_spans(position, size), lambda span: rooted(LEAVES, span))
    assert [one.hex() for one in found] == proof
    assert inclusion_holds(LEAVES[position], position, size, found, bytes.fromhex(ROOTS[size - 1]))


@pytest.mark.parametrize(("asked", "proof"), CONTINUED)
def test_proofs_of_consistency_are_those_of_the_reference(asked: tuple[int, int], proof: list[str]) -> None:
    before, size = asked
    found = proof_of(consistency_spans(before, size), lambda span: rooted(LEAVES, span))
    assert [one.hex() for one in found] == proof
    roots = (bytes.fromhex(ROOTS[before - 1]), bytes.fromhex(ROOTS[size - 1]))
    assert consistency_holds(before, size, roots, found)


SIZES = st.integers(1, 130)


@given(size=st.integers(0, 130), cut=st.integers(0, 130))
def test_a_tree_that_grew_and_was_kept_meanwhile_has_the_root_of_the_recursion(size: int, cut: int) -> None:
    leaves = [leaf_hash(bytes([number])) for number in range(size)]
    first = Frontier(0, [])
    for leaf in leaves[:cut]:
        first.grow(leaf)
    kept = Frontier(first.size, [*first.peaks])
    for leaf in leaves[cut:]:
        kept.grow(leaf)
    assert kept.root() == naive(leaves)
    assert len(kept.peaks) == size.bit_count()


@given(size=SIZES, data=st.data())
def test_every_leaf_is_proved_and_no_other_one_nor_any_changed_proof(size: int, data: st.DataObject) -> None:
    leaves = [leaf_hash(bytes([number])) for number in range(size)]
    position, root = data.draw(st.integers(0, size - 1)), naive(leaves)
    proof = proof_of(inclusion_spans(position, size), lambda span: naive(leaves[span[0] : span[1]]))
    assert inclusion_holds(leaves[position], position, size, proof, root)
    assert not inclusion_holds(leaf_hash(b"another"), position, size, proof, root)
    for wrong in (position - 1, position + 1):
        assert not inclusion_holds(leaves[position], wrong, size, proof, root)
    assert not inclusion_holds(leaves[position], position, size, [*proof, EMPTY], root)
    for place in range(len(proof)):
        assert not inclusion_holds(leaves[position], position, size, [*proof[:place], EMPTY, *proof[place + 1 :]], root)


@given(size=SIZES, data=st.data())
def test_a_tree_continues_its_beginning_and_nothing_else(size: int, data: st.DataObject) -> None:
    leaves = [leaf_hash(bytes([number])) for number in range(size)]
    before = data.draw(st.integers(1, size))
    proof = proof_of(consistency_spans(before, size), lambda span: naive(leaves[span[0] : span[1]]))
    old, new = naive(leaves[:before]), naive(leaves)
    assert consistency_holds(before, size, (old, new), proof)
    assert not consistency_holds(before, size, (EMPTY, new), proof)
    assert not consistency_holds(before, size, (old, EMPTY), proof)
    for place in range(len(proof)):
        assert not consistency_holds(before, size, (old, new), [*proof[:place], EMPTY, *proof[place + 1 :]])
        assert not consistency_holds(before, size, (old, new), [*proof[:place], *proof[place + 1 :]])


def test_there_is_no_proof_of_what_is_not_there() -> None:
    for position, size in ((-1, 4), (4, 4), (0, 0)):
        with pytest.raises(ValueError, match="leaves"):
            inclusion_spans(position, size)
        assert not inclusion_holds(LEAVES[0], position, size, [], EMPTY)
    for before, size in ((0, 4), (5, 4)):
        with pytest.raises(ValueError, match="leaves"):
            consistency_spans(before, size)
        assert not consistency_holds(before, size, (EMPTY, EMPTY), [])
