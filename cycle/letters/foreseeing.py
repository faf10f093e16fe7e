"""Who would be told what: of an act before it is done, of a sweep before it is made. Nothing is written."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from cycle.clock import instant_text
from cycle.commands.aside import blamed
from cycle.commands.fire import Decided, Fire, judge
from cycle.commands.payloads import step_payload
from cycle.commands.planning import Move
from cycle.facts import read_family
from cycle.letters.acts import COLUMNS, STEP, ToldAct, act_of
from cycle.letters.addresses import addresses_of
from cycle.letters.composed import Nothing, Queued
from cycle.letters.composing.composer import Ahead, Composer
from cycle.letters.composing.duties import Told
from cycle.letters.composing.named import name_of
from cycle.letters.desks import Desks
from cycle.letters.planning.ahead import Effect, case_after, marks_ahead, untold_of
from cycle.letters.planning.listing import plan_lists
from cycle.letters.planning.noticing import Noticing, acts_after
from cycle.letters.planning.outlook import look_out
from cycle.letters.planning.queue import Queue
from cycle.letters.planning.reminding import FIRST, Place, Reminding, Untold, untold_after
from cycle.letters.planning.weekly import planned_week
from cycle.letters.renderers import renderer_of
from cycle.office import Office
from cycle.queries.deadlines.owed import Case
from cycle.transactions import Transaction

T = TypeVar("T")


@dataclass(frozen=True)
class Foreseen:
    """A letter that there would be. `reached`: the recipient has an e-mail address.

    `subject` and `text` are what it would say; None where they were not asked for, or where it would say nothing.
    """

    code: str
    name: str
    title: str
    kind: str
    recipient: str
    recipient_name: str
    reached: bool
    send_after: str
    subject: str | None = None
    text: str | None = None


def foreseen_by_fire(office: Office, asked: Fire) -> tuple[Foreseen, ...]:
    """The notices of an act and of all that follows from it; none where it would be refused.

    Raises TemplateProblemError.
    """
    with office.database.reading() as transaction:
        family = read_family(transaction, asked.dossier, office.clock)
        verdict = judge(transaction, office, asked, family)
        if not isinstance(verdict, Decided):
            return ()
        now = office.clock.now()
        desks, queue = Desks(transaction, office, now), Queue(transaction, now, foresees=True)
        noticing = Noticing(transaction, office, desks)
        acts, cases = dict[tuple[str, int], ToldAct](), dict[str, Case]()
        for move in verdict.moves:
            act = _act(transaction, asked, (verdict, move), instant_text(now))
            case = _case(desks, noticing, act, move)
            if case is not None:
                acts[act.stream, act.seq], cases[case.dossier] = act, case
                for one in noticing.plan(queue, act, case):
                    queue.put(one)
        composer = Composer(transaction, office, ahead=Ahead(acts=acts, cases=cases))
        return _foreseen(transaction, composer, queue, texts=True)


def foreseen_by_sweep(office: Office, effects: Iterable[Effect], *, texts: bool = False) -> tuple[Foreseen, ...]:
    """The letters that would be planned if a sweep now had the `effects` given; with `texts` what they would say.

    Raises UnreadablePublicationError, TemplateProblemError.
    """
    now = office.clock.now()
    with office.database.reading() as transaction:
        desks, queue = Desks(transaction, office, now), Queue(transaction, now, foresees=True)
        noticing, reminding = Noticing(transaction, office, desks), Reminding(transaction, desks)
        for act in _acts(transaction):
            _try(partial(_put, queue, noticing, act))
        marks = [*_untold(transaction), *untold_of(transaction, effects)]
        for start in range(0, len(marks), AT_ONCE):
            _try(partial(reminding.read, marks[start : start + AT_ONCE]))
        told = [(one, _try(partial(reminding.plan, queue, one))) for one in marks]
        for programme in desks.open_programmes():
            _try(partial(plan_lists, transaction, desks, queue, programme))
        ahead = marks_ahead(desks, [one for one, code in told if code], instant_text(now))
        for programme in look_out(transaction, office).weeks:
            _try(partial(_week, (transaction, office, desks), queue, programme, ahead.get(programme)))
        return _foreseen(transaction, Composer(transaction, office, ahead=Ahead(told=ahead)), queue, texts=texts)


def _week(around: tuple[Transaction, Office, Desks], queue: Queue, programme: str, ahead: Told | None) -> None:
    transaction, office, desks = around
    desk = desks.of(programme)
    if desk is not None:
        queue.put_all(planned_week((transaction, office, desk), queue, ahead))


def _try(work: Callable[[], T]) -> T | None:
    """What cannot be planned is set aside by the pass itself; here it only must not hide the rest."""
    try:
        return work()
    except Exception as wrong:  # noqa: BLE001 - one poisoned act must not stop the rest
        blamed(wrong)
        return None


def _put(queue: Queue, noticing: Noticing, act: ToldAct) -> None:
    for one in noticing.plan(queue, act):
        queue.put(one)


def _act(transaction: Transaction, asked: Fire, planned: tuple[Decided, Move], now: str) -> ToldAct:
    """A step of the plan as its record would tell it."""
    decided, move = planned
    stream = f"dossier/{move.before.code}"
    (last,) = transaction.row("SELECT MAX(seq) FROM record WHERE stream = ?", (stream,)) or (0,)
    whose = (move.step.happened, now, asked.actor, asked.on_behalf, decided.published.hash)
    note = {"note": move.step.note} if move.step.note else {}
    return ToldAct(stream, (last or 0) + 1, STEP, *whose, step_payload(move, None), note)


def _case(desks: Desks, noticing: Noticing, act: ToldAct, move: Move) -> Case | None:
    desk = noticing.desk_of(act)
    case = desks.cases(desk).of(act.owner) if desk else None
    return case_after(case, move) if case else None


def _acts(transaction: Transaction) -> list[ToldAct]:
    """The acts that no pass has looked at yet, in their order and then those that have no place yet."""
    (position,) = transaction.row("SELECT value FROM installation WHERE name = 'told'") or ("0",)
    found, at = list[ToldAct](), int(position)
    while page := list(acts_after(transaction, at)):
        found += [one.act for one in page if one.act is not None]
        at = page[-1].position + 1
    return found + [act_of(row, {}) for row in transaction.rows(_UNPLACED)]


def _untold(transaction: Transaction) -> list[Untold]:
    found, after = list[Untold](), FIRST
    while page := untold_after(transaction, after):
        found += page
        last: Place = page[-1].place
        after = last
    return found


def _foreseen(transaction: Transaction, composer: Composer, queue: Queue, *, texts: bool) -> tuple[Foreseen, ...]:
    planned = sorted((one.queued for one in queue.letters.values()), key=lambda one: (one.send_after, one.recipient))
    found = [_told(transaction, composer, one, texts=texts) for one in planned]
    return tuple(one for one in found if one is not None)


def _told(transaction: Transaction, composer: Composer, queued: Queued, *, texts: bool) -> Foreseen | None:
    """One letter; None where it would be void."""
    desk = composer.desk_of(queued)
    letter = desk.letters.letters[queued.name]
    subject = text = None
    if texts:
        composed = composer.compose(queued)
        if isinstance(composed, Nothing):
            return None
        rendered = renderer_of(desk.published).render(letter.template, composer.facts(queued, letter, composed))
        subject, text = rendered.subject, rendered.plain
    return Foreseen(
        queued.code,
        queued.name,
        str(getattr(letter.title, desk.letters.language)),
        queued.kind,
        queued.recipient,
        name_of(transaction, queued.recipient),
        not addresses_of(transaction, queued.recipient, desk.today).missing,
        queued.send_after,
        subject,
        text,
    )


AT_ONCE = 1000
_UNPLACED = (
    f"SELECT {COLUMNS} FROM outbox o JOIN record r ON r.stream = o.stream AND r.seq = o.seq "  # noqa: S608 - constant
    "WHERE r.kind IN ('step', 'deadline', 'paper', 'law') AND NOT EXISTS "
    "(SELECT 1 FROM leaf f WHERE f.stream = o.stream AND f.seq = o.seq) ORDER BY o.recorded, o.stream, o.seq"
)
