"""Composing letters from the truth: reminders as things stand, notices as the act happened."""

from cycle.letters.composing.composer import Composer

__all__ = ["Composer"]
