"""A season's frame in words: windows, fixed dates, deadlines."""

from cycle.queries.seasons.frame import Day, Frame, Span
from cycle.texts import Texts


def window_title(texts: Texts, programme: str, name: str) -> str:
    """The title that the programme gives its window."""
    declared = texts.rules.programmes.get(programme) if texts.rules else None
    known = declared.windows if declared else {}
    return texts.title(known[name].title) if name in known else name


def standing(texts: Texts, span: Span) -> str:
    """Whether a window is open, and for how many days it stays so."""
    return texts.say(f"season.standing.{span.standing}", days=span.days)


def window_line(texts: Texts, programme: str, span: Span) -> str:
    """A window with its days, on one line."""
    told = {"title": window_title(texts, programme, span.name), "opens": span.opens, "closes": span.closes}
    return texts.say("season.window", **told, standing=standing(texts, span))


def provisional_line(texts: Texts, frame: Frame) -> str:
    """Which years of the calendar may still change."""
    return texts.say("season.frame.provisional", years=frame.provisional)


def deadline_title(texts: Texts, workflow: str, name: str) -> str:
    """The title of a deadline as its own workflow declares it."""
    definition = texts.rules.definitions.get(workflow) if texts.rules else None
    title = definition.deadlines[name].title if definition and name in definition.deadlines else None
    return texts.title(title) if title else name


def state_title(texts: Texts, workflow: str, name: str) -> str:
    """The title of a state as its own workflow declares it."""
    definition = texts.rules.definitions.get(workflow) if texts.rules else None
    known = definition.states if definition else {}
    return texts.title(known[name].title) if name in known else name


def date_title(texts: Texts, day: Day) -> str:
    """What a fixed date is for: the deadlines that end on it, else its name."""
    titles = dict.fromkeys(deadline_title(texts, *one) for one in day.deadlines)
    return "; ".join(titles) or day.name
