"""Binding an account to the operating system's user who acts as it in a database for work, or freeing it."""

from cycle import statements
from cycle.answers import Done, refused_all
from cycle.commands.permits import Caller, Permit
from cycle.commands.register.registered import STREAM, entering, missing
from cycle.commands.spelling import spelling_faults
from cycle.database import Transaction
from cycle.history import Entry, append
from cycle.office import Office
from workflows.verdict import Reason, Refusal


def bind_account(office: Office, caller: Caller, account: str, os_user: str | None) -> Done | Refusal:
    """Let a user of the machine act as an account; None frees the account. Needs `account.write`."""
    with office.database.writing() as transaction:
        permit = entering(transaction, office, caller, "account.write")
        if isinstance(permit, Reason):
            return refused_all([permit])
        transaction.row(statements.LOCK_ACCOUNT, (account,))
        reasons = missing(transaction, "account", account) + spelling_faults({"os_user": os_user})
        reasons = reasons or taken_user(transaction, os_user)
        return refused_all(reasons) if reasons else _write(transaction, permit, account, os_user)


def taken_user(transaction: Transaction, os_user: str | None) -> list[Reason]:
    """The reason why a user of the machine is not free for an account."""
    bound = transaction.row("SELECT code FROM account WHERE os_user = ?", (os_user,)) if os_user else None
    return [Reason("os_user_bound", {"os_user": os_user, "account": bound[0]})] if bound else []


def _write(transaction: Transaction, permit: Permit, account: str, os_user: str | None) -> Done:
    personal = {"os_user": os_user} if os_user else {}
    payload = {"account": account, "bound": os_user is not None}
    recorded = append(transaction, permit.act, Entry(STREAM, "account", permit.today, payload, personal))
    transaction.run("UPDATE account SET os_user = ? WHERE code = ?", (os_user, account))
    return Done(account, recorded.stream, recorded.seq)
