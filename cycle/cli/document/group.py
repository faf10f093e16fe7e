"""The group `ocop document` and its commands."""

from cycle.cli.asking.spoken import group
from cycle.cli.document.drafting import draft
from cycle.cli.document.filing import file
from cycle.cli.document.listing import list_documents, show


@group("document", commands=[list_documents, show, draft, file])
def document() -> None:
    """Acts and questions on documents."""
