"""Notices: told once each, by the channels a person chose and not in their quiet hours; the bell; the outbox."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client

from shuniu.kernel.jobs.models import Job
from shuniu.kernel.notifications import operations
from shuniu.kernel.notifications.channels import Undeliverable
from shuniu.kernel.notifications.jobs import KEPT, forget_old, send_citizen_message, send_notices
from shuniu.kernel.notifications.kinds import Kind, Template, UnknownKind, register_kind, register_template
from shuniu.kernel.notifications.models import CitizenMessage, Delivery, Notice
from shuniu.kernel.organisation.models import Person
from shuniu.kernel.web import clock
from tests import world as worlds

pytestmark = pytest.mark.django_db

NOW = worlds.NOW
register_kind(
    Kind("test.due", "即将到期", "事项 %(number)s 将于 %(day)s 到期，请及时办理", ("email",)),
    Kind("test.quiet", "普通通知", "有一条通知"),
)
register_template(Template("test.received", "受理告知", "您的诉求 %(number)s 已受理，查询码 %(code)s。"))


@pytest.fixture
def world(settings: Any) -> worlds.World:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.ADDRESS = "https://shuniu.example"
    made = worlds.build()
    Person.objects.filter(username__in=["liwen", "wanglan"]).update(email="someone@example.org")
    return made


def tell(world: worlds.World, *usernames: str, at: datetime = NOW, **more: Any) -> list[Notice]:
    people = [world.people[username].pk for username in usernames]
    context = {"number": "云热〔2026〕12号", "day": "2026年11月25日"}
    return operations.notify(people, "test.due", context, "/hotline/12/", at, **more)


def as_(world: worlds.World, username: str) -> Client:
    client = Client()
    client.force_login(world.people[username])
    return client


def test_each_person_is_told_once_in_words(world: worlds.World) -> None:
    tell(world, "liwen", "liwen", "wanglan")
    assert Notice.objects.count() == 2
    page = as_(world, "liwen").get("/notices/").content.decode()
    assert "事项 云热〔2026〕12号 将于 2026年11月25日 到期，请及时办理" in page


def test_an_unknown_kind_is_a_fault_of_the_caller(world: worlds.World) -> None:
    with pytest.raises(UnknownKind):
        operations.notify([world.people["liwen"].pk], "test.nothing", {}, "", NOW)


def test_the_notice_goes_when_its_cause_is_rolled_back(world: worlds.World) -> None:
    class Failed(Exception):
        pass

    def fail() -> None:
        with transaction.atomic():
            tell(world, "liwen")
            raise Failed

    with pytest.raises(Failed):
        fail()
    assert (Notice.objects.count(), Job.objects.count()) == (0, 0)


def test_the_mail_says_the_sentence_and_the_way_and_is_sent_once(world: worlds.World) -> None:
    tell(world, "liwen")
    ids = list(Delivery.objects.values_list("pk", flat=True))
    assert send_notices.func(ids) == 1
    assert send_notices.func(ids) == 0, "the queue may bring a job twice"
    [letter] = mail.outbox
    assert letter.subject == "[云州市] 即将到期"
    assert "https://shuniu.example/hotline/12/" in letter.body
    assert Job.objects.get().task.endswith("send_notices")


def test_whoever_gave_no_address_or_has_left_is_not_written_to(world: worlds.World) -> None:
    tell(world, "zhoushen", "liwen")
    Person.objects.filter(username="liwen").update(is_active=False)
    assert send_notices.func(list(Delivery.objects.values_list("pk", flat=True))) == 0
    assert mail.outbox == []
    assert Delivery.objects.filter(failure="没有地址，或账号已停用").count() == 2


def test_a_channel_that_is_not_set_up_is_not_used(world: worlds.World, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    tell(world, "liwen")
    assert (Notice.objects.count(), Delivery.objects.count()) == (1, 0)


def test_a_person_chooses_channels_by_kind(world: worlds.World) -> None:
    client = as_(world, "liwen")
    assert "即将到期" in client.get("/notices/wishes/").content.decode()
    assert client.post("/notices/wishes/", {"test.due": []}).status_code == 303
    tell(world, "liwen", "wanglan")
    assert [one.notice.person.username for one in Delivery.objects.select_related("notice__person")] == ["wanglan"]


@pytest.mark.parametrize(
    ("at", "sent"),
    [
        ("2026-11-23 21:59", "2026-11-23 21:59"),
        ("2026-11-23 22:00", "2026-11-24 07:30"),
        ("2026-11-24 03:00", "2026-11-24 07:30"),
        ("2026-11-24 07:30", "2026-11-24 07:30"),
    ],
)
def test_quiet_hours_pass_midnight_and_hold_mail_back(world: worlds.World, at: str, sent: str) -> None:
    operations.choose(person_id=world.people["liwen"].pk, channels_by_kind={}, quiet=(time(22), time(7, 30)))
    tell(world, "liwen", at=worlds.moment(at))
    assert Delivery.objects.get().not_before == worlds.moment(sent)
    assert Job.objects.get().run_after == worlds.moment(sent)


def test_what_is_urgent_wakes_people_up(world: worlds.World) -> None:
    operations.choose(person_id=world.people["liwen"].pk, channels_by_kind={}, quiet=(time(22), time(7, 30)))
    at = worlds.moment("2026-11-24 03:00")
    tell(world, "liwen", at=at, urgent=True)
    assert Delivery.objects.get().not_before == at


def test_half_of_the_quiet_hours_is_refused_in_words(world: worlds.World) -> None:
    response = as_(world, "liwen").post("/notices/wishes/", {"quiet_since": "22:00", "quiet_until": ""})
    assert response.status_code == 422
    assert "须同时填写" in response.content.decode()


def test_telling_a_thousand_people_takes_few_statements(
    world: worlds.World, django_assert_max_num_queries: Any
) -> None:
    Person.objects.bulk_create(Person(username=f"p{number}", name="职员") for number in range(950))
    ids = list(Person.objects.values_list("pk", flat=True))
    with django_assert_max_num_queries(40):
        operations.notify(ids, "test.due", {"number": "1"}, "", NOW)


def test_the_bell_counts_and_says_nothing_new_cheaply(world: worlds.World, django_assert_num_queries: Any) -> None:
    tell(world, "liwen")
    client = as_(world, "liwen")
    assert '<b class="count">1</b>' in client.get("/notices/bell?shown=0").content.decode()
    with django_assert_num_queries(3):  # the session, the person, the count
        response = client.get("/notices/bell?shown=1")
    assert (response.status_code, response.content) == (204, b"")


def test_opening_a_notice_marks_it_read_and_goes_there(world: worlds.World) -> None:
    [notice] = tell(world, "liwen")
    assert as_(world, "wanglan").post(f"/notices/{notice.pk}/open").status_code == 404
    assert Notice.objects.get().read_at is None
    with clock.fixed(NOW):
        assert as_(world, "liwen").post(f"/notices/{notice.pk}/open")["Location"] == "/hotline/12/"
    assert Notice.objects.get().read_at == NOW


def test_all_of_ones_own_are_marked_and_nobody_elses(world: worlds.World) -> None:
    tell(world, "liwen", "wanglan")
    as_(world, "liwen").post("/notices/read-all")
    assert Notice.objects.get(read_at__isnull=True).person == world.people["wanglan"]
    assert "没有未读的通知" in as_(world, "liwen").get("/notices/").content.decode()


@pytest.mark.parametrize("path", ["", "wishes/", "outbox/"])
def test_strangers_are_sent_to_sign_in(client: Client, path: str) -> None:
    assert client.get(f"/notices/{path}").status_code == 302


def test_the_list_costs_the_same_for_many(world: worlds.World, django_assert_max_num_queries: Any) -> None:
    for _n in range(60):
        tell(world, "liwen")
    client = as_(world, "liwen")
    with django_assert_max_num_queries(8):
        assert client.get("/notices/?show=all").status_code == 200


# --- Webhook, WeCom: a real server on this machine -----------------------------------------------------------------
class Receiver(BaseHTTPRequestHandler):
    got: ClassVar[list[dict[str, Any]]] = []
    answer: ClassVar[tuple[int, bytes]] = (200, b"{}")

    def do_POST(self) -> None:
        Receiver.got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(Receiver.answer[0])
        self.end_headers()
        self.wfile.write(Receiver.answer[1])

    def log_message(self, *args: Any) -> None:
        """Quiet."""


@pytest.fixture
def receiver() -> Iterator[str]:
    Receiver.got, Receiver.answer = [], (200, b"{}")
    server = HTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def choose(world: worlds.World, *channels: str) -> None:
    person = world.people["liwen"].pk
    operations.choose(person_id=person, channels_by_kind={"test.due": list(channels)}, quiet=None)


def test_the_webhook_takes_json_with_a_key_that_stays_the_same(
    world: worlds.World, settings: Any, receiver: str
) -> None:
    settings.WEBHOOK_URL = receiver
    choose(world, "webhook")
    tell(world, "liwen")
    ids = list(Delivery.objects.values_list("pk", flat=True))
    Receiver.answer = (500, b"")
    with pytest.raises(Undeliverable):
        send_notices.func(ids)
    assert Delivery.objects.get().failure == "HTTPError"
    Receiver.answer = (200, b"ok")
    assert send_notices.func(ids) == 1
    assert [one["key"] for one in Receiver.got] == [f"notice-{ids[0]}"] * 2
    assert Receiver.got[0]["to"] == "liwen"
    assert "即将到期" in Receiver.got[0]["subject"]


def test_wecom_says_in_its_answer_whether_it_took_the_message(
    world: worlds.World, settings: Any, receiver: str
) -> None:
    settings.WECOM_URL = receiver
    choose(world, "wecom")
    tell(world, "liwen")
    Receiver.answer = (200, b'{"errcode": 93000, "errmsg": "invalid webhook url"}')
    with pytest.raises(Undeliverable):
        send_notices.func(list(Delivery.objects.values_list("pk", flat=True)))
    assert Receiver.got[0]["text"]["mentioned_list"] == ["liwen"]


def test_no_file_is_read_through_the_address_of_a_webhook(world: worlds.World, settings: Any) -> None:
    settings.WEBHOOK_URL = "file:///etc/hostname"
    choose(world, "webhook")
    tell(world, "liwen")
    with pytest.raises(Undeliverable):
        send_notices.func(list(Delivery.objects.values_list("pk", flat=True)))


# --- Citizens --------------------------------------------------------------------------------------------------------
def write(channel: str = "sms", address: str = "13812345678") -> CitizenMessage | None:
    return operations.citizen_message(
        channel, address, "test.received", {"number": "12号", "code": "K7P2"}, at=NOW, number="12号"
    )


def test_a_message_lies_encrypted_until_it_leaves_and_is_then_forgotten(settings: Any, receiver: str) -> None:
    settings.NOTICE_CHANNELS = {"sms": "shuniu.kernel.notifications.channels.Sms"}
    settings.SMS_URL = receiver
    message = write()
    assert message is not None
    assert "138" not in message.address
    assert "K7P2" not in message.text
    send_citizen_message.func(message.pk)
    send_citizen_message.func(message.pk)
    expected = {"phone": "13812345678", "text": "您的诉求 12号 已受理，查询码 K7P2。", "key": f"message-{message.pk}"}
    assert Receiver.got == [expected]
    message.refresh_from_db()
    assert (message.text, message.address) == ("", "")
    assert message.sent_at is not None


def test_without_an_sms_platform_the_message_waits_and_says_why(settings: Any) -> None:
    settings.NOTICE_CHANNELS = {"sms": "shuniu.kernel.notifications.channels.Sms"}
    message = write()
    assert message is not None
    send_citizen_message.func(message.pk)
    message.refresh_from_db()
    assert (message.sent_at, message.failure) == (None, "没有配置这个渠道")


def test_who_gave_no_number_gets_no_message() -> None:
    assert write(address=" ") is None


def test_the_demo_shows_what_would_have_been_sent(world: worlds.World, settings: Any) -> None:
    settings.DEMO = True
    settings.NOTICE_CHANNELS = {"sms": "shuniu.kernel.notifications.channels.Outbox"}
    message = write()
    assert message is not None
    send_citizen_message.func(message.pk)
    page = as_(world, "liwen").get("/notices/outbox/").content.decode()
    assert "您的诉求 12号 已受理，查询码 K7P2。" in page
    assert "138****5678" in page
    assert "13812345678" not in page
    settings.DEMO = False
    assert as_(world, "liwen").get("/notices/outbox/").status_code == 404


def test_old_notices_are_forgotten_once_read(world: worlds.World) -> None:
    tell(world, "liwen", "wanglan", "zhoushen")
    old = datetime.now(tz=NOW.tzinfo) - KEPT - timedelta(days=1)
    Notice.objects.filter(person=world.people["liwen"]).update(read_at=old)
    Notice.objects.filter(person=world.people["wanglan"]).update(read_at=datetime.now(tz=NOW.tzinfo))
    forget_old.func()
    assert Notice.objects.count() == 2


def test_every_staff_page_carries_the_bell_that_asks_again(world: worlds.World) -> None:
    tell(world, "liwen")
    page = as_(world, "liwen").get("/organisation/account/").content.decode()
    assert 'hx-get="/notices/bell?shown=1" hx-trigger="every 60s"' in page
