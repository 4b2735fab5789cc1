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


BROWSERS = (
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("MicroMessenger", "微信"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
           ("Mac OS", "macOS"), ("Linux", "Linux"))  # fmt: skip


@register.filter
def device(agent: str) -> str:
    """A browser's long name in two words, Chrome · Windows; the beginning of it when it is a stranger."""
    browser = next((word for part, word in BROWSERS if part in agent), "")
    system = next((word for part, word in SYSTEMS if part in agent), "")
    return " · ".join(filter(None, [browser, system])) or agent[:60]


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
