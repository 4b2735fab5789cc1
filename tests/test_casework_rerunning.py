"""Rules re-run and the rebuild command: what a new notice moves, who is told, and what stays as it was."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from shuniu.kernel.audit.models import Event
from shuniu.kernel.audit.verification import verify
from shuniu.kernel.casework.models import Clock, Matter
from shuniu.kernel.casework.rebuilding import differences, mend
from shuniu.kernel.casework.rerunning import preview, put_in_force
from shuniu.kernel.casework.taking import open_matter, take
from shuniu.kernel.law import limits
from shuniu.kernel.notifications.models import Notice
from shuniu.office.supervision.models import Assignment
from shuniu.public.hotline.digest import digest_of
from shuniu.public.hotline.models import Request
from shuniu.public.hotline.procedures import HotlineRequest as P
from shuniu.site import command
from tests.supervised import registered
from tests.world import World, moment

pytestmark = pytest.mark.django_db

INVENTED: dict[str, Any] = {
    "year": 2027,
    "title": "测试用2027年安排（虚构）",
    "number": "测试〔2026〕1号",
    "issued_on": "2026-11-10",
    "source": "测试",
    "mark": "R?",
    "holidays": [
        {"name": "元旦", "off": {"from": "2027-01-01", "to": "2027-01-05"}, "work": ["2027-01-09"]},
        {"name": "劳动节", "off": {"from": "2027-05-01", "to": "2027-05-02"}, "work": []},
        {"name": "国庆节", "off": {"from": "2027-10-01", "to": "2027-10-03"}, "work": []},
    ],
}
FILE = json.dumps(INVENTED, ensure_ascii=False)
AT = moment("2026-12-30 16:00")


def waiting(world: World, at: str = "2026-12-30 10:00") -> Matter:
    """With a unit, its clocks running over New Year."""
    matter = open_matter(
        P.register, Request(text="路灯不亮", digest=digest_of("路灯", "路灯不亮", "")), actor=world.liwen, at=moment(at),
        title="路灯", source="phone", data={"type": "help", "digest": digest_of("路灯", "路灯不亮", "")},
    )  # fmt: skip
    return take(P.dispatch, matter, actor=world.wanglan, at=moment(at), data={"unit": world.unit("chengguan")})


def test_a_preview_lists_every_clock_with_old_and_new_day_and_writes_nothing(world: World) -> None:
    matter = waiting(world)
    before = list(Clock.objects.order_by("pk").values_list("safe_due", flat=True))
    found = preview(FILE)
    moved = {one.label: (one.number, one.old.day, one.new.day) for one in found.clocks if one.moved}
    handle = Clock.objects.get(matter=matter, name="handle_clock")
    assert handle.provisional
    assert moved["办理"] == (matter.number, 7, 9)
    assert list(Clock.objects.order_by("pk").values_list("safe_due", flat=True)) == before
    assert not found.unchanged


def test_what_an_assignment_repeats_of_its_matter_moves_with_the_clocks(world: World) -> None:
    matter = registered(world, at=moment("2026-12-30 10:00"))
    before = Assignment.objects.get(pk=matter.pk).due_at
    put_in_force(FILE, actor=world.zhuxi, at=AT)
    found = Assignment.objects.select_related("matter").get(pk=matter.pk)
    assert found.due_at != before
    assert found.due_at == found.matter.due_at
    assert list(differences()) == []


def test_in_force_it_moves_clocks_tasks_and_lights_and_tells_those_affected(world: World) -> None:
    matter = waiting(world)
    done = put_in_force(FILE, actor=world.zhuxi, at=AT)
    assert {one.label for one in done.clocks if one.moved} == {"办理", "答复群众"}
    handle = Clock.objects.get(matter=matter, name="handle_clock")
    assert (handle.safe_due, handle.provisional) == (moment("2027-01-09 23:59:59"), False)
    assert Event.objects.filter(type="casework.reckoned", subject=matter.pk).count() == 2
    assert Event.objects.filter(type="calendar.loaded").count() == 1
    told = Notice.objects.filter(kind="casework.reckoned")
    assert [(one.person_id, one.context["count"]) for one in told] == [(world.people["chenlian"].pk, 1)]
    assert list(differences()) == []
    assert verify().ok


def test_twice_is_once(world: World) -> None:
    waiting(world)
    put_in_force(FILE, actor=world.zhuxi, at=AT)
    again = put_in_force(FILE, actor=world.zhuxi, at=AT)
    assert again.unchanged
    assert again.clocks == []
    assert Notice.objects.filter(kind="casework.reckoned").count() == 1
    assert Event.objects.filter(type="calendar.loaded").count() == 1


def test_a_clock_that_has_stopped_keeps_the_dates_of_its_day(world: World) -> None:
    """Else every notice would make the verification cry over the closed matters of former years."""
    matter = waiting(world)
    take(P.receive, matter, actor=world.chenlian, at=moment("2026-12-30 11:00"))
    take(P.withdraw, matter, actor=world.liwen, at=moment("2026-12-30 12:00"))
    stopped = Clock.objects.get(matter=matter, name="handle_clock").safe_due
    put_in_force(FILE, actor=world.zhuxi, at=AT)
    assert Clock.objects.get(matter=matter, name="handle_clock").safe_due == stopped
    assert list(differences()) == []
    Clock.objects.filter(matter=matter, name="handle_clock").update(safe_due=moment("2027-02-01 23:59:59"))
    assert [one.where for one in differences()] == ["clock handle_clock"], "forging a stopped clock is still found"


def test_a_running_matter_keeps_the_length_it_started_with(world: World) -> None:
    matter = waiting(world)
    assert limits.limit("hotline.handle.help", AT.date()).value.length == 5
    assert Clock.objects.get(matter=matter, name="handle_clock").length == 5


def test_mending_writes_what_the_passages_say(world: World) -> None:
    matter = waiting(world)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE casework_matter SET state = 'closed', unit_id = NULL WHERE id = %s", [matter.pk])
        cursor.execute("DELETE FROM casework_task WHERE matter_id = %s", [matter.pk])
        cursor.execute("DELETE FROM casework_party WHERE matter_id = %s", [matter.pk])
    assert {one.where for one in differences()} == {"state", "unit", "tasks", "parties"}
    assert mend(str(matter.number), at=AT)
    assert list(differences()) == []
    assert verify().ok


# --- Command line ----------------------------------------------------------------------------------------------------


def test_the_command_finds_names_and_mends(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    matter = waiting(world)
    assert command.dispatch(["rebuild", "--check", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"ok": True, "differences": [], "mended": []}
    Matter.objects.filter(pk=matter.pk).update(due_at=None)
    assert command.dispatch(["rebuild", "--check", "--json"]) == 1
    [found] = json.loads(capsys.readouterr().out)["differences"]
    assert (found["number"], found["where"]) == (matter.number, "due_at")
    assert command.dispatch(["rebuild"]) == 1
    assert "已按留痕改正1件" in capsys.readouterr().out
    assert command.dispatch(["rebuild", "--check"]) == 0
    assert "全部事项与留痕一致" in capsys.readouterr().out


def test_the_calendar_command_previews_loads_and_explains_a_wrong_file(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    matter = waiting(world)
    file = tmp_path / "2027.json"
    file.write_text(FILE, encoding="utf-8")
    assert command.dispatch(["calendar", "preview", str(file)]) == 0
    shown = capsys.readouterr().out
    assert f"{matter.number}  办理  2027-01-07 → 2027-01-09" in shown
    assert "如果载入：" in shown
    assert command.dispatch(["calendar", "load", str(file), "--json"]) == 0
    assert {one["number"] for one in json.loads(capsys.readouterr().out)["clocks"]} == {matter.number}
    file.write_text("{}", encoding="utf-8")
    assert command.dispatch(["calendar", "load", str(file)]) == 2
    assert "year" in capsys.readouterr().err
    assert command.dispatch(["calendar", "load", str(tmp_path / "none.json")]) == 2


# --- Page ------------------------------------------------------------------------------------------------------------


def test_the_administrator_sees_what_moves_before_it_is_in_force(world: World, client: Client, settings: Any) -> None:
    settings.DEMO = True  # where the second factor is waived
    matter = waiting(world)
    client.force_login(world.people["zhuxi"])
    assert "国务院办公厅" in client.get("/calendar/").content.decode()
    upload = SimpleUploadedFile("2027.json", FILE.encode(), "application/json")
    shown = client.post("/calendar/preview/", {"file": upload}).content.decode()
    assert "共 2 个期限变动" in shown
    assert str(matter.number) in shown
    assert not limits.current_calendar().years & {2027}
    assert client.post("/calendar/load/", {"content": FILE}).status_code == 303
    assert 2027 in limits.current_calendar().years
    assert "2个在办期限已调整" in client.get("/calendar/").content.decode()


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\xff\xfe", b'{"year": 2027}', b"[" * 5000])
def test_a_wrong_file_is_explained_beside_the_field(
    world: World, client: Client, settings: Any, content: bytes
) -> None:
    settings.DEMO = True
    client.force_login(world.people["zhuxi"])
    answer = client.post("/calendar/preview/", {"file": SimpleUploadedFile("x.json", content)})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode() or "error" in answer.content.decode()
    assert client.post("/calendar/load/", {"content": content.decode("latin-1")}).status_code == 303
    assert not limits.current_calendar().years & {2027}
