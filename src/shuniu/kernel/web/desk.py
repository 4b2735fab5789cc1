"""The desk: what modules put on everybody's first page.

A card is a function of who looks and when; it answers None when it has nothing for that person. The desk knows no
module: it lays the cards out in their order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from shuniu.kernel.organisation.actor import Actor

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Card:
    """A block of the desk: title, template and what the template needs. ``wide`` spans both columns."""

    title: StrOrPromise
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    wide: bool = False


Maker = Callable[[Actor, datetime], "Card | None"]
_makers: list[tuple[int, Maker]] = []


def register_card(order: int, maker: Maker) -> None:
    """Put a card on the desk; lower orders stand higher. Called when an app is ready."""
    if (order, maker) not in _makers:
        _makers.append((order, maker))


def cards(actor: Actor, now: datetime) -> list[Card]:
    """The cards of this person, in order."""
    made = (maker(actor, now) for _order, maker in sorted(_makers, key=lambda pair: pair[0]))
    return [card for card in made if card is not None]
