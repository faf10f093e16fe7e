"""The hot path as prepared driver text: what one act reads, locks and writes. `?` stands for a parameter."""

DOSSIER_COLUMNS = (
    "code, root, parent, family, workflow, definition, programme, product, producer, "
    "state, stage, final, version, opened, happened, data"
)

ROOT_OF = "SELECT root FROM dossier WHERE code = ?"
LOCK_ROOT = "SELECT code FROM dossier WHERE code = (SELECT root FROM dossier WHERE code = ?) FOR UPDATE"
LOCK_FAMILY = (
    f"SELECT {DOSSIER_COLUMNS} FROM dossier "  # noqa: S608 - constant
    "WHERE root = (SELECT root FROM dossier WHERE code = ?) ORDER BY code FOR UPDATE"
)
# In the order of their bytes, which is the order in which every other act locks.
LOCK_ROOTS = (
    "SELECT code FROM dossier WHERE code IN (SELECT root FROM dossier WHERE code = ANY(?)) "
    'ORDER BY code COLLATE "C" FOR UPDATE'
)
SHARE_PRODUCERS = (
    "SELECT code FROM producer WHERE code IN (SELECT producer FROM dossier WHERE code = ANY(?)) "
    'ORDER BY code COLLATE "C" FOR SHARE'
)
LOCK_DOSSIER = "SELECT code FROM dossier WHERE code = ? FOR UPDATE"
LOCK_ACCOUNT = "SELECT code FROM account WHERE code = ? FOR UPDATE"
LOCK_PRODUCER = "SELECT code FROM producer WHERE code = ? FOR UPDATE"
LOCK_PROGRAMME = "SELECT dossiers FROM programme WHERE code = ? FOR UPDATE"
LOCK_PROGRAMMES = "SELECT code FROM programme ORDER BY code FOR UPDATE"
LOCK_REGISTER = "SELECT value FROM installation WHERE name = 'register' FOR UPDATE"

