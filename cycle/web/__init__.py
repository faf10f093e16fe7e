"""The web: the page on which a letter is answered. What it stands on is the optional extra `web`."""

import importlib
from collections.abc import Callable

from cycle.office import Office

EXTRA_MODULES = frozenset({"fastapi", "starlette", "uvicorn", "multipart", "python_multipart"})


class WebMissingError(Exception):
    """The extra `web` is not installed; `module` is what was looked for."""

    def __init__(self, module: str) -> None:
        super().__init__(module)
        self.module = module


def serve(office: Office, listen: tuple[str, int], started: Callable[[str, int], None]) -> int:
    """Serve the page until SIGTERM or SIGINT comes; gives the signal's number. Must be called on the main thread.

    `started` is told host and port once requests are taken. Raises WebMissingError, and OSError where the address
    cannot be listened on.
    """
    try:
        serving = importlib.import_module("cycle.web.serving")
    except ModuleNotFoundError as missing:
        if str(missing.name).partition(".")[0] in EXTRA_MODULES:
            raise WebMissingError(str(missing.name)) from None
        raise
    ended: int = serving.run(office, listen, started)
    return ended
