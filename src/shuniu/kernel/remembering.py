"""A bounded memory for what is worked out again and again from the same values.

The rule that keeps it invisible: **the key is everything the result depends on**. Nothing here is ever told that
something changed; whoever asks brings the present values, read from the database in this very request, and a different
value is a different key. Where the key names a person, no other person meets the result.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")
_all: list[Memory[object]] = []


class Memory(Generic[Value]):
    """At most ``2 * most`` results: what was not asked for while ``most`` others came in is forgotten.

    Two plain dictionaries instead of a list in order of use: a hit costs one look-up and no lock, whichever thread asks.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._young: dict[Hashable, Value] = {}
        self._old: dict[Hashable, Value] = {}
        _all.append(self)  # type: ignore[arg-type]  # only ever emptied

    def of(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """What is remembered under ``key``, or else what ``make`` gives."""
        try:
            return self._young[key]
        except KeyError:
            found = self._old[key] if key in self._old else make()
        if len(self._young) >= self._most:
            self._old, self._young = self._young, {}
        self._young[key] = found
        return found

    def __len__(self) -> int:
        return len(self._young) + len(self._old)

    def forget(self) -> None:
        self._young, self._old = {}, {}


def forget_all() -> None:
    """Between tests, and after a restore: everything is worked out anew."""
    for memory in _all:
        memory.forget()
