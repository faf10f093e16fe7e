"""Publishing a configuration, and making a new database ready for work or for rehearsal."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cycle import statements
from cycle.answers import Done, refused_all
from cycle.clock import day_in, instant_text
from cycle.commands.permits import Caller, Permit, permitted
from cycle.commands.register import register
from cycle.database import Transaction
from cycle.history import Act, Entry, append
from cycle.office import Office
from cycle.publication import Manifest, Published, manifest_of, read_pinned, store
from workflows.calendars.revisions import differs
from workflows.parties import named
from workflows.problems import Problem
from workflows.programme import Programme
from workflows.reading import read_definition
from workflows.rules import Rules
from workflows.source import Source
from workflows.verdict import Reason, Refusal


@dataclass(frozen=True)
class Declared:
    """A configuration that has been read and found sound."""

    sources: Mapping[str, Source]
    rules: Rules


@dataclass(frozen=True)
class Founding:
    """What a new database begins with: its organisations, its first administrator and its kind."""

    organisations: tuple[register.Organisation, ...]
    administrator: register.Account
    role: str
    rehearsal: bool


def publish(
    office: Office, caller: Caller, declared: Declared, effective: date | None
) -> Done | Refusal | list[Problem]:
    """Publish a configuration from a day on, today when None. Needs `publish`.

    Never before the day of publishing. Every workflow that an open dossier pins is read against the new rules first;
    what no longer fits comes back as problems and nothing is published.
    """
    with office.database.writing() as transaction:
        transaction.row(statements.LOCK_REGISTER)
        transaction.rows(statements.LOCK_PROGRAMMES)
        ready = _publishable(transaction, office, caller, declared, effective)
        if not isinstance(ready, tuple):
            return ready
        permit, manifest = ready
        return _write(transaction, permit.act, manifest, permit.today)


def try_publish(
    office: Office, caller: Caller, declared: Declared, effective: date | None
) -> Done | Refusal | list[Problem]:
    """The answer that `publish` would give now, from a snapshot and by the same code; nothing is written."""
    with office.database.reading() as transaction:
        ready = _publishable(transaction, office, caller, declared, effective)
        return Done(ready[1].hash, "", 0, _details(ready[1])) if isinstance(ready, tuple) else ready


def _publishable(
    transaction: Transaction, office: Office, caller: Caller, declared: Declared, effective: date | None
) -> tuple[Permit, Manifest] | Refusal | list[Problem]:
    permit = permitted(transaction, office, caller, "publish")
    if isinstance(permit, Reason):
        return refused_all([permit])
    day = effective or permit.today
    if day < permit.today:
        return refused_all([Reason("effective_in_past", {"effective": day, "today": permit.today})])
    problems = pinned_problems(transaction, declared, permit.today, day)
    if problems:
        return problems
    manifest = manifest_of(declared.sources, day)
    known = {code for (code,) in transaction.rows("SELECT code FROM organisation")}
    reasons = programme_faults(declared.rules, known)
    reasons += _manifest_faults(transaction, manifest, declared) + _superseded(transaction, office, manifest, declared)
    reasons += _calendar_faults(office.rulebook.readable(transaction, day), declared.rules)
    return refused_all(reasons) if reasons else (permit, manifest)


def found(office: Office, declared: Declared, founding: Founding, effective: date) -> Done | Refusal:
    """Make an empty, migrated database ready: its kind, the first publication, organisations and administrator.

    The first publication alone may take effect before the day it is published.
    """
    unspelt = register.account_faults(founding.administrator)
    nowhere = programme_faults(declared.rules, {body.code for body in founding.organisations})
    if unspelt or nowhere:
        return refused_all([*unspelt, *nowhere])
    with office.database.writing() as transaction:
        if transaction.row("SELECT value FROM installation WHERE name = 'kind'"):
            return refused_all([Reason("already_initialised", {})])
        now = office.clock.now()
        today = day_in(office.zone, now)
        act = Act("system", now)
        kind = "rehearsal" if founding.rehearsal else "work"
        facts = [("kind", kind), ("created", instant_text(now)), ("register", "")]
        transaction.run_many("INSERT INTO installation (name, value) VALUES (?, ?)", facts)
        manifest = manifest_of(declared.sources, effective)
        founded = {"kind": kind, "zone": office.zone}
        append(transaction, act, Entry(register.STREAM, "founded", today, founded))
        done = _write(transaction, act, manifest, today)
        permit = Permit(Published(manifest.hash, declared.rules), (), act, today)
        register.write_organisations(transaction, permit, register.parents_first(founding.organisations))
        register.write_account(transaction, permit, founding.administrator)
        holding = register.Holding(founding.administrator.code, founding.role, "", today)
        register.write_holding(transaction, permit, holding)
        return done


def programme_faults(rules: Rules, organisations: Collection[str]) -> list[Reason]:
    """The programmes that are to be run by an organisation that is not there, or name some that are not."""
    return [
        Reason("programme_without_organisation", {"programme": one.name, "organisation": code})
        for one in rules.programmes.values()
        for code in dict.fromkeys([one.organisation, *_named_by(one, rules)])
        if code not in organisations
    ]


def _named_by(programme: Programme, rules: Rules) -> Iterator[str]:
    """The organisations of a programme's groups, items and letters."""
    yield from [programme.letters.secretariat] if programme.letters else []
    yield from (code for group in programme.groups.values() for code in group.members)
    for item in programme.items:
        known = {rule.name: rule for one in rules.families.get(item.family, ()) for rule in one.receives}
        for name, given in item.values.items():
            if name in known and known[name].type == "organisations":
                yield from (code for code in named(given) or () if code not in programme.groups)


