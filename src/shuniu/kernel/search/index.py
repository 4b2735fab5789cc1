"""Put, remove and find.

How a search stays fast among millions: the commonest words are known with their frequency, so the number of hits has a
known upper bound. Few hits are all read and ranked. Many are read by date, newest first, in windows that grow eightfold
until a page is full; the windows are index words too, so the index alone does the work.
"""

from __future__ import annotations

import math
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import islice

from django.db import connection

from shuniu.kernel.search import engine as engines
from shuniu.kernel.search.engine import Bounds, Candidate, Engine, Frequencies, Place, Question, Row
from shuniu.kernel.search.expression import Node, Word, all_of, any_of, facet, in_title
from shuniu.kernel.search.postgres import PostgresEngine
from shuniu.kernel.search.sqlite import SqliteEngine
from shuniu.kernel.search.words import Query, parse, tokens

WINDOW_HOURS = (12, 96, 768, 6144)
"""Half a day, four days, a month, eight months: each entry carries the window of each size that it falls into."""
WINDOW_ROWS = 12_000
"""The first window tried holds about so many entries."""
PROBE_MOST = 20_000
"""With no more possible hits than this, it is tried whether they are few enough to be ranked."""
COMMON = 50_000
"""A condition that so many entries meet is never worth the index's time when a rarer one is at hand."""
LOOSE_MOST = 1500
"""So many entries at most are compared when not all words occur together."""
SATURATION, LENGTH_SHARE, TITLE_WEIGHT = 1.2, 0.4, 0.5
"""BM25's k1 and b, for words that are there or not; a word in the title counts so much more."""
BATCH = 500
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
RANK_CURSOR, DATE_CURSOR = re.compile(r"r:(\d{1,6})"), re.compile(r"d:(-?\d{1,17}):(\d{1,18})")


@dataclass(frozen=True, slots=True)
class Entry:
    """What can be found of one thing. ``facets`` are words for permission and filters: ``u12``, ``t:complaint``."""

    kind: str
    key: int
    title: str
    text: str
    at: datetime
    facets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """What may be found of one kind: entries that carry, from each group, at least one of its facets."""

    kind: str
    any_of: Sequence[Sequence[str]] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    kind: str
    key: int
    score: float
    at: datetime
    id: int


@dataclass(frozen=True, slots=True)
class Results:
    """``after`` brings the next page; ``by`` is ``rank`` or ``date``; ``loose`` when not all words occur together."""

    hits: tuple[Hit, ...] = ()
    more: bool = False
    took_ms: float = 0.0
    after: str = ""
    by: str = "rank"
    loose: bool = False
    query: Query | None = None


@lru_cache(maxsize=4)
def _engine(vendor: str) -> Engine:
    return PostgresEngine() if vendor == "postgresql" else SqliteEngine()


def engine() -> Engine:
    """The engine of the database in use."""
    return _engine(connection.vendor)


# --- Writing -------------------------------------------------------------------------------------------------


def _kind(kind: str) -> str:
    return facet(f"k·{kind}")


def _window(level: int, at: datetime) -> int:
    return int(at.timestamp()) // (WINDOW_HOURS[level] * 3600)


def _window_word(level: int, number: int) -> str:
    return facet(f"w{level}·{number}")


def row_of(entry: Entry) -> Row:
    titles = tokens(entry.title)
    found = tokens(entry.text) | titles
    size = len(found)
    found.update(map(in_title, titles))
    found.update(map(facet, entry.facets))
    found.add(_kind(entry.kind))
    found.update(_window_word(level, _window(level, entry.at)) for level in range(len(WINDOW_HOURS)))
    return Row(entry.kind, entry.key, entry.at, size, frozenset(found))


def put(entries: Iterable[Entry]) -> int:
    """Enter or renew; an entry that is already there as it is costs one comparison. Returns how many were given."""
    count = 0
    remaining = iter(entries)
    while batch := list(islice(remaining, BATCH)):
        # One order of locks for everybody: two workers with the same entries wait for each other instead of failing.
        rows = {(entry.kind, entry.key): entry for entry in batch}
        engine().upsert([row_of(rows[key]) for key in sorted(rows)])
        count += len(batch)
    return count


def remove(kind: str, keys: Iterable[int]) -> int:
    """Take entries out; returns how many were there."""
    remaining = iter(sorted(set(keys)))
    return sum(engines.delete(kind, batch) for batch in iter(lambda: list(islice(remaining, BATCH)), []))