SHARE_SEASON = (
    "SELECT g.organisation, g.zone, p.kind FROM dossier d JOIN programme g ON g.code = d.programme "
    "JOIN producer p ON p.code = d.producer WHERE d.code = ? FOR SHARE OF g, p"
)
SHARE_ACCOUNT = "SELECT code FROM account WHERE code = ? FOR SHARE"
# A role that is held for an organisation ends with it at the latest.
GRANTS = (
    "SELECT g.role, g.holder FROM account_grant g LEFT JOIN organisation o ON o.code = g.holder "
    "WHERE g.account = ? AND g.valid_from <= ? AND (g.valid_to IS NULL OR g.valid_to >= ?) "
    "AND (o.valid_to IS NULL OR o.valid_to >= ?)"
)
# Of a dossier that stands for itself.
SHARE_PROGRAMME = (
    "SELECT g.organisation, g.zone FROM dossier d JOIN programme g ON g.code = d.programme "
    "WHERE d.code = ? FOR SHARE OF g"
)
KIND_OF_PRODUCER = "SELECT 'producer' FROM producer WHERE code = ?"
LEVEL_OF_ORGANISATION = "SELECT level FROM organisation WHERE code = ?"
# What surrounds a product in a programme, told apart by the first column; each place with everything above it. Bodies
# are those that have begun by the day an act is recorded and had not ended by the day it takes effect.
AROUND = (
    "WITH RECURSIVE up(code, level, parent, valid_from, valid_to, own) AS ("
    "SELECT o.code, o.level, o.parent, o.valid_from, o.valid_to, 1 FROM product_area a "
    "JOIN organisation o ON o.code = a.organisation WHERE a.product = ? UNION "
    "SELECT o.code, o.level, o.parent, o.valid_from, o.valid_to, 0 FROM organisation o JOIN up ON o.code = up.parent) "
    "SELECT 'area', code, level, valid_from, valid_to, own FROM up "
    "UNION ALL SELECT 'sector', sector, '', '', NULL, COALESCE(set_number, 0) FROM product WHERE code = ? "
    "UNION ALL SELECT 'establishment', establishment, '', '', NULL, 0 FROM product_establishment WHERE product = ? "
    "UNION ALL SELECT 'body', code, level, valid_from, valid_to, 0 FROM organisation "
    "WHERE (code = ? OR parent = ? OR level = 'centre') AND level IN ('province', 'department', 'centre') "
    "AND valid_from <= ? AND (valid_to IS NULL OR valid_to >= ?)"
)
_UP_FROM = (
    "WITH RECURSIVE up(code, level, parent, valid_from, valid_to) AS ("
    "SELECT o.code, o.level, o.parent, o.valid_from, o.valid_to FROM organisation_successor s "
    "JOIN organisation o ON o.code = s.{other} WHERE s.{one} = ? UNION "
    "SELECT o.code, o.level, o.parent, o.valid_from, o.valid_to FROM organisation o JOIN up ON o.code = up.parent) "
    "SELECT code, level, valid_from, valid_to, 0 FROM up"
)
# Those that took an organisation's place, or whose place it took, with all above them.
SUCCEEDING = _UP_FROM.format(other="successor", one="code")
PRECEDING = _UP_FROM.format(other="code", one="successor")
# The bodies of a programme whose own organisation has ended, run by those that took its place.
SUCCEEDING_BODIES = (
    "SELECT o.code, o.level, o.valid_to FROM organisation_successor s JOIN organisation o "
    "ON o.code = s.successor OR o.parent = s.successor "
    "WHERE s.code = ? AND o.level IN ('province', 'department', 'centre') "
    "AND o.valid_from <= ? AND (o.valid_to IS NULL OR o.valid_to >= ?)"
)
SUCCESSORS = "SELECT successor FROM organisation_successor WHERE code = ? ORDER BY successor"
TOOK_PLACE = (
    "SELECT o.code, o.level, o.valid_to FROM organisation_successor s JOIN organisation o ON o.code = s.successor "
    "WHERE s.code = ? ORDER BY o.code"
)
PARTIES = (
    "SELECT y.dossier, y.name, o.code, o.level, o.valid_to FROM dossier d JOIN party y ON y.dossier = d.code "
    "JOIN organisation o ON o.code = y.organisation WHERE d.root = ? ORDER BY y.dossier, y.name, o.code"
)
LINKED = (
    "SELECT l.dossier, l.name, t.code, t.state, t.final FROM dossier d JOIN link l ON l.dossier = d.code "
    "JOIN dossier t ON t.code = l.target WHERE d.root = ?"
)
ORGANISATION_DAYS = "SELECT valid_from, valid_to FROM organisation WHERE code = ?"
ORGANISATION_CODES = "SELECT code FROM organisation ORDER BY code"
STATE_OF_DOSSIER = "SELECT code, state, final FROM dossier WHERE code = ?"
NAME_DOSSIER = "INSERT INTO dossier_title (dossier, title, title_key, title_folded) VALUES (?, ?, ?, ?)"
DROP_PARTIES = "DELETE FROM party WHERE dossier = ? AND name = ?"
KEEP_PARTY = "INSERT INTO party (dossier, name, organisation) VALUES (?, ?, ?)"
DROP_LINK = "DELETE FROM link WHERE dossier = ? AND name = ?"
KEEP_LINK = "INSERT INTO link (dossier, name, target) VALUES (?, ?, ?)"
DROP_ROUND = "DELETE FROM dossier_round WHERE dossier = ? AND name = ?"
KEEP_ROUND = "INSERT INTO dossier_round (dossier, name, round) VALUES (?, ?, ?)"
BEGIN_SERIES = "INSERT INTO series (series, last) VALUES (?, 0) ON CONFLICT (series) DO NOTHING"
LAST_OF_SERIES = "SELECT last FROM series WHERE series = ? FOR UPDATE"
NUMBER = "UPDATE series SET last = ? WHERE series = ? AND last = ? - 1"
NUMBER_ENTERED = "UPDATE series SET last = ? WHERE series = ? AND last < ?"
HOLDER_OF_NUMBER = "SELECT code FROM dossier WHERE data LIKE ? ESCAPE '!' ORDER BY code LIMIT 1"
PAPER_COLUMNS = "code, type, version, holder_kind, holder, status, received, issued, expires, count, hash"
# The papers of a producer, a product, its establishments, and of the dossiers under one root, by their own indices.
PAPERS = " UNION ALL ".join(
    f"SELECT {PAPER_COLUMNS} FROM paper WHERE holder_kind = {holder}"  # noqa: S608 - constant
    for holder in (
        "'producer' AND holder = ?",
        "'product' AND holder = ?",
        "'establishment' AND holder IN (SELECT establishment FROM product_establishment WHERE product = ?)",
        "'dossier' AND holder IN (SELECT code FROM dossier WHERE root = ?)",
    )
)
# Not `status = 'open'`: SQLite would look through every open deadline that there is.
OPEN_DEADLINES = (
    "SELECT l.dossier, l.name, l.opened_seq, l.last_day, l.status, l.derivation FROM dossier d CROSS JOIN deadline l "
    "WHERE d.root = ? AND l.dossier = d.code AND l.status <> 'closed'"
)
# What councils have concluded on the dossiers of a family, the newest last, and without the hash of a record the
# turns that they are still about.
COUNCIL_RESULTS = (
    "SELECT t.dossier, c.level, t.session, t.number, t.score, t.stars, t.outcome, s.day, r.hash, t.criteria "
    "FROM dossier d "
    "CROSS JOIN turn t JOIN session s ON s.code = t.session JOIN council c ON c.code = s.council "
    "LEFT JOIN record r ON r.stream = 'session/' || t.session AND r.seq = t.concluded_seq "
    "WHERE d.root = ? AND t.dossier = d.code "
    "AND (t.status = 'concluded' OR (t.status IN ('open', 'closed') AND s.status = 'open')) "
    "ORDER BY r.recorded, t.session, t.number"
)
PUBLICATIONS_UNTIL = "SELECT hash FROM publication WHERE effective <= ? ORDER BY effective DESC, number DESC"
PUBLICATION_ON = f"{PUBLICATIONS_UNTIL} LIMIT 1"

