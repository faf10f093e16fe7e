"""The tables under a drawing: what each numbered arrow stands for, and the acts of a dossier one by one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from workflows.definition import Definition, Transition
from workflows.drawing.arrows import is_anywhere, numbered
from workflows.drawing.lettering import lines_of
from workflows.drawing.subject import Subject, WayStep, Wording

BOLD, PLAIN = 11.0, 10.0
LEADING = 1.32
HEADING = 30.0
GAP = 7.0
# The room before the text for the number, and between two columns.
INDENT, ALLEY = 34.0, 18.0


@dataclass(frozen=True)
class Entry:
    """A numbered entry: `kind` is transition or step; a heading has no number."""

    kind: str
    number: str
    title: str
    lines: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """The entry in one sentence."""
        return f"{self.number}. " * bool(self.number) + ". ".join((self.title, *self.lines))


@dataclass(frozen=True)
class Block:
    """An entry broken into lines, in its place."""

    entry: Entry
    x: float
    y: float
    title: tuple[str, ...]
    lines: tuple[str, ...]
    height: float


def entries_of(subject: Subject) -> tuple[Entry, ...]:
    """The legend in reading order."""
    definition, wording = subject.definition, subject.wording
    titles = titles_of(definition, wording)
    found = [Entry("heading", "", wording.word("legend"))]
    for number, transition in numbered(definition).items():
        who = wording.word("who", who=wording.who(transition.by))
        told = (_between(definition, wording, titles, transition), who, *wording.needs(transition))
        found.append(Entry("transition", str(number), wording.title(definition.triggers[transition.trigger]), told))
    if subject.way is not None:
        found.append(Entry("heading", "", wording.word("way", dossier=subject.way.dossier)))
        found += _way_entries(subject, titles)
    return tuple(found)


def _way_entries(subject: Subject, titles: Mapping[str, str]) -> Iterator[Entry]:
    way, wording = subject.way, subject.wording
    if way is None:
        return
    yield Entry("step", "", wording.word("opened", day=way.begun_on), (titles.get(way.begun, way.begun),))
    for count, step in enumerate(way.steps, start=1):
        yield Entry("step", str(count), f"{step.day}: {_act(subject, step)}", (_route(titles, step),))


def _act(subject: Subject, step: WayStep) -> str:
    known = subject.definition.triggers.get(step.trigger)
    return subject.wording.title(known) if known else step.trigger


def _route(titles: Mapping[str, str], step: WayStep) -> str:
    return f"{titles.get(step.source, step.source)} → {titles.get(step.target, step.target)}"


def titles_of(definition: Definition, wording: Wording) -> Mapping[str, str]:
    """The title of each state, with that of its stage where several states have the same."""
    plain = {name: wording.title(state.title) for name, state in definition.states.items()}
    stages = {stage.name: wording.title(stage.title) for stage in definition.stages}
    shared = {title for title in plain.values() if list(plain.values()).count(title) > 1}
    return {
        name: f"{title} ({stages[definition.states[name].stage]})" if title in shared else title
        for name, title in plain.items()
    }


def _between(definition: Definition, wording: Wording, titles: Mapping[str, str], one: Transition) -> str:
    if is_anywhere(definition, one):
        return f"{wording.word('anywhere')} → {titles[one.target]}"
    return f"{'; '.join(titles[source] for source in one.sources)} → {titles[one.target]}"


def flowed(entries: Sequence[Entry], width: float, columns: int) -> tuple[tuple[Block, ...], float]:
    """Entries in columns as even as they can be, from (0, 0), and how high that is."""
    room = (width - ALLEY * (columns - 1)) / columns
    blocks = [_block(entry, room) for entry in entries]
    limit = sum(block.height for block in blocks) / columns
    while (placed := _filled(blocks, limit, room + ALLEY, columns)) is None:
        limit *= 1.03
    return placed, max(block.y + block.height for block in placed)


def _block(entry: Entry, room: float) -> Block:
    if entry.kind == "heading":
        title = lines_of(entry.title, room, BOLD + 2, bold=True)
        return Block(entry, 0, 0, title, (), HEADING + (len(title) - 1) * (BOLD + 2) * LEADING)
    title = lines_of(entry.title, room - INDENT, BOLD, bold=True)
    lines = tuple(line for text in entry.lines for line in lines_of(text, room - INDENT, PLAIN))
    return Block(entry, 0, 0, title, lines, len(title) * BOLD * LEADING + len(lines) * PLAIN * LEADING + GAP)


def _filled(blocks: Sequence[Block], limit: float, pitch: float, columns: int) -> tuple[Block, ...] | None:
    """Column after column up to a height; None where the columns do not suffice."""
    placed: list[Block] = []
    column, y = 0, 0.0
    for index, block in enumerate(blocks):
        # A heading never stays behind alone at the foot of a column.
        below = blocks[index + 1].height if block.entry.kind == "heading" and index + 1 < len(blocks) else 0.0
        if y and y + block.height + below > limit:
            column, y = column + 1, 0.0
        placed.append(Block(block.entry, column * pitch, y, block.title, block.lines, block.height))
        y += block.height
    return tuple(placed) if column < columns else None
