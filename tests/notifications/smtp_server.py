"""A mail server that does what a script says, and keeps what it took."""

import socket
import ssl
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field

# What it does instead of answering.
HANG, DROP, RESET = "<hang>", "<drop>", "<reset>"
Say = str | Sequence[str]
OFFERED = "250-relay.test\r\n250-PIPELINING\r\n250 8BITMIME"
NORMAL: Mapping[str, Say] = {
    "greeting": "220 relay.test ESMTP",
    "EHLO": OFFERED,
    "MAIL": "250 2.1.0 Ok",
    "RCPT": "250 2.1.5 Ok",
    "DATA": "354 End data with <CR><LF>.<CR><LF>",
    "content": "250 2.0.0 Ok: queued",
    "RSET": "250 2.0.0 Ok",
    "QUIT": "221 2.0.0 Bye",
    "AUTH": "235 2.7.0 Authentication successful",
    "STARTTLS": "220 2.0.0 Ready to start TLS",
}


@dataclass(frozen=True)
class Taken:
    """A message that the server has said it took: from whom, for whom, and its bytes without doubled dots."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes
    secured: bool


@dataclass(frozen=True)
class Script:
    """What is answered to what: parts at `|`, each a line but where it ends in `~`.

    A list gives one answer after another, over all connections, the last one for ever.

    `by_address` answers RCPT for an address. `taken_before` keeps a message before its last answer, whatever that is.
    """

    says: Mapping[str, Say] = field(default_factory=dict)
    by_address: Mapping[str, Say] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    direct_tls: bool = False
    reads: int | None = None
    taken_before: bool = False


class ScriptedServer:
    """Listens on loopback until it is closed. `on_phase` is called in the server's thread when a phase is reached."""

    def __init__(self, script: Script, on_phase: Callable[[str], None] | None = None) -> None:
        self.script, self.on_phase = script, on_phase
        self.taken: list[Taken] = []
        self.commands: list[str] = []
        self.connections = 0
        self._used: dict[str, int] = {}
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._open: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._start(self._accept)

    def __enter__(self) -> "ScriptedServer":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End every connection; nothing is left running."""
        self._over.set()
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        with self._lock:
            for one in self._open:
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(10)
        for one in self._open:
            one.close()

    def _start(self, work: Callable[..., None], *told: object) -> None:
        thread = threading.Thread(target=work, args=told, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._over.is_set():
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            with self._lock:
                self.connections += 1
                self._open.append(connection)
            self._start(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        with suppress(OSError, _EndedError), closing(_Talk(self, connection)) as talk:
            talk.run()
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)

    def reached(self, phase: str) -> None:
        """Tell whoever watches that a phase is reached."""
        if self.on_phase is not None:
            self.on_phase(phase)

    def answer(self, phase: str, address: str = "") -> str:
        """What the script says to a phase now."""
        key = f"{phase} {address}" if address in self.script.by_address else phase
        said = self.script.by_address.get(address) if key != phase else None
        said = said or self.script.says.get(phase, NORMAL.get(phase, "502 5.5.2 Not known"))
        if isinstance(said, str):
            return said
        with self._lock:
            turn = self._used[key] = self._used.get(key, 0) + 1
        return said[min(turn, len(said)) - 1]

    def hang(self) -> None:
        """Say nothing until the end."""
        self._over.wait(30)

    def keep(self, taken: Taken) -> None:
        with self._lock:
            self.taken.append(taken)


class _EndedError(Exception):
    """This connection is over."""


class _Talk:
    """One connection."""

    def __init__(self, server: ScriptedServer, connection: socket.socket) -> None:
        self._server, self._script = server, server.script
        self._socket = connection
        self._secured = False
        self._lines = self._socket.makefile("rb")
        self._sender, self._recipients = "", list[str]()

    def close(self) -> None:
        """Close what was wrapped for this connection."""
        self._lines.close()
        self._socket.close()

    def run(self) -> None:
        if self._script.direct_tls:
            self._secure()
        self._say("greeting")
        while line := self._lines.readline():
            words = line.decode("utf-8", "replace").strip()
            self._server.commands.append(words)
            self._command(words)

    def _command(self, words: str) -> None:
        verb = words.partition(" ")[0].upper()
        if verb == "MAIL":
            self._sender, self._recipients = words[words.find("<") + 1 : words.rfind(">")], []
        if verb == "RCPT":
            address = words[words.find("<") + 1 : words.rfind(">")]
            if self._say("RCPT", address).startswith("2"):
                self._recipients.append(address)
            return
        answered = self._say(verb)
        if verb == "DATA" and answered.startswith("354"):
            self._content()
        elif verb == "STARTTLS" and answered.startswith("220"):
            self._secure()
        elif verb == "QUIT":
            raise _EndedError

    def _content(self) -> None:
        if self._script.reads is not None:
            self._server.reached("content")
            self._lines.read(self._script.reads)
            raise _EndedError
        kept = []
        while (line := self._lines.readline()) != b".\r\n":
            if not line:
                raise _EndedError
            kept.append(line.removeprefix(b"."))
        taken = Taken(self._sender, tuple(self._recipients), b"".join(kept), self._secured)
        if self._script.taken_before:
            self._server.keep(taken)
            self._say("content")
            return
        answered = self._say(
            "content", before=lambda said: self._server.keep(taken) if said.startswith("250") else None
        )
        if not answered:
            raise _EndedError

    def _say(self, phase: str, address: str = "", before: Callable[[str], None] | None = None) -> str:
        self._server.reached(phase)
        said = self._server.answer(phase, address)
        if before is not None:
            before(said)
        for part in said.split("|"):
            self._give(part)
        return said

    def _give(self, part: str) -> None:
        if part == HANG:
            self._server.hang()
            raise _EndedError
        if part == DROP:
            raise _EndedError
        if part == RESET:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
            self._socket.close()
            raise _EndedError
        whole = not part.endswith("~")
        self._socket.sendall(part.removesuffix("~").encode("latin-1", "replace") + (b"\r\n" if whole else b""))

    def _secure(self) -> None:
        assert self._script.tls is not None
        self._lines.close()
        self._socket = self._script.tls.wrap_socket(self._socket, server_side=True)
        self._lines = self._socket.makefile("rb")
        self._secured = True
