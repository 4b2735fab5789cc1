"""Files beside a reply: kept with it or not at all, the citizen's only when the reply is approved."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from shuniu.kernel.casework.models import Matter, Passage
from shuniu.kernel.files.receiving import attachments_of
from shuniu.kernel.web import clock
from shuniu.public.hotline.operations.citizens import reissue_code
from tests import hotline_pages as made
from tests.world import World, moment

pytestmark = pytest.mark.django_db
NOW = moment("2026-11-24 10:00")


@pytest.fixture(autouse=True)
def tuesday() -> Iterator[None]:
    with clock.fixed(NOW):
        yield


def photo() -> SimpleUploadedFile:
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(drawn, "JPEG")
    return SimpleUploadedFile("修好的路灯.jpg", drawn.getvalue())


def reply(world: World, matter: Matter, **data: Any) -> Any:
    sent = made.sent(matter, "reply", text=made.GOOD_REPLY, result="resolved", **data)
    return made.client_of(world, "chuban").post(f"/hotline/{matter.number}/reply/", sent)


def citizen(matter: Matter) -> Any:
    client = made.Client()
    client.post("/follow/", {"number": matter.number, "code": reissue_code(matter)})
    return client


def test_a_photograph_stands_beside_the_reply_and_its_digest_in_the_record(world: World) -> None:
    matter = made.handled(world)
    assert reply(world, matter, evidence=photo()).status_code == 303
    kept = attachments_of(matter.pk)
    assert [(one.name, one.role) for one in kept] == [("修好的路灯.jpg", "reply")]
    said = Passage.objects.filter(matter=matter, step="reply").latest("seq").data
    assert said["file_digests"] == [kept[0].sha256]
    page = made.client_of(world, "zhoushen").get(f"/hotline/{matter.number}/").content.decode()
    assert "修好的路灯.jpg" in page


def test_the_citizen_sees_it_once_the_reply_is_approved_and_not_before(world: World) -> None:
    matter = made.handled(world)
    reply(world, matter, evidence=photo())
    address, browser = f"/follow/{matter.number}/", citizen(matter)
    pk = attachments_of(matter.pk)[0].pk
    assert "修好的路灯.jpg" not in browser.get(address).content.decode()
    assert browser.get(f"{address}files/{pk}/").status_code == 404
    made.client_of(world, "zhoushen").post(f"/hotline/{matter.number}/approve/", made.sent(matter, "approve"))
    assert "修好的路灯.jpg" in browser.get(address).content.decode()


def test_a_program_in_disguise_is_refused_and_the_words_stay(world: World) -> None:
    matter = made.handled(world)
    answer = reply(world, matter, evidence=SimpleUploadedFile("照片.jpg", b"MZ\x90\x00" * 200))
    assert answer.status_code == 422
    assert "照片.jpg" in answer.content.decode()
    assert made.GOOD_REPLY[:20] in answer.content.decode()
    assert attachments_of(matter.pk) == []
    assert Matter.objects.get(pk=matter.pk).state == "handling"


def test_a_double_click_keeps_one_file(world: World) -> None:
    matter = made.handled(world)
    data = made.sent(matter, "reply", text=made.GOOD_REPLY, result="resolved")
    client = made.client_of(world, "chuban")
    for _ in range(2):
        client.post(f"/hotline/{matter.number}/reply/", {**data, "evidence": photo()})
    assert len(attachments_of(matter.pk)) == 1
