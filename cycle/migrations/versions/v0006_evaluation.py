"""Councils and their sheets, rounds, the office's documents, changes of law."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

Columns = list[sa.Column[str]] | list[sa.Column[int]]


def upgrade() -> None:
    _councils()
    _sessions()
    _turns()
    _sheets()
    _agreed()
    _documents()
    _rounds()
    _law()


def _councils() -> None:
    _create(
        "council",
        ["code"],
        _text("code", "programme", "council", "level", "decision_number", "decision_date"),
        _text("regulation_number", optional=True),
        _text("valid_from"),
        _text("valid_to", optional=True),
        refers={"programme": "programme.code"},
    )
    _index("council", "programme")
    _create(
        "council_member",
        ["council", "member"],
        _text("council", "member", "seat"),
        _text("organisation", "account", optional=True),
        _text("name", "valid_from"),
        _text("valid_to", optional=True),
        refers={"council": "council.code"},
    )
    _index("council_member", "account")


def _sessions() -> None:
    _create(
        "session",
        ["code"],
        _text("code", "programme", "council"),
        _text("round", optional=True),
        _text("form", "day", "status", "publication"),
        _numbers("version", "opened_seq"),
        _numbers("closed_seq", optional=True),
        refers={"programme": "programme.code", "council": "council.code"},
    )
    _index("session", "programme")
    _index("session", "round")
    of_session = {"session": "session.code"}
    members = _text("session", "member"), _numbers("present", "seq")
    _create("attendance", ["session", "member"], *members, refers=of_session)
    conflicts = _text("session", "dossier", "member"), _numbers("seq")
    _create("conflict", ["session", "dossier", "member"], *conflicts, refers=of_session)


def _turns() -> None:
    _create(
        "turn",
        ["session", "dossier", "number"],
        _text("session", "dossier"),
        _numbers("number"),
        _text("criteria"),
        _numbers("set_number"),
        _text("status"),
        _numbers("opened_seq"),
        _numbers("closed_seq", "concluded_seq", optional=True),
        _text("totals", "score", "spread", optional=True),
        _numbers("band", "gate", "stars", optional=True),
        _text("outcome", optional=True),
        refers={"session": "session.code", "dossier": "dossier.code"},
    )
    _index("turn", "dossier")


def _sheets() -> None:
    _create(
        "sheet",
        ["session", "dossier", "turn", "member", "version"],
        _text("session", "dossier"),
        _numbers("turn"),
        _text("member"),
        _numbers("version"),
        _text("status", "source"),
        _text("file", optional=True),
        _numbers("seq"),
        _text("answers", optional=True),
        _numbers("total", optional=True),
        refers={"session": "session.code"},
    )
    standing = sa.text("status <> 'withdrawn'")
    columns = ["session", "dossier", "turn", "member"]
    op.create_index(
        "ix_sheet_standing", "sheet", columns, unique=True, sqlite_where=standing, postgresql_where=standing
    )
    _create(
        "self_assessment",
        ["dossier"],
        _text("dossier", "criteria"),
        _numbers("set_number"),
        _text("answers"),
        _numbers("total"),
        _text("evidence"),
        _numbers("seq"),
        refers={"dossier": "dossier.code"},
    )


def _agreed() -> None:
    _create(
        "agreed_option",
        ["session", "dossier", "turn", "criterion"],
        _text("session", "dossier"),
        _numbers("turn"),
        _text("criterion"),
        _numbers("option", "seq"),
        refers={"session": "session.code"},
    )
    _create(
        "agreed_finding",
        ["session", "dossier", "turn", "ground", "place"],
        _text("session", "dossier"),
        _numbers("turn"),
        _text("ground", "place"),
        _numbers("stands", "seq"),
        refers={"session": "session.code"},
    )


def _documents() -> None:
    _create(
        "document",
        ["code"],
        _text("code", "kind", "about", "programme"),
        _text("round", optional=True),
        _text("number", "day", "signer_role", "file", "file_name"),
        _numbers("seq"),
        refers={"programme": "programme.code"},
    )
    _index("document", "programme", "kind", "number", "day", unique=True)
    _index("document", "about")
    _index("document", "round")


def _rounds() -> None:
    _create(
        "dossier_round",
        ["dossier", "name"],
        _text("dossier", "name", "round"),
        refers={"dossier": "dossier.code"},
    )
    _index("dossier_round", "round")
    _create("series", ["series"], _text("series"), _numbers("last"))


def _law() -> None:
    _create(
        "law_run",
        ["code"],
        _text("code", "plan", "happened", "basis", "begun"),
        _text("ended", "reverted", optional=True),
        refers={"plan": "config_file.hash"},
    )
    _create(
        "law_move",
        ["dossier", "seq"],
        _text("run", "dossier"),
        _numbers("seq"),
        _numbers("reverted_seq", optional=True),
        refers={"run": "law_run.code", "dossier": "dossier.code"},
    )
    _index("law_move", "run")
    still_open = sa.text("final IS NULL")
    columns = ["workflow", "root"]
    op.create_index("ix_dossier_open", "dossier", columns, sqlite_where=still_open, postgresql_where=still_open)


def _create(table: str, key: list[str], *columns: Columns, refers: dict[str, str] | None = None) -> None:
    keys = [
        sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))
        for column, target in (refers or {}).items()
    ]
    primary = sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{table}"))
    op.create_table(table, *(column for some in columns for column in some), *keys, primary)


def _index(table: str, *columns: str, unique: bool = False) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns), unique=unique)


def _text(*names: str, optional: bool = False) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=optional) for name in names]


def _numbers(*names: str, optional: bool = False) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), nullable=optional) for name in names]
