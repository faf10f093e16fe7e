"""Stands between a sender and a relay, and cuts the way once: before the last answer, or within the content."""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress

CONTENT_BEGINS = b"354"


class Between:
    """Passes bytes on both ways. `cut_answer`: the answer to the content is swallowed; else that is cut short."""

    def __init__(self, port: int, *, cut_answer: bool) -> None:
        self._target, self._cut_answer = port, cut_answer
        self.on_content: Callable[[], None] = lambda: None
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def __enter__(self) -> "Between":
        return self

    def __exit__(self, *_: object) -> None:
        self._listening.close()
        self._thread.join(30)

    def _serve(self) -> None:
        with suppress(OSError):
            client, _ = self._listening.accept()
            with client, socket.create_connection(("127.0.0.1", self._target)) as relay:
                self._talk(client, relay)

    def _talk(self, client: socket.socket, relay: socket.socket) -> None:
        """Answer by answer, until content begins; then the cut."""
        while answer := relay.recv(65_536):
            client.sendall(answer)
            asked = client.recv(65_536)
            if not answer.startswith(CONTENT_BEGINS):
                relay.sendall(asked)
                continue
            self.on_content()
            if self._cut_answer:
                relay.sendall(asked)
                relay.recv(65_536)
            else:
                relay.sendall(asked[: asked.index(b"\r\n\r\n") + 4])
            return
