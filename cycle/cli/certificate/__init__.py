"""`ocop certificate`: what becomes of certificates."""

from cycle.cli.certificate.group import certificate

__all__ = ["certificate"]
