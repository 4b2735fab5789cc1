"""The whole story over HTTP: from a citizen's photograph to the auditor, and what an attacker with the database leaves."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.db import connection

from shuniu.kernel.audit.models import Event
from shuniu.kernel.casework.models import Clock, Matter, Passage
from shuniu.kernel.casework.rebuilding import differences
from shuniu.kernel.files.models import Attachment
from shuniu.kernel.jobs.worker import drain
from shuniu.kernel.web import clock, idempotency
from shuniu.public.hotline.models import Request
from shuniu.public.hotline.queries import subjects
from shuniu.site import command
from tests import hotline_pages as made
from tests.append_only import writable
from tests.journeys.story import AGAIN, CALLED, REPLY, Office, photo, train_routing
from tests.world import World, moment

pytestmark = pytest.mark.django_db
RESOLVED = {"responded": "True", "resolved": "True", "satisfaction": "4"}
UNRESOLVED = {"responded": "True", "resolved": "False", "satisfaction": "1", "comment": "昨晚下雨，又积水了"}


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    cache.clear()
    subjects.forget()
    yield
    subjects.forget()


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


def ledger(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any]]:
    """``shuniu ledger ... --json`` as somebody at the server runs it."""
    capsys.readouterr()
    code = command.main(["ledger", *words, "--json"])
    return code, json.loads(capsys.readouterr().out)


def a_call(office: Office, at: str) -> Matter:
    """The operator registers what a caller says and sends it on in the same press."""
    with clock.fixed(moment(at)):
        client = made.client_of(office.world, "liwen")
        assert client.get("/hotline/intake/").status_code == 200
        form = {
            "once": idempotency.new_token("hotline.intake"), "channel": "phone", "phone": "13900001234", "name": "张建国",
            "text": CALLED, "place": "白鹭小区", "type": "complaint", "urgency": "ordinary", "ending": "dispatch",
            "unit": "城市管理局",
        }  # fmt: skip
        answer = client.post("/hotline/intake/", form)
        assert answer.status_code == 303, answer.content.decode()[:6000]
        done = client.get("/hotline/intake/done/").content.decode()
    matter = Matter.objects.get(source="phone")
    spoken = re.sub(r"<[^>]+>|\s", "", done)
    assert str(matter.number) in spoken, "the number is there to be read out"
    return matter


def dispatched_as_suggested(office: Office, matter: Matter) -> None:
    """The dispatcher accepts the suggestion with the button that the page offers."""
    drain()
    request = Request.objects.get(pk=matter.pk)
    assert request.suggested_unit_id == office.world.unit("chengguan")
    page = office.get("wanglan", f"/hotline/{matter.number}/", moment("2026-11-23 10:00"))
    assert "派单建议" in page
    assert f'name="unit" value="{request.suggested_unit_id}"' in page
    state = office.step("wanglan", matter, "dispatch", moment("2026-11-23 10:00"), unit=request.suggested_unit_id)
    assert state == "dispatched"


def returned_and_redispatched(office: Office, matter: Matter) -> None:
    reason = "雨水井堵塞由水务局排水管理处负责，摊贩部分我们协助。"
    state = office.step("chenlian", matter, "return_", moment("2026-11-23 11:00"), right_unit="水务局", reason=reason)
    assert state == "returned"
    form = office.get("wanglan", f"/hotline/{matter.number}/redispatch/", moment("2026-11-23 14:00"))
    assert 'value="水务局"' in form
    assert office.step("wanglan", matter, "redispatch", moment("2026-11-23 14:00"), unit="水务局") == "dispatched"


def handled_with_an_extension(office: Office, matter: Matter) -> None:
    assert office.step("jiangshui", matter, "receive", moment("2026-11-23 15:00")) == "handling"
    office.step("jiangshui", matter, "contact", moment("2026-11-23 16:00"), result="reached", note="约明天现场看")
    why = "需要调疏通车，约需五天。"
    assert office.step("shenju", matter, "ask_extension", moment("2026-11-27 10:00"), reason=why) == "extension_asked"
    assert office.step("wanglan", matter, "grant_extension", moment("2026-11-27 15:00"), reason=why) == "handling"


def answered_late_and_sent_back_once(office: Office, matter: Matter) -> None:
    reply = {"text": REPLY, "result": "resolved"}
    assert office.step("jiangshui", matter, "reply", moment("2026-12-10 10:00"), **reply) == "replied"
    back = office.step("zhoushen", matter, "send_back", moment("2026-12-10 14:00"), reason="请写明摊贩是谁清理的。")
    assert back == "handling"
    assert office.step("jiangshui", matter, "reply", moment("2026-12-11 09:30"), **reply) == "replied"
    assert office.step("zhoushen", matter, "approve", moment("2026-12-11 10:00")) == "calling_back"
    assert Request.objects.get(pk=matter.pk).late
    handle = Clock.objects.get(matter=matter, name="handle_clock")
    assert handle.stopped_at is not None
    assert handle.stopped_at > handle.legal_due


def rated_badly_and_done_again(office: Office, matter: Matter, code: str) -> None:
    assert office.citizen_does(matter, code, "rate", moment("2026-12-12 09:00"), **UNRESOLVED) == "calling_back"
    sheet = office.get("wufang", "/hotline/calls/", moment("2026-12-14 09:00"))
    assert str(matter.number) in sheet
    assert "群众上次评价：" in sheet, "whoever calls back knows what the citizen said on the page"
    assert "非常不满意" in sheet
    redo = {"reason": "回访：昨晚又积水。", "responded": "yes", "resolved": "no", "satisfaction": "1"}
    assert office.step("wufang", matter, "redo", moment("2026-12-14 09:30"), **redo) == "handling"
    reply = {"text": AGAIN, "result": "resolved"}
    assert office.step("jiangshui", matter, "reply", moment("2026-12-15 10:00"), **reply) == "replied"
    assert office.step("zhoushen", matter, "approve", moment("2026-12-15 11:00")) == "calling_back"
    assert "请您评价" in office.follows(matter, code, moment("2026-12-15 19:00")), "asked anew about the new answer"
    assert office.citizen_does(matter, code, "rate", moment("2026-12-15 20:00"), **RESOLVED) == "calling_back"
    called = {"reached": "yes", "responded": "yes", "resolved": "yes", "satisfaction": "4"}
    assert office.step("wufang", matter, "record_callback", moment("2026-12-16 10:00"), **called) == "closed"


def appealed_and_kept(office: Office, matter: Matter, code: str) -> None:
    """复核: decided by the manager, who neither checked nor handled it."""
    state = office.citizen_does(matter, code, "appeal", moment("2026-12-17 09:00"), text="请确认以后由谁定期清掏")
    assert state == "reviewing"
    said = {"text": "经复核，雨水井每月清掏一次，由水务局负责，结果维持。"}
    assert office.step("fengzhuren", matter, "keep_result", moment("2026-12-18 10:00"), **said) == "closed"


def seen_by_the_leader(office: Office, matters: list[Matter]) -> None:
    """Today's figures on the mayor's desk, and one click behind each figure its requests."""
    desk = office.get("yangshizhang", "/desk/", moment("2026-11-23 17:00"))
    plain = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", desk))
    assert re.search(r"今日受理 2 件", plain), plain
    link = re.search(r'href="(/hotline/figures/matters/\?[^"]+)"', desk)
    assert link is not None
    behind = office.get("yangshizhang", link.group(1).replace("&amp;", "&"), moment("2026-11-23 17:00"))
    assert all(str(one.number) in behind for one in matters)


def in_the_figures(office: Office, matter: Matter) -> None:
    span = {"since": "2026-11-23", "until": "2026-12-18"}
    office.get("yangshizhang", "/hotline/figures/", moment("2026-12-18 17:00"), **span)
    for measure in ("late", "returned", "misdirected", "redone", "answered"):
        behind = office.get(
            "yangshizhang", "/hotline/figures/matters/", moment("2026-12-18 17:00"), **span, measure=measure
        )
        assert str(matter.number) in behind, measure


def verified(office: Office, matter: Matter, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The auditor's page, the command, and the file that a court can check without the product."""
    TOTP.activate(office.world.people["youshen"], generate_totp_secret())  # An administrator has a second factor.
    with clock.fixed(moment("2026-12-18 18:00")):
        page = made.client_of(office.world, "youshen").post("/organisation/ledger/verify").content.decode()
    assert "台账完整" in page
    ledger(capsys, "seal")
    code, outcome = ledger(capsys, "verify")
    assert (code, outcome["ok"], outcome["first_broken"], outcome["faults"]) == (0, True, None, 0)
    assert outcome["events"] == Event.objects.count()
    proof = folder / "proof.json"
    assert command.main(["proof-of-record", str(matter.number), "--out", str(proof)]) == 0
    assert check(proof).returncode == 0
    forged = json.loads(proof.read_text(encoding="utf-8"))
    forged["events"][3]["actor"] = "别人"
    proof.write_text(json.dumps(forged, ensure_ascii=False), encoding="utf-8")
    assert check(proof).returncode != 0