def first_load(entries: Iterable[Entry]) -> int:
    """Fill the empty index: the entries first, the index over them afterwards."""
    engine().drop()
    try:
        return engine().load(row_of(entry) for entry in entries)
    finally:
        engine().create()
        engine().settle()


# --- Reading -------------------------------------------------------------------------------------------------


def find(
    query: str,
    *,
    kinds: Sequence[str] = (),
    any_of: Sequence[Sequence[str]] = (),
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int = 20,
    after: str | None = None,
) -> Results:
    """Find entries of some kinds (all kinds when none is named) that carry, from each group of facets, at least one.

    This asks nobody's permission: pages call ``search``. An empty query finds everything, newest first.
    """
    scopes = [Scope(kind, any_of) for kind in kinds]
    return find_in(query, scopes=scopes or [Scope("", any_of)], bounds=Bounds(since, until), limit=limit, after=after)


def find_in(query: str, *, scopes: Sequence[Scope], bounds: Bounds, limit: int, after: str | None) -> Results:
    """``find`` with a different condition for each kind: what each may show this reader."""
    begun = time.perf_counter()
    asked = parse(query)
    if not scopes or not (asked.required or asked.empty):
        return Results(query=asked)
    search = _Search(asked, scopes, bounds, limit, after or "")
    with engine().reading():
        found = search.run()
    return replace(found, took_ms=(time.perf_counter() - begun) * 1000, query=asked)


def _groups(scope: Scope) -> list[tuple[Node, tuple[str, ...]]]:
    """The conditions of a scope, each with the index words of which one must be there."""
    named = [tuple(map(facet, group)) for group in scope.any_of]
    if scope.kind:
        named.append((_kind(scope.kind),))
    return [(any_of(map(Word, words)), words) for words in named]


def _resumed(after: str) -> tuple[int, tuple[datetime, int] | None]:
    """Where the last page ended: how many ranked hits were shown, or the last one's time and id. Nonsense starts anew."""
    if match := RANK_CURSOR.fullmatch(after):
        return int(match[1]), None
    if match := DATE_CURSOR.fullmatch(after):
        return 0, (EPOCH + timedelta(microseconds=int(match[1])), int(match[2]))
    return 0, None


