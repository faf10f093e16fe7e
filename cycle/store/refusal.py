"""Why a file or its name is not taken."""

from collections.abc import Mapping


class FileRefused(Exception):
    """Nothing was stored. `code` is one of file_missing, file_empty, file_too_large, file_type, name_empty, name_path,

    name_control and name_too_long; `params` fill its text in the catalogue.
    """

    def __init__(self, code: str, params: Mapping[str, str] | None = None) -> None:
        super().__init__(code, dict(params or {}))
        self.code = code
        self.params = dict(params or {})