def check(proof: Path) -> subprocess.CompletedProcess[str]:
    """Run the verifier that was written beside the proof, with nothing of the product on its path."""
    words = [sys.executable, "-I", str(proof.with_name("verify_proof.py")), str(proof)]
    return subprocess.run(words, capture_output=True, text=True, timeout=120, check=False)


def test_the_whole_story(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str], django_capture_on_commit_callbacks: Any
) -> None:
    train_routing(moment("2026-11-23 08:00"), tmp_path)
    with django_capture_on_commit_callbacks(execute=True):
        matter, code = office.report(moment("2026-11-23 09:30"), photos=photo())
    assert Attachment.objects.get().matter_id == matter.pk
    called = a_call(office, "2026-11-23 09:40")
    assert called.state == "dispatched"
    dispatched_as_suggested(office, matter)
    returned_and_redispatched(office, matter)
    seen_by_the_leader(office, [matter, called])
    handled_with_an_extension(office, matter)
    answered_late_and_sent_back_once(office, matter)
    rated_badly_and_done_again(office, matter, code)
    page = office.follows(matter, code, moment("2026-12-16 12:00"))
    for words in ("已派至城市管理局", "改由水务局办理", "办理期限经批准延长", "晚于期限", "重新办理", "事项办结"):
        assert words in page, words
    appealed_and_kept(office, matter, code)
    in_the_figures(office, matter)
    assert [one.step for one in Passage.objects.filter(matter=matter).order_by("seq")][-2:] == ["appeal", "keep_result"]
    verified(office, matter, tmp_path, capsys)
    assert list(differences()) == []