class _Search:
    """One search under way."""

    def __init__(self, query: Query, scopes: Sequence[Scope], bounds: Bounds, limit: int, after: str) -> None:
        self.query, self.limit = query, limit
        self.offset, before = _resumed(after)
        self.bounds = replace(bounds, before=before)
        groups = [_groups(scope) for scope in scopes]
        facets = {word for scope in groups for _, words in scope for word in words}
        self.known = engine().frequencies({*query.wanted, *facets})
        self.total, self.counts = self.known.total, self.known.counts
        self.within = self._within(groups)
        words = (self.counts[token] for token in query.required if token not in query.prefixes)
        self.rarest = min(words, default=self.total)

    def _within(self, groups: list[list[tuple[Node, tuple[str, ...]]]]) -> list[tuple[Node, int]]:
        """What the scopes demand, each condition with the most entries that can carry it."""
        if len(groups) == 1:
            return [(node, sum(self.counts[word] for word in words)) for node, words in groups[0]]
        counts = [[sum(self.counts[word] for word in words) for _, words in scope] for scope in groups]
        whole = any_of(all_of(node for node, _ in scope) for scope in groups)
        return [(whole, sum(min(scope, default=self.total) for scope in counts))]

    def run(self) -> Results:
        if not self.query.required:
            return self._by_date([])
        required = [Word(token, token in self.query.prefixes) for token in self.query.required]
        inner = [Word(token) for token in self.query.inner]
        if self.bounds.before is not None:
            return self._by_date(required, inner)
        if min([self.rarest, self.total, *(count for _, count in self.within)]) <= PROBE_MOST:
            candidates = self._read(required, inner)
            if len(candidates) <= engine().rank_most:
                return self._ranked(candidates, loose=False) if candidates else self._loose()
        found = self._by_date(required, inner)
        return found if found.hits else self._loose()

    def _question(
        self, asked: Sequence[Node], inner: Sequence[Node], window: Sequence[Node], common: float
    ) -> Question:
        """Conditions that more than ``common`` entries meet are checked on what the others bring."""
        common = max(common, COMMON)
        rare = [node for node, count in self.within if count <= common]
        put = [*asked, *rare, *window]
        besides = [*inner, *(node for node, count in self.within if count > common)]
        return Question(all_of(put) if asked or rare else None, tuple(besides))

    def _read(self, asked: Sequence[Node], inner: Sequence[Node] = ()) -> list[Candidate]:
        question = self._question(asked, inner, [], self.total / 3)
        scored = [*self.query.wanted, *map(in_title, self.query.wanted)]
        return engine().candidates(question, scored=scored, bounds=self.bounds, most=engine().rank_most + 1)

    def _loose(self) -> Results:
        """Not all words occur together: those entries that have the most telling ones."""
        rarest = sorted(self.query.wanted, key=lambda token: self.counts[token])
        chosen, sum_ = [rarest[0]], self.counts[rarest[0]]
        for token in rarest[1:]:
            sum_ += self.counts[token]
            if sum_ > LOOSE_MOST:
                break
            chosen.append(token)
        if self.counts[chosen[0]] > engine().rank_most:
            return replace(self._by_date([Word(chosen[0])]), loose=True)
        return self._ranked(self._read([any_of(map(Word, chosen))])[: engine().rank_most], loose=True)

    def _ranked(self, candidates: list[Candidate], *, loose: bool) -> Results:
        score = _scores(self.query.wanted, self.known, candidates)
        order = sorted(candidates, key=lambda one: (-score[one.id], -one.id))
        page = [one.id for one in order[self.offset : self.offset + self.limit]]
        more = len(order) > self.offset + self.limit
        places = engines.places(page)
        return Results(
            hits=tuple(_hit(places[id], score[id]) for id in page if id in places),
            more=more,
            after=f"r:{self.offset + self.limit}" if more else "",
            loose=loose,
        )

    def _by_date(self, asked: Sequence[Node], inner: Sequence[Node] = ()) -> Results:
        found: list[Place] = []
        for window in self._windows():
            question = self._question(asked, inner, window, min(2 * self.rarest, self.total / 3))
            if question.asked is None and window:
                continue
            found = engine().latest(question, bounds=self.bounds, most=self.limit + 1)
            if len(found) > self.limit:
                break
        page = found[: self.limit]
        more = len(found) > self.limit
        last = f"d:{(page[-1].at - EPOCH) // timedelta(microseconds=1)}:{page[-1].id}" if more else ""
        return Results(tuple(_hit(one, 0.0) for one in page), more, 0.0, last, "date")

    def _windows(self) -> Iterator[list[Node]]:
        """Conditions that let ever more of the past in: the newest window and the one before it, then all."""
        span = engines.span(self.bounds)
        if span is not None:
            hours = max((span[1] - span[0]).total_seconds() / 3600, 1.0)
            enough = WINDOW_ROWS * hours / max(self.total, 1)
            for level, size in enumerate(WINDOW_HOURS):
                if enough / 2 <= size < hours / 4:
                    last = _window(level, span[1])
                    yield [any_of(Word(_window_word(level, number)) for number in (last, last - 1))]
        yield []


def _hit(place: Place, score: float) -> Hit:
    return Hit(place.kind, place.key, score, place.at, place.id)


def _scores(wanted: Sequence[str], known: Frequencies, candidates: Sequence[Candidate]) -> dict[int, float]:
    """BM25 over words that are there or not. A word too rare to be known has the count that the candidates show."""
    width = len(wanted)
    seen = [sum(one.mask >> at & 1 for one in candidates) for at in range(width)]
    entries = max(known.total, len(candidates), 1)
    weights = []
    for at, token in enumerate(wanted):
        count = known.counts[token] if known.counts[token] > known.floor else seen[at]
        weights.append(math.log(1 + (entries - count + 0.5) / (count + 0.5)) if count else 0.0)
    weights += [weight * TITLE_WEIGHT for weight in weights]
    average = sum(one.size for one in candidates) / max(len(candidates), 1) or 1.0
    sums: dict[int, float] = {}
    found: dict[int, float] = {}
    for one in candidates:
        if one.mask not in sums:
            sums[one.mask] = sum(weight for at, weight in enumerate(weights) if one.mask >> at & 1)
        length = 1 - LENGTH_SHARE + LENGTH_SHARE * one.size / average
        found[one.id] = sums[one.mask] * (SATURATION + 1) / (1 + SATURATION * length)
    return found
