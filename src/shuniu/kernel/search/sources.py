"""Modules say what of theirs can be found, and by whom; one search serves all. Nobody finds anything by default."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from shuniu.kernel.search import engine as engines
from shuniu.kernel.search.engine import Bounds
from shuniu.kernel.search.index import BATCH, Entry, Hit, Results, Scope, find_in, first_load, put, remove
from shuniu.kernel.search.words import normalised

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    # The package is imported before Django's models are ready.
    from shuniu.kernel.organisation.actor import Actor

Facets = Sequence[Sequence[str]]
EVERYTHING: Final[Facets] = ()
"""What ``visible`` answers for a reader who may find every entry of the kind."""


@dataclass(frozen=True, slots=True)
class Display:
    """How an entry is shown. ``text`` is what snippets are taken from."""

    number: str
    title: str
    text: str
    url: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice that the search page offers, such as the state: its name in the address, its label, facet → label."""

    name: str
    label: StrOrPromise
    choices: Mapping[str, StrOrPromise]


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of thing that can be found.

    ``iterate`` yields all entries, oldest first. ``load`` gives what is shown of those keys that still exist.
    ``visible`` gives the groups of facets of which an entry must carry one each for this reader to find it,
    ``EVERYTHING``, or None: nothing. The page that a hit leads to checks again.
    """

    kind: str
    label: StrOrPromise
    iterate: Callable[[], Iterable[Entry]]
    load: Callable[[Sequence[int]], Mapping[int, Display]]
    visible: Callable[[Actor], Facets | None]
    filters: Callable[[], Sequence[Filter]] = tuple


@dataclass(frozen=True, slots=True)
class Found:
    """A hit with what is shown of it."""

    hit: Hit
    display: Display
    label: StrOrPromise


@dataclass(frozen=True, slots=True)
class Answer:
    results: Results
    found: tuple[Found, ...]


_sources: dict[str, Source] = {}


def register_source(
    kind: str,
    iterate: Callable[[], Iterable[Entry]],
    load: Callable[[Sequence[int]], Mapping[int, Display]],
    visible: Callable[[Actor], Facets | None],
    *,
    label: StrOrPromise = "",
    filters: Callable[[], Sequence[Filter]] = tuple,
) -> Source:
    """Called once by a module when it starts. A second source of a kind takes the place of the first."""
    _sources[kind] = Source(kind, label or kind, iterate, load, visible, filters)
    return _sources[kind]


def sources() -> tuple[Source, ...]:
    return tuple(_sources.values())


def visible_sources(actor: Actor) -> list[tuple[Source, Facets]]:
    """The kinds of which the actor may find anything, with the facets that limit them."""
    found = ((source, source.visible(actor)) for source in _sources.values())
    return [(source, facets) for source, facets in found if facets is not None]


def search(
    query: str,
    actor: Actor,
    *,
    kinds: Sequence[str] = (),
    any_of: Facets = (),
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int = 20,
    after: str | None = None,
) -> Answer:
    """What the actor may find, with what is shown of it. ``any_of`` are further filters by facets."""
    allowed = [(source, facets) for source, facets in visible_sources(actor) if not kinds or source.kind in kinds]
    scopes = [Scope(source.kind, [*facets, *any_of]) for source, facets in allowed]
    results = find_in(query, scopes=scopes, bounds=Bounds(since, until), limit=limit, after=after)
    shown: dict[tuple[str, int], Found] = {}
    for source, _ in allowed:
        hits = [hit for hit in results.hits if hit.kind == source.kind]
        displays = source.load([hit.key for hit in hits]) if hits else {}
        for hit in hits:
            if hit.key in displays and _has_phrases(results, displays[hit.key]):
                shown[(hit.kind, hit.key)] = Found(hit, displays[hit.key], source.label)
    ordered = (shown.get((hit.kind, hit.key)) for hit in results.hits)
    return Answer(results, tuple(one for one in ordered if one is not None))


def _has_phrases(results: Results, display: Display) -> bool:
    """The index knows pairs of characters, not their places: quoted words are compared with the text itself."""
    phrases = results.query.phrases if results.query else ()
    if not phrases:
        return True
    whole = "".join(normalised(f"{display.number}\n{display.title}\n{display.text}").split())
    return all("".join(phrase.split()) in whole for phrase in phrases)


def rebuild(kinds: Sequence[str] = ()) -> dict[str, int]:
    """Enter everything again from the sources, and take out what no longer exists. Returns entries by kind.

    Search goes on meanwhile: entries are renewed in place. Only an empty index is filled the fast way.
    """
    chosen = [source for source in _sources.values() if not kinds or source.kind in kinds]
    if engines.is_empty():
        first_load(entry for source in chosen for entry in source.iterate())
        return {source.kind: engines.count(source.kind) for source in chosen}
    counts: dict[str, int] = {}
    for source in chosen:
        counts[source.kind] = put(source.iterate())
        _drop_gone(source)
    return counts


def _drop_gone(source: Source) -> None:
    last = -1
    while keys := engines.keys_of(source.kind, above=last, most=BATCH):
        known = source.load(keys)
        remove(source.kind, [key for key in keys if key not in known])
        last = keys[-1]
