"""What a relay has answered, and in which phase, in the words of the catalogue."""

from cycle.texts import Texts
from notifications.smtp_results import FAULTS


def phase_title(texts: Texts, phase: str) -> str:
    """The name of a phase of sending."""
    told = f"sending_phase.{phase}"
    return texts.say(told) if texts.has(told) else phase


def reply_text(texts: Texts, reply: str) -> str:
    """What was answered, in the relay's own words; in ours where it has answered nothing that can be read."""
    fault, _, detail = reply.partition(": ")
    if fault not in FAULTS:
        return reply
    said = texts.say(f"sending_fault.{fault}")
    return f"{said} ({detail})" if detail else said
