"""Ways out of the product: an adapter each for e-mail, a webhook, WeCom (企业微信) and SMS.

Settings name the adapter of every channel (``NOTICE_CHANNELS``), so that a city with its own SMS platform writes one
small class and names it. A channel without the settings that it needs is not offered.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from django.conf import settings
from django.core.mail import send_mail
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

TIMEOUT_SECONDS = 10
LABELS: dict[str, str | Promise] = {
    "email": _("电子邮件"),
    "webhook": _("网络回调"),
    "wecom": _("企业微信"),
    "sms": _("短信"),
}


class Undeliverable(Exception):
    """The channel did not take the message. It is tried again by the queue."""


@dataclass(frozen=True, slots=True)
class Message:
    """What goes out. ``key`` is the same for every try, so that a receiver can tell a repetition."""

    to: str
    subject: str
    text: str
    url: str
    key: str


class Channel(Protocol):
    """One way out."""

    keeps_text: bool
    """Whether the product's own copy must stay readable: true only where there is no other (the demo's outbox)."""

    def ready(self) -> bool:
        """Whether the installation has set what the channel needs."""

    def send(self, message: Message) -> None:
        """Hand the message over. Raises Undeliverable."""


class Email:
    keeps_text = False

    def ready(self) -> bool:
        return not settings.EMAIL_BACKEND.endswith("dummy.EmailBackend")

    def send(self, message: Message) -> None:
        text = f"{message.text}\n\n{message.url}" if message.url else message.text
        try:
            send_mail(message.subject, text, None, [message.to])
        except OSError as error:
            raise Undeliverable(type(error).__name__) from error


class Webhook:
    """POSTs JSON: ``{"to", "subject", "text", "url", "key"}``."""

    keeps_text = False

    def ready(self) -> bool:
        return bool(settings.WEBHOOK_URL)

    def send(self, message: Message) -> None:
        body = {"to": message.to, "subject": message.subject, "text": message.text, "url": message.url}
        post(settings.WEBHOOK_URL, {**body, "key": message.key})


class WeCom:
    """A WeCom group robot: the sentence in the group, the person mentioned by their account."""

    keeps_text = False

    def ready(self) -> bool:
        return bool(settings.WECOM_URL)

    def send(self, message: Message) -> None:
        text = {"content": f"{message.text}\n{message.url}".strip(), "mentioned_list": [message.to]}
        answer = post(settings.WECOM_URL, {"msgtype": "text", "text": text})
        if answer.get("errcode", 0):
            raise Undeliverable(f"errcode {answer['errcode']}")


class Sms:
    """An SMS platform that takes ``{"phone", "text", "key"}`` with a bearer token. Others get an adapter of their own."""

    keeps_text = False

    def ready(self) -> bool:
        return bool(settings.SMS_URL)

    def send(self, message: Message) -> None:
        headers = {"Authorization": f"Bearer {settings.SMS_TOKEN}"} if settings.SMS_TOKEN else {}
        post(settings.SMS_URL, {"phone": message.to, "text": message.text, "key": message.key}, headers)


class Outbox:
    """The demo's SMS: nothing leaves the machine; the page 短信发件箱（演示） shows what would have."""

    keeps_text = True

    def ready(self) -> bool:
        return True

    def send(self, message: Message) -> None:
        """The row that the page shows is there already."""


def post(url: str, body: dict[str, Any], headers: dict[str, str] | None = None) -> dict[str, Any]:
    """POST JSON and read a JSON object back, or an empty one. Raises Undeliverable with no personal data in it."""
    if urlsplit(url).scheme not in {"http", "https"}:
        raise Undeliverable("the address is neither http nor https")
    data = json.dumps(body, ensure_ascii=False).encode()
    sent = {"Content-Type": "application/json; charset=utf-8", **(headers or {})}
    request = Request(url, data, sent, method="POST")  # noqa: S310 - the scheme was looked at above
    try:
        with urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310 - as above
            read = json.loads(answer.read(100_000) or b"{}")
    except ValueError:
        return {}  # It was taken; what it said is not JSON and not our concern.
    except OSError as error:
        raise Undeliverable(type(error).__name__) from error
    return read if isinstance(read, dict) else {}


@cache
def _adapter(path: str) -> Channel:
    made: Channel = import_string(path)()
    return made


def channel(key: str) -> Channel:
    """The adapter of a channel. Raises KeyError for one that the settings do not name."""
    return _adapter(settings.NOTICE_CHANNELS[key])


def offered() -> list[tuple[str, str | Promise]]:
    """The channels that this installation can use, with their names."""
    return [(key, LABELS.get(key, key)) for key in settings.NOTICE_CHANNELS if channel(key).ready()]
