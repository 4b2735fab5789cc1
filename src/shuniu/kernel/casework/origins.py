"""What leads to matters without being one: a topic of many voices. Its module tells the chain of it by this registry.

The chain begins with it, and ends with how many of those whose voices it was have been told.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from shuniu.kernel.organisation.actor import Actor


@dataclass(frozen=True, slots=True)
class Station:
    """Something on the way that is no matter: the topic itself, a leader's words on it. Without a title it is not this reader's."""

    kind: str
    at: datetime
    title: str = ""
    about: str = ""
    state: str = ""
    url: str = ""
    leads: tuple[int, ...] = ()
    """Ids of the matters that came of it at once."""


@dataclass(frozen=True, slots=True)
class Told:
    """Of so many who spoke, how many have been told; and how those stand who have not."""

    label: str
    total: int
    done: list[tuple[str, int, str]] = field(default_factory=list)
    """Label, number and list of each kind of end."""
    waiting: list[tuple[str, str, int, str]] = field(default_factory=list)
    """Light, label, number and list of those who wait."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The thing itself, what was said on it, and how far those who began it have been told; that only for whoever may see it."""

    head: Station
    said: list[Station]
    told: Told | None = None

    @property
    def leads(self) -> tuple[int, ...]:
        return tuple(one for station in self.said for one in station.leads)


Behind = Callable[[Actor, Sequence[int], datetime], list[Origin]]
Named = Callable[[Actor, str, datetime], Origin | None]
_sources: list[tuple[Behind, Named]] = []


def register_origins(behind: Behind, named: Named) -> None:
    """``behind``: what some matters came from. ``named``: the one of that name in a chain's address, if the actor may see it."""
    if (behind, named) not in _sources:
        _sources.append((behind, named))


def origins_behind(actor: Actor, ids: Sequence[int], now: datetime) -> list[Origin]:
    return [one for behind, _named in _sources for one in behind(actor, ids, now)] if ids else []


def origin_named(actor: Actor, name: str, now: datetime) -> Origin | None:
    return next(filter(None, (named(actor, name, now) for _behind, named in _sources)), None)
