"""What a document is drafted from: one transaction, whoever looks, the rules of today and the programme."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cycle import owing
from cycle.commands.documents.abouts import About, Library
from cycle.documents.facts import Head, RoundFact
from cycle.office import Office
from cycle.publication import Published
from cycle.queries.viewing import View
from cycle.texts import Texts
from cycle.transactions import Transaction
from cycle.vietnamese import sort_key
from workflows.programme import Programme
from workflows.rounds import round_named

# Documents of Vietnamese offices are written in Vietnamese, whatever the language of the screen.
TEXTS = Texts("vi")


@dataclass(frozen=True)
class Desk:
    """Where one document is drafted, and what it is about."""

    transaction: Transaction
    office: Office
    seen: View
    published: Published
    programme: Programme
    about: About
    organisation: str | None = None

    @property
    def today(self) -> date:
        """The day of drafting."""
        return self.seen.today

    @property
    def library(self) -> Library:
        """Where abouts are looked for."""
        return Library(self.transaction, self.office, self.published)

    def head(self, sender: str | None = None) -> Head:
        """The head of a document of an organisation, by default of the one that runs the programme."""
        province = self.name_of(self.programme.organisation)
        letters = self.programme.letters
        return Head(
            programme=self.programme.title.vi,
            year=self.programme.year,
            province=province,
            secretariat=self.name_of(letters.secretariat) if letters else province,
            sender=self.name_of(sender) if sender else province,
            today=self.today,
            rehearsal=self.office.rehearsal,
            round=self.round(),
        )

    def round(self) -> RoundFact | None:
        """The round that the document is for."""
        one = round_named(self.programme, self.about.round) if self.about.round else None
        if one is None:
            return None
        return RoundFact(one.code, one.title.vi, one.number, one.year, one.cut_off, one.held_by)

    def name_of(self, code: str) -> str:
        """What people call an organisation; its code where it is not in the register."""
        found = self.transaction.row("SELECT name FROM organisation WHERE code = ?", (code,))
        return str(found[0]) if found else code

    def place_of(self, code: str) -> str:
        """What people call the place that an organisation governs: its name without what kind of body it is."""
        words, committee = self.name_of(code).split(), TEXTS.word("people_committee")
        kind, place = words[: len(committee.split())], words[len(committee.split()) :]
        return " ".join(place if place and sort_key(" ".join(kind)) == sort_key(committee) else words)

    def standing(self, code: str) -> Sequence[str]:
        """The organisation itself or, where it has ended, those that stand for it today."""
        return owing.standing(self.transaction, code, self.today) or (code,)
