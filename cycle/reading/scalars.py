"""What a plain scalar means: text, an integer, true or false; and which ones YAML would turn into something else."""

import re

CANONICAL_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)\Z")
# The canonical form (RFC 8785) holds no integer beyond this.
LARGEST_INTEGER = 2**53 - 1
TRUE_FALSE = {"true": True, "false": False}
TRUTH = re.compile(r"(?:[yYnN]|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF|True|TRUE|False|FALSE)\Z")

# Everything that YAML 1.1 or 1.2 reads as something other than text, and whatever PyYAML takes for it.
TREACHEROUS = re.compile(
    r"""(?:
      ~ | null | Null | NULL
    | [yYnN] | yes | Yes | YES | no | No | NO | on | On | ON | off | Off | OFF | True | TRUE | False | FALSE
    | [-+]?[0-9][0-9_]*                                                     # 01, +1, 1_000
    | [-+]?0x[0-9a-fA-F_]+ | [-+]?0b[01_]+ | [-+]?0o[0-7_]+
    | [-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?                      # 17:30 is a number in base 60
    | [-+]?(?:[0-9][0-9_]*)?\.[0-9_]+(?:[eE][-+]?[0-9]+)? | [-+]?[0-9][0-9_]*\.(?:[eE][-+]?[0-9]+)?
    | [-+]?[0-9][0-9_]*[eE][-+]?[0-9]+
    | [-+]?\.(?:inf|Inf|INF) | \.(?:nan|NaN|NAN)
    | [0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}.*)?
    | =
    )\Z""",
    re.VERBOSE,
)
# C0 and C1 controls but tab and line ends, surrogates, what reorders or hides text, and non-characters.
CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\uffff]"
)


def plain_value(text: str) -> tuple[str | int | bool, str | None]:
    """The value of a plain scalar, and the code of its problem if it may not stand there unquoted."""
    if text in TRUE_FALSE:
        return TRUE_FALSE[text], None
    if CANONICAL_INTEGER.match(text):
        # A long one is refused by its length: turning a million digits into a number would take minutes.
        if len(text) > 17 or abs(int(text)) > LARGEST_INTEGER:
            return text, "yaml_integer"
        return int(text), None
    if text == "<<":
        return text, "yaml_merge"
    if TRUTH.match(text):
        return text, "yaml_truth"
    return text, "yaml_scalar" if TREACHEROUS.match(text) else None
