"""The rehearsal of one season: a script of dated acts, played through the same commands as real work."""

from cycle.demo.cast import NobodyError, dossier_meant
from cycle.demo.clock import MovingClock
from cycle.demo.correspondence import Correspondence, read_correspondence
from cycle.demo.play import Declined, Played, Shown, Surprise, answer_word, play
from cycle.demo.reading import ScriptError, read_script
from cycle.demo.script import Question, Script, ScriptedAct
from cycle.demo.stage import Said, Stage, Terminal
from cycle.demo.watching import CaughtUp

__all__ = [
    "CaughtUp",
    "Correspondence",
    "Declined",
    "MovingClock",
    "NobodyError",
    "Played",
    "Question",
    "Said",
    "Script",
    "ScriptError",
    "ScriptedAct",
    "Shown",
    "Stage",
    "Surprise",
    "Terminal",
    "answer_word",
    "dossier_meant",
    "play",
    "read_correspondence",
    "read_script",
]
