"""Acts that say where an existing product is made."""

from cycle import statements
from cycle.answers import Done, refused_all
from cycle.commands.permits import Caller, Permit, permitted
from cycle.commands.producers.producers import out_of_reach, ownership_faults, stream_of
from cycle.commands.spelling import clean_code, code_faults
from cycle.database import Transaction
from cycle.history import Entry, append
from cycle.office import Office
from workflows.verdict import Reason, Refusal

LINKED = "linked"


def link_establishment(office: Office, caller: Caller, product: str, establishment: str) -> Done | Refusal:
    """Enter that a product is also made at an establishment of its producer. Needs `product.write` for its places."""
    product, establishment = clean_code(product), clean_code(establishment)
    wrong = code_faults({"product": product, "establishment": establishment})
    if wrong:
        return refused_all(wrong)
    with office.database.writing() as transaction:
        found = transaction.row("SELECT producer FROM product WHERE code = ?", (product,))
        if found is not None:
            transaction.row(statements.LOCK_PRODUCER, found)
        permit = permitted(transaction, office, caller, "product.write")
        if isinstance(permit, Reason):
            return refused_all([permit])
        if found is None:
            return refused_all([Reason("product_unknown", {"code": product})])
        reasons = _faults(transaction, permit, (product, establishment), found[0])
        return refused_all(reasons) if reasons else _write(transaction, permit, (product, establishment), found[0])


def _faults(transaction: Transaction, permit: Permit, link: tuple[str, str], producer: str) -> list[Reason]:
    product, establishment = link
    reasons = ownership_faults(transaction, establishment, producer)
    if transaction.row("SELECT 1 FROM product_establishment WHERE product = ? AND establishment = ?", link):
        reasons.append(Reason("establishment_linked", {"product": product, "establishment": establishment}))
    areas = transaction.rows("SELECT organisation FROM product_area WHERE product = ? ORDER BY organisation", link[:1])
    return reasons + out_of_reach(transaction, permit, "product.write", producer, tuple(code for (code,) in areas))


def _write(transaction: Transaction, permit: Permit, link: tuple[str, str], producer: str) -> Done:
    payload = {"code": link[0], "establishment": link[1], "act": LINKED}
    recorded = append(transaction, permit.act, Entry(stream_of(producer), "product", permit.today, payload))
    transaction.run("INSERT INTO product_establishment (product, establishment) VALUES (?, ?)", link)
    return Done(link[0], recorded.stream, recorded.seq)
