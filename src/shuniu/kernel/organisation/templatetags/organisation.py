"""What templates of accounts need beyond the shared components."""

from __future__ import annotations

from django import template

from shuniu.kernel.organisation import roles
from shuniu.kernel.organisation.queries.account import DemoAccount
from shuniu.kernel.organisation.queries.account import demo_accounts as find_demo_accounts
from shuniu.kernel.organisation.tree import tree

register = template.Library()


@register.simple_tag
def demo_accounts() -> list[DemoAccount]:
    """The accounts that the demo city's sign-in page offers."""
    return find_demo_accounts()


@register.filter
def role_label(key: str) -> str:
    return roles.label(key)


@register.filter
def role_labels(keys: list[str]) -> str:
    return "、".join(roles.label(key) for key in keys)


@register.filter
def unit_name(unit_id: int | None) -> str:
    """The name of a unit from the tree in memory: no query per row."""
    return tree().name(unit_id)
