"""The triggers by which the database itself keeps evidence from being changed."""

from collections.abc import Sequence

EVIDENCE = ("record", "config_file", "publication", "publication_file")
EVIDENCE_THAT_MAY_BE_ERASED = ("personal",)
TREE = ("leaf", "checkpoint")


def evidence_triggers(dialect: str, evidence: Sequence[str] = EVIDENCE) -> list[str]:
    """The statements that make the database refuse UPDATE, DELETE, REPLACE and TRUNCATE of evidence.

    Personal plain text may be deleted (an erasure), never changed. On SQLite REPLACE is caught by the DELETE trigger
    only while `recursive_triggers` is on, which every connection of ours sets.
    """
    refused: list[tuple[str, tuple[str, ...]]] = [(table, ("UPDATE", "DELETE")) for table in evidence]
    refused += [(table, ("UPDATE",)) for table in EVIDENCE_THAT_MAY_BE_ERASED if evidence == EVIDENCE]
    if dialect == "sqlite":
        return [_sqlite_trigger(table, verb) for table, verbs in refused for verb in verbs]
    statements = [
        (
            "CREATE OR REPLACE FUNCTION ocop_refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'evidence is append-only: % on %', TG_OP, TG_TABLE_NAME; END $$"
        )
    ]
    for table, verbs in refused:
        for verb in (*verbs, "TRUNCATE"):
            scope = "STATEMENT" if verb == "TRUNCATE" else "ROW"
            statements.append(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"FOR EACH {scope} EXECUTE FUNCTION ocop_refuse_change()"
            )
    return statements


def _sqlite_trigger(table: str, verb: str) -> str:
    return (
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'evidence is append-only: {verb} on {table}'); END"
    )
