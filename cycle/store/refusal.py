"""Why a file or its name is not taken."""

from collections.abc import Mapping


class FileRefused(Exception):
    """Nothing was stored. `code` names its text in the catalogue, `params` fill it.

    It is one of file_missing, file_empty, file_too_large, file_type, file_changed, name_empty, name_path, name_control,
    name_too_long, pages_of_other, pdf_protected, pdf_damaged.
    """

    def __init__(self, code: str, params: Mapping[str, str | list[str]] | None = None) -> None:
        super().__init__(code, dict(params or {}))
        self.code = code
        self.params = dict(params or {})
