"""Checks, with nothing but this file, that a record is in a history: its hash anew, then the way up to the root.

    ocop history checkpoint --record STREAM:NUMBER --json | python check_inclusion.py [or a file named] [--root HASH]

With `--root` the root must be this one, for example as a letter printed it; its first 16 characters are enough. The
hash of a record is SHA-256 of its fields as JSON without blanks, its names in order (RFC 8785). A leaf of the tree is
SHA-256 of 0x00 and these 32 bytes, a node SHA-256 of 0x01 and its two children (RFC 9162, section 2.1).
Exit status: 0 it is in it, 1 it is not, 2 not to be checked."""

import json
import sys
from hashlib import sha256
from pathlib import Path

UNREADABLE = (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError)


def hash_of(record):
    """The hash of a record's fields."""
    text = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode()).digest()


def root_of(leaf, position, size, proof):
    """The root to which a proof leads (RFC 9162, section 2.1.3.2). Raises ValueError where it leads to none."""
    if not 0 <= position < size:
        raise ValueError(f"a history of {size} records has none at {position}")
    found, last = sha256(b"\x00" + leaf).digest(), size - 1
    for beside in proof:
        if last == 0:
            raise ValueError("the proof is too long")
        if position & 1 or position == last:
            found = sha256(b"\x01" + beside + found).digest()
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        else:
            found = sha256(b"\x01" + found + beside).digest()
        position, last = position >> 1, last >> 1
    if last:
        raise ValueError("the proof is too short")
    return found


def main(arguments):
    """Print what was found; see above for the exit status."""
    try:
        printed = ""
        if "--root" in arguments:
            place = arguments.index("--root")
            printed = arguments[place + 1].lower()
            arguments = arguments[:place] + arguments[place + 2 :]
        given = json.loads(Path(arguments[0]).read_bytes() if arguments else sys.stdin.buffer.read())
        own = hash_of(given["record"])
        proof = [bytes.fromhex(one) for one in given["proof"]]
        root = root_of(own, given["position"], given["size"], proof).hex()
        wrong = [name for name, found in (("hash", own.hex()), ("root", root)) if given[name] != found]
        wrong += ["printed root"] if printed and (len(printed) < 16 or not root.startswith(printed)) else []
    except (*UNREADABLE, IndexError) as fault:
        print(f"This proof cannot be checked. {type(fault).__name__}: {fault}", file=sys.stderr)
        return 2
    print(f"record: {given['record']['stream']}, number {given['record']['seq']}, hash {own.hex()}")
    print(f"root:   {root} over {given['size']} records")
    print(f"not in this history: another {' and '.join(wrong)} was told" if wrong else "in this history")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