# --- An attacker with the database --------------------------------------------------------------------------------

ATTACKS = {
    "an event's words": ("UPDATE audit_event SET body = replace(body, '\"step\"', '\"Step\"') WHERE id = %(event)s", "event"),
    "an event no more a record": ("UPDATE audit_event SET body = '没有了' WHERE id = %(event)s", "event"),
    "who did it": ("UPDATE audit_event SET actor = '别人' WHERE id = %(event)s", "event"),
    "an event gone": ("DELETE FROM audit_event WHERE id = %(event)s", "seq"),
    "a passage's moment": ("UPDATE casework_passage SET at = '2026-11-20 09:00:00+00' WHERE id = %(passage)s", "matter"),
    "a passage's author": ("UPDATE casework_passage SET by = '别人' WHERE id = %(passage)s", "matter"),
    "a passage's words": ("UPDATE casework_passage SET data = '{\"text\": \"没有这回事\"}' WHERE id = %(passage)s", "matter"),
    "a passage's words, not even a record": ("UPDATE casework_passage SET data = '[]' WHERE id = %(passage)s", "matter"),
    "a passage's step, unknown": ("UPDATE casework_passage SET step = 'no_such' WHERE id = %(passage)s", "matter"),
    "a passage gone": ("DELETE FROM casework_passage WHERE id = %(passage)s", "matter"),
    "a matter's state": ("UPDATE casework_matter SET state = 'withdrawn' WHERE id = %(matter)s", "matter"),
    "a matter's unit": ("UPDATE casework_matter SET unit_id = NULL WHERE id = %(matter)s", "matter"),
    "a matter's title": ("UPDATE casework_matter SET title = '表扬信' WHERE id = %(matter)s", "matter"),
    "a citizen's words": ("UPDATE hotline_request SET text = '我很满意' WHERE matter_id = %(matter)s", "matter"),
    "a citizen's words gone": ("DELETE FROM hotline_request WHERE matter_id = %(matter)s", "matter"),
    "a citizen's place": ("UPDATE hotline_request SET place = '别处' WHERE matter_id = %(matter)s", "matter"),
}  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_row_changed_behind_the_products_back_is_found(
    world: World, capsys: pytest.CaptureFixture[str], attack: str
) -> None:
    made.closed(world)
    matter, other = made.closed(world), made.handled(world)
    ledger(capsys, "seal")
    assert ledger(capsys, "verify")[0] == 0
    passage = Passage.objects.get(matter=matter, step="reply")
    event = Event.objects.get(chain=f"m:{matter.pk}", seq=passage.seq)
    sql, named = ATTACKS[attack]
    with writable(), connection.cursor() as cursor:
        cursor.execute(sql, {"event": event.pk, "passage": passage.pk, "matter": matter.pk})
        assert cursor.rowcount == 1
    code, outcome = ledger(capsys, "verify")
    assert (code, outcome["ok"]) == (1, False)
    broken = outcome["first_broken"]
    assert broken["number"] == matter.number
    assert other.number not in {one["number"] for one in outcome["problems"]}
    if named != "matter":
        assert broken["seq"] == event.seq
    if named == "event":
        assert broken["event_id"] == event.pk
    assert broken["words"]