REQUEST = "SELECT payload_hash, stream, seq FROM request WHERE actor = ? AND request = ? AND target = ?"
KEEP_REQUEST = "INSERT INTO request (actor, request, target, payload_hash, stream, seq) VALUES (?, ?, ?, ?, ?, ?)"

LAST_RECORD = "SELECT seq, hash, recorded FROM record WHERE stream = ? ORDER BY seq DESC LIMIT 1"
APPEND = (
    "INSERT INTO record (stream, seq, format, kind, happened, recorded, actor, on_behalf, payload, publication, "
    "request, prev, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
KEEP_PERSONAL = "INSERT INTO personal (stream, seq, field, salt, plain) VALUES (?, ?, ?, ?, ?)"
PROMISE = "INSERT INTO outbox (stream, seq, recorded) VALUES (?, ?, ?)"
OPEN_DOSSIER = (
    f"INSERT INTO dossier ({DOSSIER_COLUMNS}) "  # noqa: S608 - constant
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
MOVE_DOSSIER = (
    "UPDATE dossier SET state = ?, stage = ?, final = ?, version = ?, happened = ?, data = ? "
    "WHERE code = ? AND version = ?"
)
TRANSFER_DOSSIER = MOVE_DOSSIER.replace(" SET ", " SET workflow = ?, definition = ?, ", 1)
RELY = "INSERT INTO reliance (paper, stream, seq) VALUES (?, ?, ?)"
RELIED_BY = "SELECT stream, seq FROM reliance WHERE paper = ? ORDER BY stream, seq"
OPEN_DEADLINE = (
    "INSERT INTO deadline (dossier, name, opened_seq, starts, last_day, due, derivation, next_at, status) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'open')"
)
# What was to be done by the closing instant is left for the sweep to void; of one that stands still nothing was.
CLOSE_DEADLINE = (
    "UPDATE deadline SET status = 'closed', closed_seq = ?, "
    "next_at = CASE WHEN status = 'open' AND next_at <= ? THEN next_at END "
    "WHERE dossier = ? AND name = ? AND status <> 'closed'"
)
RUNNING_DEADLINE = (
    "SELECT opened_seq, starts, last_day, due, derivation, status, expired_seq, proposal, escalation FROM deadline "
    "WHERE dossier = ? AND name = ? AND status <> 'closed'"
)
# As it runs or last ran, with the record that ended it.
LAST_CLOCK = (
    "SELECT l.derivation, r.payload FROM deadline l "
    "LEFT JOIN record r ON r.stream = 'dossier/' || l.dossier AND r.seq = l.closed_seq "
    "WHERE l.dossier = ? AND l.name = ? ORDER BY l.opened_seq DESC LIMIT 1"
)
_THIS_DEADLINE = "WHERE dossier = ? AND name = ? AND opened_seq = ? AND status <> 'closed'"
PAUSE_DEADLINE = f"UPDATE deadline SET status = 'paused', next_at = ? {_THIS_DEADLINE}"  # noqa: S608 - constant
# With another last day it is as if it had not expired; with the same one what its expiry brought about stays.
_AMENDED = "UPDATE deadline SET last_day = ?, due = ?, derivation = ?, next_at = ?, status = 'open'"
MOVE_DEADLINE = f"{_AMENDED}, expired_seq = NULL, proposal = NULL, escalation = NULL {_THIS_DEADLINE}"
AMEND_DEADLINE = f"{_AMENDED} {_THIS_DEADLINE}"
# As it was before a law's move ended it; nothing was swept of it meanwhile.
REOPEN_DEADLINE = (
    "UPDATE deadline SET status = ?, closed_seq = NULL, next_at = ? "
    "WHERE dossier = ? AND name = ? AND opened_seq = ? AND status = 'closed'"
)
DECLINE_PROPOSAL = f"UPDATE deadline SET proposal = NULL {_THIS_DEADLINE}"  # noqa: S608 - constant
SETTLE_ESCALATION = f"UPDATE deadline SET escalation = ? {_THIS_DEADLINE}"  # noqa: S608 - constant
DONE_MARKS = "SELECT mark FROM effect WHERE kind = 'deadline' AND subject = ? AND part = ? AND number = ?"
DEADLINE_RECORDS = (
    "SELECT seq, happened, payload FROM record WHERE stream = ? AND seq > ? AND kind = 'deadline' ORDER BY seq"
)
_ANEW = (
    "SELECT l.dossier, l.name, l.opened_seq, l.starts, l.last_day, l.due, l.derivation, l.status, d.definition, "
    "d.programme FROM deadline l JOIN dossier d ON d.code = l.dossier WHERE l.status <> 'closed' "
)
DEADLINE_ANEW = f"{_ANEW}AND l.dossier = ? AND l.name = ?"
# A page of those that began before a day, after the last one by due instant, dossier and name.
DEADLINES_AFTER = (
    f"{_ANEW}AND l.starts < ? AND (l.due, l.dossier, l.name) > (?, ?, ?) ORDER BY l.due, l.dossier, l.name LIMIT ?"
)
CALENDAR_FILES = (
    "SELECT file, MIN(publication) FROM publication_file WHERE path LIKE 'calendars/%' GROUP BY file ORDER BY file"
)
PAYLOAD_AT = "SELECT payload FROM record WHERE stream = ? AND seq = ?"
UNIQUE_VALUE = "SELECT dossier FROM unique_value WHERE family = ? AND name = ? AND text = ?"
KEEP_UNIQUE_VALUE = "INSERT INTO unique_value (family, name, text, dossier) VALUES (?, ?, ?, ?)"
RECORDS_SINCE = (
    "SELECT seq, kind, happened, recorded, actor, on_behalf, payload FROM record "
    "WHERE stream = ? AND seq > ? ORDER BY seq"
)
STEPS_OF_REQUEST = "SELECT seq, payload FROM record WHERE stream = ? AND request = ? AND actor = ? AND kind = 'step'"
RECORD_COLUMNS = (
    "stream, seq, format, kind, happened, recorded, actor, on_behalf, payload, publication, request, prev, hash"
)
STREAM = f"SELECT {RECORD_COLUMNS} FROM record WHERE stream = ? ORDER BY seq"  # noqa: S608 - constant
ZONE_OF = "SELECT g.zone FROM dossier d JOIN programme g ON g.code = d.programme WHERE d.code = ?"
KEEP_LAW_MOVE = "INSERT INTO law_move (run, dossier, seq) VALUES (?, ?, ?)"
LAW_MOVED_BACK = "UPDATE law_move SET reverted_seq = ? WHERE dossier = ? AND seq = ? AND reverted_seq IS NULL"
