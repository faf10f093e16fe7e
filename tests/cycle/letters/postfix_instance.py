"""A Postfix of a test's own: its configuration, queue, mailboxes and log in a folder, on a port above 1024.

Needs Debian's package `postfix` and the rights of root: `apt-get install postfix`; nothing of the machine's own
instance is touched.
"""

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = {folder}/mail.log
maillog_file_prefixes = {folder}
myhostname = mx.so.test
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
alias_maps =
alias_database =
local_recipient_maps =
virtual_mailbox_domains = xa.test
virtual_mailbox_base = {folder}/boxes
virtual_mailbox_maps = static:all/
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_timeout = 20s
"""
MANY = ["cleanup", "rewrite", "bounce", "defer", "trace", "flush", "smtp", "error", "retry", "proxymap", "showq"]
ALONE = ["qmgr", "anvil", "scache", "tlsmgr"]
COMMANDS = {"rewrite": "trivial-rewrite", "defer": "bounce", "trace": "bounce", "retry": "error"}


@dataclass(frozen=True)
class Postfix:
    """A running instance."""

    folder: Path
    port: int

    @property
    def log(self) -> Path:
        return self.folder / "mail.log"

    def delivered(self) -> list[bytes]:
        """Every message that lies in a mailbox."""
        return [one.read_bytes() for one in (self.folder / "boxes").rglob("new/*")]

    def control(self, word: str) -> None:
        """`postfix start`, `stop` or another of its words; what its daemons say goes to a file."""
        with (self.folder / "control.log").open("ab") as out:
            subprocess.run(
                ["postfix", "-c", str(self.folder / "etc"), word], stdout=out, stderr=out, check=True, timeout=60
            )


@contextmanager
def running_postfix(folder: Path) -> Iterator[Postfix]:
    """Start one; skips the test where it is not installed, or may not be started."""
    if shutil.which("postfix") is None:
        pytest.skip("postfix is not installed: apt-get install postfix")
    if os.geteuid() != 0:
        pytest.skip("postfix is started by root alone")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    instance = Postfix(folder, port)
    _prepare(instance)
    instance.control("start")
    try:
        yield instance
    finally:
        instance.control("stop")


def _prepare(instance: Postfix) -> None:
    folder, owner = instance.folder, pwd.getpwnam("postfix")
    for name in ("etc", "queue", "data", "boxes"):
        (folder / name).mkdir(parents=True)
    os.chown(folder / "data", owner.pw_uid, -1)
    os.chown(folder / "boxes", 65534, 65534)
    (folder / "etc" / "main.cf").write_text(MAIN.format(folder=folder), encoding="utf-8")
    lines = [f"127.0.0.1:{instance.port} inet n - n - - smtpd", "postlog unix-dgram n - n - 1 postlogd"]
    lines += ["pickup unix n - n 60 1 pickup", "virtual unix - n n - - virtual", *map(_service, (*MANY, *ALONE))]
    (folder / "etc" / "master.cf").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _service(name: str) -> str:
    private = "n" if name in ("cleanup", "qmgr", "showq", "flush") else "-"
    wakes = "300" if name == "qmgr" else "-"
    return f"{name} unix {private} - n {wakes} {int(name in ALONE)} {COMMANDS.get(name, name)}"
