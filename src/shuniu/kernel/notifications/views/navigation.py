"""The bell and the entries of the navigation; called when the app is ready."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.notifications.queries import unread
from shuniu.kernel.web.navigation import Bell, Item, register, register_bell


def register_items() -> None:
    register_bell(Bell(unread, "notifications:list", "notifications:bell"))
    if settings.DEMO:
        register(Item(_("短信发件箱（演示）"), "notifications:outbox", order=95, section="admin", icon="send"))
