"""How heavy the public pages are: ``python -m bench.weight http://127.0.0.1:8000`` against a running installation.

Each page is fetched with all that its HTML, its style sheets and its modules name, as a browser without anything kept
would. ``sent`` is what goes over the wire (compressed where the server does), ``plain`` the same unpacked. ``first`` is
the page without its scripts. Ends with 1 when a page is over a limit; the limits hold for what is unpacked, too.
"""

from __future__ import annotations

import re
import sys
import zlib
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPSConnection
from urllib.parse import urljoin, urlsplit

PAGES = ("/", "/report/", "/follow/", "/answers/", "/promises/", "/accessibility/")
MOST, MOST_FIRST = 150_000, 60_000
NAMED = re.compile(r"""<(?:link|script|img|source)\b[^>]*?(?:href|src)=["']([^"']+)["'][^>]*>""")
IN_STYLES = re.compile(r"""(?:@import\s+|url\()\s*["']?([^"')]+)["']?""")
IN_MODULES = re.compile(r"""(?:from|import)\s*\(?["']([^"']+)["']""")


@dataclass(frozen=True, slots=True)
class Fetched:
    status: int
    kind: str
    sent: int
    body: bytes


def fetch(url: str) -> Fetched:
    parts = urlsplit(url)
    connect = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = connect(parts.netloc, timeout=20)
    connection.request("GET", f"{parts.path or '/'}?{parts.query}", headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    packed = answer.getheader("Content-Encoding") == "gzip"
    kind = (answer.getheader("Content-Type") or "").split(";")[0]
    return Fetched(answer.status, kind, len(data), zlib.decompress(data, 31) if packed else data)


def named_in(url: str, got: Fetched) -> set[str]:
    text = got.body.decode(errors="replace")
    if got.kind == "text/html":
        found = [one.group(1) for one in NAMED.finditer(text) if 'rel="alternate"' not in one.group(0)]
    elif got.kind == "text/css":
        found = IN_STYLES.findall(text)
    elif "javascript" in got.kind:
        found = [one for one in IN_MODULES.findall(text) if one.startswith((".", "/"))]
    else:
        found = []
    return {urljoin(url, one).split("#")[0] for one in found if not one.startswith("data:")}


def all_of(url: str) -> dict[str, Fetched]:
    """The page and everything it names on the same host, once each."""
    host, waiting, got = urlsplit(url).netloc, [url], dict[str, Fetched]()
    while waiting:
        one = waiting.pop()
        if one not in got and urlsplit(one).netloc == host:
            got[one] = fetch(one)
            waiting += named_in(one, got[one])
    return got


def main(base: str) -> int:
    over = 0
    print(f"{'page':16} {'files':>5} {'sent':>8} {'plain':>8} {'first':>8} {'plain':>8}   bytes")
    for page in PAGES:
        got = all_of(urljoin(base, page))
        if next(iter(got.values())).status != 200:
            print(f"{page:16} is not there")
            continue
        still = [one for one in got.values() if "javascript" not in one.kind]
        sizes = [sum(one.sent for one in some) for some in (got.values(), still)]
        plain = [sum(len(one.body) for one in some) for some in (got.values(), still)]
        missing = [url for url, one in got.items() if one.status != 200]
        print(f"{page:16} {len(got):5} {sizes[0]:8,} {plain[0]:8,} {sizes[1]:8,} {plain[1]:8,}  {' '.join(missing)}")
        over += bool(missing) or plain[0] > MOST or plain[1] > MOST_FIRST
    print(f"limits: {MOST:,} in all, {MOST_FIRST:,} without script: {'held' if not over else f'{over} pages over'}")
    return bool(over)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"))
