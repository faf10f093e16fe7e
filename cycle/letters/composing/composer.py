"""What each letter says: one reading of a programme serves all its reminders, a few letters read only their own."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, partial

from cycle.clock import instant_text, read_instant
from cycle.letters.acts import LAW, ToldAct, read_act
from cycle.letters.audiences import Occasion
from cycle.letters.composed import Composed, Nothing, Queued
from cycle.letters.composing.duties import Share, Shares, Told, read_shares
from cycle.letters.composing.heads import head_of
from cycle.letters.composing.lacking import Lacking
from cycle.letters.composing.lines import Lines
from cycle.letters.composing.moved import compose_moved
from cycle.letters.composing.notices import compose_notice
from cycle.letters.composing.past import SETTLED, covers, last_sealed, told_since
from cycle.letters.composing.phone_lists import Ringing, compose_phone_list
from cycle.letters.composing.reminders import compose_reminder
from cycle.letters.composing.reports import compose_report
from cycle.letters.composing.subjects import subject_of
from cycle.letters.composing.wording import Words
from cycle.letters.desks import Desk, Desks
from cycle.letters.renderers import renderer_of
from cycle.letters.waiting import Unreached
from cycle.office import Office
from cycle.queries.deadlines.owed import Case
from cycle.transactions import Transaction
from notifications.facts import Body, Facts, Head
from workflows.deadlines.marks import beginning_of
from workflows.programme import Letter

# From so many reminders of one programme on, all that is owed in it is read at once.
FEW = 3
STALE, CLOSED = "stale", "programme_closed"
PHONE_LIST = "phone_list"
EVERYBODY = None


@dataclass(frozen=True)
class Ahead:
    """What a preview counts as done: marks by programme, acts by stream and number, dossiers as acts leave them."""

    told: Mapping[str, Told] = field(default_factory=dict)
    acts: Mapping[tuple[str, int], ToldAct] = field(default_factory=dict)
    cases: Mapping[str, Case] = field(default_factory=dict)


class Composer:
    """Composes letters from what a transaction sees, as of the office's clock or the letter's own time, if later.

    `ahead` is what a preview counts as done. Raises
    UnreadablePublicationError, LookupError where what a letter is about cannot be read.
    """

    def __init__(
        self,
        transaction: Transaction,
        office: Office,
        ahead: Ahead | None = None,
    ) -> None:
        self._transaction, self._office = transaction, office
        self._ahead = ahead or Ahead()
        self._composed: Counter[str] = Counter()
        self._now = office.clock.now()
        self._desks = cache(lambda now: Desks(transaction, office, now))
        self._lines = cache(self._make_lines)
        self._shares = cache(self._read_shares)

    def compose(self, queued: Queued) -> Composed | Nothing:
        """What a letter says now; why it says nothing: of its kind a recipient gets one a day.

        One of what is due soon does not stand in the place of one that tells everything. Of a closed programme only
        phone lists are composed, of what its notices tell.
        """
        if queued.kind == "notice":
            return self._notice(queued)
        if queued.stale_after is not None and self._now >= read_instant(queued.stale_after):
            return Nothing(STALE)
        desk = self._desks_for(queued).of(queued.programme, closed=queued.kind == PHONE_LIST)
        letter = desk.letters.letters.get(queued.name) if desk else None
        if desk is None or letter is None:
            return Nothing(CLOSED)
        key = (queued.recipient, queued.programme, queued.name)
        last = last_sealed(self._transaction, key)
        if last is not None and once_a_day(queued) and self._told_today(desk, queued, last):
            return Nothing(SETTLED)
        found = self._composed_under(desk, letter, queued)
        return found if isinstance(found, Nothing) else replace(found, after=(*key, last))

    def _composed_under(self, desk: Desk, letter: Letter, queued: Queued) -> Composed | Nothing:
        lines = self._lines(desk)
        if queued.kind == "reminder":
            return compose_reminder(self._transaction, lines, queued, self._share(desk, queued))
        if queued.kind == "report":
            return compose_report(self._transaction, lines, queued, self._shares(desk, EVERYBODY))
        meant = partial(self._rings, desk, letter, queued)
        return compose_phone_list(Ringing(self._transaction, desk, queued, meant, self))

    def _told_today(self, desk: Desk, queued: Queued, last: str) -> bool:
        """Whether a letter sealed today has told what this one would; `last` is when the last one was sealed."""
        began = instant_text(beginning_of(desk.today, desk.programme.zone))
        if last < began:
            return False
        key = (queued.recipient, queued.programme, queued.name)
        return any(covers(about, queued.about) for about in told_since(self._transaction, key, began))

    def head(self, queued: Queued, today: date) -> Head:
        """What stands above and below a letter on a day."""
        desk = self.desk_of(queued)
        return head_of(self._transaction, self._office, desk, queued, today)

    def still(self, transaction: Transaction, composed: Composed) -> bool:
        """Whether every deadline that a letter rests on still stands as it did, and no other letter came before it."""
        if composed.after is not None and last_sealed(transaction, composed.after[:3]) != composed.after[3]:
            return False
        wanted = {stand[:3]: stand for stand in composed.stands}
        codes = sorted({code for code, _, _ in wanted})
        for start in range(0, len(codes), AT_ONCE):
            part = codes[start : start + AT_ONCE]
            for code, name, opened, due, *standing in transaction.rows(_stands(len(part)), part):
                told = (code, name, opened, due, " ".join(filter(None, standing)))
                if wanted.get(told[:3], told) == told:
                    wanted.pop(told[:3], None)
        return not wanted

    def message(self, queued: Queued, body: Body) -> str:
        """What a letter says in at most 500 characters. Raises TemplateProblemError."""
        desk = self.desk_of(queued)
        letter = desk.letters.letters[queued.name]
        return renderer_of(desk.published).render(letter.template, self._facts(queued, letter, body)).short

    def facts(self, queued: Queued, letter: Letter, composed: Composed) -> Facts:
        """All that a template may use for a letter that has no number yet."""
        return self._facts(queued, letter, composed.body)

    def _facts(self, queued: Queued, letter: Letter, body: Body) -> Facts:
        desk = self.desk_of(queued)
        title = str(getattr(letter.title, desk.letters.language))
        return Facts(self.head(queued, desk.today), title, body)

    def _desks_for(self, queued: Queued) -> Desks:
        """As of now, or of the time at which the letter is to go."""
        return self._desks(max(read_instant(queued.send_after), self._now))

    def _notice(self, queued: Queued) -> Composed:
        act = self._act(queued)
        desk = self.desk_of(queued)
        if act.kind == LAW:
            cases = self._desks_for(queued).cases(desk)
            return compose_moved(self._transaction, self._lines(desk), cases, (queued, act))
        subject = subject_of(self._transaction, self._desks_for(queued).cases(desk), act, queued.programme)
        if (case := self._ahead.cases.get(subject.case.dossier)) is not None:
            subject = subject._replace(case=case)
        return compose_notice(self._transaction, self._lines(desk), (queued, subject), act)

    def desk_of(self, queued: Queued) -> Desk:
        """The programme of a letter: of a notice as the publication that its act names declares it, else that of today.

        Raises LookupError.
        """
        desks = self._desks_for(queued)
        found = desks.of(queued.programme, closed=True)
        if queued.kind == "notice":
            act = self._act(queued)
            if act.publication is not None:
                found = desks.under(act.publication, queued.programme) or found
        if found is None or queued.name not in found.letters.letters:
            raise LookupError(f"letter {queued.name} of {queued.programme}")
        return found

    def _act(self, queued: Queued) -> ToldAct:
        stream, seq = str(queued.about["stream"]), int(queued.about["seq"])
        return self._ahead.acts.get((stream, seq)) or read_act(self._transaction, stream, seq)

    def _make_lines(self, desk: Desk) -> Lines:
        words = Words(self._transaction, self._office, desk)
        return Lines(desk, words, Lacking(self._transaction, self._office, desk))

    def _share(self, desk: Desk, queued: Queued) -> list[Share]:
        self._composed[desk.programme.name] += 1
        many = self._composed[desk.programme.name] > FEW
        shares = self._shares(desk, EVERYBODY if many else queued.recipient)
        return list(shares.get((queued.name, queued.recipient), ()))

    def _read_shares(self, desk: Desk, recipient: str | None) -> Shares:
        ahead = self._ahead.told.get(desk.programme.name) or Told()
        return read_shares((self._transaction, self._office, desk), ahead, recipient)

    def _rings(self, desk: Desk, letter: Letter, queued: Queued, one: Unreached) -> bool:
        case = self._desks_for(queued).cases(desk).of_producer(one.producer, queued.programme)
        return case is not None and queued.recipient in desk.audiences.of(case, letter.to, Occasion())


def once_a_day(queued: Queued) -> bool:
    """Whether it tells all that there is, so that a second one on the same day would tell the same."""
    return "only" not in queued.about and queued.resends is None


def _stands(count: int) -> str:
    marks = ", ".join("?" * count)
    return (
        "SELECT dossier, name, opened_seq, due, status, proposal, escalation FROM deadline "  # noqa: S608 - marks only
        f"WHERE dossier IN ({marks})"
    )


AT_ONCE = 400
