"""Who may open a page. Closed unless said otherwise: a view of ours that says nothing is for signed-in staff."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Door:
    """``public`` opens to everybody; otherwise staff with one of the roles, or any staff when none is named."""

    public: bool = False
    roles: tuple[str, ...] = ()


STAFF = Door()


def public(view: View) -> View:
    """A page for citizens: no account is asked for."""
    view.door = Door(public=True)  # type: ignore[attr-defined]  # functions carry attributes; wraps() copies them
    return view


def roles(*keys: str) -> Callable[[View], View]:
    """A page for staff who hold one of these roles anywhere; others get 404, as if it were not there."""

    def mark(view: View) -> View:
        view.door = Door(roles=keys)  # type: ignore[attr-defined]  # as above
        return view

    return mark


def door_of(view: Callable[..., Any]) -> Door | None:
    """The door of a view; None for views that are not ours (accounts, static files) and keep their own rules."""
    door = getattr(view, "door", None)
    if isinstance(door, Door):
        return door
    module = getattr(view, "__module__", "")
    return STAFF if module.startswith("shuniu.") else None
