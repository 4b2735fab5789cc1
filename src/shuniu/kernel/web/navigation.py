"""What the shells offer: modules fill this registry at start-up (``apps.py``), the shells read it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, get_urlconf, reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.organisation.actor import Actor

FOLDED_FROM = 17
"""A person with so many entries finds the sections closed, but for the one they are in."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the staff navigation: what belongs to one business stands together."""

    key: str
    label: str | Promise
    order: int


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of the staff navigation, or (``citizens``) of the public header.

    ``section`` is one that was registered before. ``roles`` empty means every member of staff. ``icon`` is a name of
    the sprite. ``key`` is a shortcut after ``g``.
    """

    label: str | Promise
    url_name: str
    roles: tuple[str, ...] = ()
    order: int = 100
    section: str = "work"
    icon: str = ""
    key: str = ""
    citizens: bool = False


@dataclass(frozen=True, slots=True)
class Bell:
    """The notifications slot of the top bar: how many are unread for the actor, and where they are read.

    ``poll_name``: an address that open pages ask every minute with the count they show; 204 when it is still right.
    """

    count: Callable[[Actor], int]
    url_name: str
    poll_name: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """An item made ready for one request."""

    item: Item
    url: str
    current: bool


_sections: dict[str, Section] = {
    one.key: one for one in (Section("work", _("工作"), 0), Section("admin", _("系统"), 900))
}
_items: list[Item] = []
_bells: list[Bell] = []
_chains: list[str] = []


def register_section(key: str, label: str | Promise, order: int) -> None:
    _sections[key] = Section(key, label, order)


def register(*items: Item) -> None:
    for item in items:
        if item.section not in _sections:
            raise ValueError(f"navigation section {item.section!r} is not known")
        if item not in _items:
            _items.append(item)
    _addresses.cache_clear()
    _url.cache_clear()
    _side.cache_clear()


def register_bell(bell: Bell) -> None:
    _bells[:] = [bell]


def register_chain(url_name: str) -> None:
    """The page that shows what led to a matter and what came of it; its one argument is the number."""
    _chains[:] = [url_name]


def chain_url(number: str) -> str:
    """The address of a matter's chain; empty where the installation has no such page."""
    if not (_chains and number):
        return ""
    try:
        return reverse(_chains[0], args=[number])
    except NoReverseMatch:
        return ""


def bell() -> Bell | None:
    return _bells[0] if _bells else None


def url_or_none(name: str) -> str | None:
    """The address of a page, or None where an installation goes without that module."""
    return _url(name, get_urlconf() or settings.ROOT_URLCONF)


@lru_cache(maxsize=500)
def _url(name: str, conf: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:
        return None


def _links(items: list[Item], path: str) -> list[Link]:
    found = [(item, url_or_none(item.url_name)) for item in sorted(items, key=lambda one: one.order)]
    here = max((url for _item, url in found if url and path.startswith(url)), key=len, default=None)
    return [Link(item, url, url == here) for item, url in found if url]


@dataclass(frozen=True, slots=True)
class Group:
    """A section with what the actor may open in it. ``open``: it holds the present page, or nothing needs folding."""

    section: Section
    links: list[Link]
    open: bool


def staff_sections(actor: Actor, path: str) -> list[Group]:
    """The navigation that the actor may see, by section; the entry that holds ``path`` is marked as current."""
    return _grouped(_roles(actor), path)


def staff_side(actor: Actor, path: str) -> SafeString:
    """The same, drawn. It stands on every page and changes with roles, place and language only: each is drawn once."""
    conf = get_urlconf() or settings.ROOT_URLCONF
    return _side(_roles(actor), _nearest(path, _addresses(conf)), get_language(), conf)


def _nearest(path: str, addresses: Collection[str]) -> str:
    """The address itself if it is an entry's, or else the nearest above it that is."""
    while path and path not in addresses:
        path = path[: path.rstrip("/").rfind("/") + 1]
    return path


def _roles(actor: Actor) -> frozenset[str]:
    return frozenset(grant.role for grant in actor.grants)


def _grouped(roles: frozenset[str], path: str) -> list[Group]:
    allowed = [one for one in _items if not one.citizens and (not one.roles or not roles.isdisjoint(one.roles))]
    links = _links(allowed, path)
    few = len(links) < FOLDED_FROM
    found = []
    for section in sorted(_sections.values(), key=lambda one: one.order):
        if part := [link for link in links if link.item.section == section.key]:
            found.append(Group(section, part, few or section.key == "work" or any(link.current for link in part)))
    return found


@lru_cache(maxsize=10)
def _addresses(conf: str) -> frozenset[str]:
    return frozenset(filter(None, (url_or_none(item.url_name) for item in _items)))


@lru_cache(maxsize=2000)
def _side(roles: frozenset[str], here: str, language: str | None, conf: str) -> SafeString:
    return SafeString(render_to_string("web/parts/side.html", {"groups": _grouped(roles, here)}))


def citizen_links(path: str) -> list[Link]:
    return _links([one for one in _items if one.citizens], path)
