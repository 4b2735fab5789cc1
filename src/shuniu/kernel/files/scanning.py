"""Virus check by a ClamAV daemon (INSTREAM), when the installation has one: ``CLAMD=host:port`` or ``CLAMD=/path/to/socket``."""

from __future__ import annotations

import logging
import socket
import struct
from pathlib import Path

from django.conf import settings

from shuniu.kernel.files.refusals import Refused

log = logging.getLogger("shuniu.files")
SECONDS = 30.0
CHUNK = 65_536
UNSCANNED, CLEAN = "unscanned", "clean"


def scan(path: Path) -> str:
    """``clean``, or ``unscanned`` where no daemon is configured. Raises ``Refused`` on a finding or when it is silent."""
    address: str = getattr(settings, "CLAMD", "")
    if not address:
        return UNSCANNED
    try:
        answer = _ask(address, path)
    except OSError as error:
        log.error("clamd at %s does not answer: %s", address, error)
        raise Refused("unscanned") from error
    if answer.endswith("FOUND"):
        raise Refused("virus")
    if not answer.endswith("OK"):
        log.error("clamd at %s answered %r", address, answer[:200])
        raise Refused("unscanned")
    return CLEAN


def _ask(address: str, path: Path) -> str:
    with _connected(address) as link, path.open("rb") as file:
        link.sendall(b"zINSTREAM\0")
        while chunk := file.read(CHUNK):
            link.sendall(struct.pack("!L", len(chunk)) + chunk)
        link.sendall(struct.pack("!L", 0))
        answer = b""
        while (part := link.recv(4096)) and b"\0" not in part:
            answer += part
        return (answer + part).partition(b"\0")[0].decode(errors="replace").strip()


def _connected(address: str) -> socket.socket:
    if address.startswith("/"):
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        link.settimeout(SECONDS)
        link.connect(address)
        return link
    host, _, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=SECONDS)
