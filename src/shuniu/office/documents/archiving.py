"""What the archive and the load of documents need to know of each kind of paper, without knowing the kind itself.

Each kind registers once, when the app is ready. The archive takes a kind's own steps by name: the one that files is given
``archive_number``, ``retention``, ``category`` and ``year``, the one that takes back ``archive_number`` and ``reason``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Described:
    """A closed paper as the archive's lists and metadata name it."""

    title: str
    organ: str
    """责任者: who issued it."""
    document_number: str
    type: str
    """文种, as a key of the kind's ``types``."""
    signed_on: date | None
    handled: bool
    """Whether somebody handled it, or it was only read and kept."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """Further metadata, by its name as the archive writes it."""


@dataclass(frozen=True, slots=True)
class Made:
    """A document that is made for the archive, such as the 文件处理单."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Kept:
    """A kind of paper that is filed. ``closed`` are its states that wait for the archive, closed in law or not."""

    kind: str
    label: StrOrPromise
    closed: tuple[str, ...]
    types: Mapping[str, StrOrPromise]
    describe: Callable[[Sequence[int]], Mapping[int, Described]]
    """Matter ids → how each is described."""
    sheets: Callable[[int, datetime], Sequence[Made]] = lambda _matter_id, _at: ()
    """What is made for the archive beside the paper's own files."""
    file: str = "file"
    unfile: str = "unfile"
    """The steps of its procedure. Without the second, what was filed cannot be taken back."""
    done: tuple[str, ...] = ()
    """States in which its own step has filed it already, so that only the number on the shelf is missing."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A kind whose number is watched. ``rows`` are its detail rows; the rest are paths from there.

    ``issued``: its number falls under 只减不增, and a unit that is over last year's says why.
    """

    kind: str
    label: StrOrPromise
    rows: Callable[[], QuerySet[Any]]
    at: str
    """The moment that counts: of issue, or of registration."""
    type: str
    unit: str
    types: Mapping[str, StrOrPromise]
    issued: bool = False


_kept: dict[str, Kept] = {}
_counted: dict[str, Counted] = {}


def register_kept(kept: Kept) -> None:
    _kept[kept.kind] = kept


def register_counted(counted: Counted) -> None:
    _counted[counted.kind] = counted


def all_kept() -> list[Kept]:
    return [_kept[kind] for kind in sorted(_kept)]


def kept_of(kind: str) -> Kept:
    return _kept[kind]


def all_counted() -> list[Counted]:
    """What is issued first: it is what 只减不增 is about."""
    return sorted(_counted.values(), key=lambda one: (not one.issued, one.kind))


def counted_of(kind: str) -> Counted:
    return _counted[kind]
