"""A bounded memory for what is worked out again and again from the same values.

The rule that keeps it invisible: **the key is everything the result depends on**. Nothing here is ever told that
something changed; whoever asks brings the present values, read from the database in this very request, and a different
value is a different key. Where the key names a person, no other person meets the result.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import cached_property
from typing import Generic, TypeVar, overload

Value = TypeVar("Value")
_all: list[Memory[object]] = []


class Memory(Generic[Value]):
    """At most ``2 * most`` results: what was not asked for while ``most`` others came in is forgotten.

    Two plain dictionaries instead of a list in order of use: a hit costs one look-up and no lock, whichever thread asks.
    Results of very different size are weighed by ``weigh``, and ``most`` is what may come in together.
    """

    def __init__(self, most: int, weigh: Callable[[Value], int] = lambda result: 1) -> None:
        self._most, self._weigh = most, weigh
        self._came = 0
        self._young: dict[Hashable, Value] = {}
        self._old: dict[Hashable, Value] = {}
        _all.append(self)  # type: ignore[arg-type]  # only ever emptied

    def of(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """What is remembered under ``key``, or else what ``make`` gives."""
        try:
            return self._young[key]
        except KeyError:
            found = self._old[key] if key in self._old else make()
        if self._came >= self._most:
            self._old, self._young, self._came = self._young, {}, 0
        self._young[key] = found
        self._came += self._weigh(found)
        return found

    def knows(self, key: Hashable) -> bool:
        return key in self._young or key in self._old

    def __len__(self) -> int:
        return len(self._young) + len(self._old)

    def forget(self) -> None:
        self._young, self._old, self._came = {}, {}, 0


class MadeOf(Sequence[Value]):
    """A list of which the values are read and the members are made only when somebody looks at them.

    ``values`` are all that the members are made of: whoever has what was drawn of the same values need not look.
    """

    def __init__(self, values: Hashable, count: int, make: Callable[[], list[Value]]) -> None:
        self.values, self._count, self._make = values, count, make

    def kept_key(self, context: object) -> Hashable:
        """What a part of a page that names it depends on: ``{% kept rows %}``."""
        return self.values

    @cached_property
    def made(self) -> list[Value]:
        return self._make()

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> Value: ...
    @overload
    def __getitem__(self, place: slice) -> list[Value]: ...
    def __getitem__(self, place: int | slice) -> Value | list[Value]:
        return self.made[place]

    def __iter__(self) -> Iterator[Value]:
        return iter(self.made)


def forget_all() -> None:
    """Between tests, and after a restore: everything is worked out anew."""
    for memory in _all:
        memory.forget()
