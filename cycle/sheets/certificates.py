"""The workbook of existing certificates."""

from dataclasses import dataclass
from datetime import date

from cycle.sheets.columns import Column, Plan, Workbook
from cycle.sheets.rows import Row

# One and two stars are a rank without a certificate.
LOWEST, HIGHEST = 3, 5
FIRST_YEAR = 2018


@dataclass(frozen=True, slots=True)
class CertificateRow(Row):
    """`issuer` is the code of an organisation, or a name as it stands on the certificate.

    `state` is empty while the certificate is valid, else `ended` is the day it ceased to be.
    """

    number: str
    product: str
    stars: int
    issued: date
    decision_number: str
    decision_date: date
    issuer: str
    state: str | None
    ended: date | None


CERTIFICATES = Plan(
    "certificates",
    CertificateRow,
    ("number",),
    (
        Column("number", "code", longest=100, width=24),
        Column("product", "code", longest=50, width=18),
        Column("stars", "whole", width=10, low=LOWEST, high=HIGHEST),
        Column("issued", "date", width=14, since=FIRST_YEAR),
        Column("decision_number", "code", longest=100, width=24),
        Column("decision_date", "date", width=14, since=FIRST_YEAR),
        Column("issuer", "code", width=40),
        Column("state", "choice", required=False, choices="certificate_state", width=22),
        Column("ended", "date", required=False, width=14, since=FIRST_YEAR),
    ),
)
CERTIFICATES_BOOK = Workbook("certificates", (CERTIFICATES,))