def pinned_problems(transaction: Transaction, declared: Declared, today: date, effective: date) -> list[Problem]:
    """What does not fit the new rules of the workflows that dossiers pin, or may still pin before the rules count.

    A dossier that is closed itself counts while one of its family is open: it may yet be told of an outcome.
    """
    hashes = {definition.hash for definition in declared.rules.definitions.values()}
    pinned = {row[0] for row in transaction.rows(_PINNED)}
    if effective > today:
        pinned |= {row[0] for row in transaction.rows(_DECLARED_UNTIL, (today.isoformat(), effective.isoformat()))}
    problems: list[Problem] = []
    for definition in sorted(pinned - hashes):
        problems += read_pinned(transaction, definition, declared.rules)[1]
    return problems


_MANIFEST_ON = (
    "SELECT effective, manifest FROM publication WHERE effective <= ? ORDER BY effective DESC, number DESC LIMIT 1"
)
_PINNED = (
    "SELECT DISTINCT d.definition FROM dossier d WHERE EXISTS "
    "(SELECT 1 FROM dossier o WHERE o.root = d.root AND o.final IS NULL)"
)
_DECLARED_UNTIL = (
    "SELECT DISTINCT f.file FROM publication_file f JOIN publication p ON p.hash = f.publication "
    "WHERE f.path LIKE 'workflows/%' AND p.effective >= "
    "(SELECT MAX(effective) FROM publication WHERE effective <= ?) AND p.effective < ?"
)


def _superseded(transaction: Transaction, office: Office, manifest: Manifest, declared: Declared) -> list[Reason]:
    """The new workflows that a publication already waiting for a later day would make unreadable."""
    waiting = transaction.rows("SELECT hash FROM publication WHERE effective > ?", (manifest.effective.isoformat(),))
    rules = [office.rulebook.load(transaction, publication).rules for (publication,) in waiting]
    paths = [path for path in declared.sources if path.startswith("workflows/")]
    lost = [
        path
        for path in paths
        if any(read_definition(declared.sources[path], manifest.files[path], later)[0] is None for later in rules)
    ]
    return [Reason("workflow_superseded", {"workflow": path, "happened": manifest.effective}) for path in lost]


def _manifest_faults(transaction: Transaction, manifest: Manifest, declared: Declared) -> list[Reason]:
    reasons = []
    in_force = transaction.row(_MANIFEST_ON, (manifest.effective.isoformat(),))
    if transaction.row("SELECT 1 FROM publication WHERE hash = ?", (manifest.hash,)):
        reasons.append(Reason("already_published", {"publication": manifest.hash}))
    elif in_force and json.loads(in_force[1]).get("files") == dict(manifest.files):
        reasons.append(Reason("nothing_changed", {"effective": date.fromisoformat(in_force[0])}))
    opened = transaction.rows("SELECT code FROM programme ORDER BY code")
    lost = [code for (code,) in opened if code not in declared.rules.programmes]
    return reasons + [Reason("programme_lost", {"programme": code}) for code in lost]


def _calendar_faults(published: Published | None, rules: Rules) -> list[Reason]:
    """A calendar that says something else than the one in force by then has a higher revision, and none a lower one."""
    reasons = []
    for name, new in sorted(rules.calendars.items()):
        old = published.rules.calendars.get(name) if published is not None else None
        if old is not None and new.revision < old.revision + int(differs(old, new)):
            told = {"calendar": name, "revision": new.revision, "published": old.revision}
            reasons.append(Reason("calendar_revision_low", told))
    return reasons


def _write(transaction: Transaction, act: Act, manifest: Manifest, today: date) -> Done:
    payload: dict[str, Any] = {"publication": manifest.hash, "manifest": json.loads(manifest.text)}
    recorded = append(transaction, act, Entry(register.STREAM, "published", today, payload, publication=manifest.hash))
    store(transaction, manifest, recorded.recorded)
    return Done(manifest.hash, recorded.stream, recorded.seq, _details(manifest))


def _details(manifest: Manifest) -> Mapping[str, Any]:
    return {"effective": manifest.effective.isoformat(), "files": len(manifest.files)}
