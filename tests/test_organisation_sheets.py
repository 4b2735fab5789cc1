"""Spreadsheets of units, people, posts and roles: tried first, wrong rows named, applied whole or not at all, and again
without effect."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from shuniu.kernel.audit.models import Event
from shuniu.kernel.organisation.errors import Refused
from shuniu.kernel.organisation.models import ImportDraft, Person, Post, RoleHolding, Unit
from shuniu.kernel.organisation.spreadsheets import exchange
from shuniu.kernel.organisation.spreadsheets.reading import MOST_ROWS
from shuniu.kernel.organisation.spreadsheets.rows import SHEETS
from shuniu.kernel.organisation.tree import tree
from tests import world as worlds

pytestmark = pytest.mark.django_db

NOW = worlds.NOW
WHEN: dict[str, Any] = {"on": NOW.date(), "at": NOW}
UNITS = ("代码", "名称", "简称", "类别", "上级代码", "次序", "职责关键词")
PEOPLE = ("账号", "姓名", "电子邮箱", "电话", "单位代码", "职务")


@pytest.fixture
def world(settings: Any) -> worlds.World:
    settings.DEMO = True
    return worlds.build()


def xlsx(*rows: tuple[Any, ...]) -> SimpleUploadedFile:
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data)
    sheet = book.add_worksheet()
    for at, row in enumerate(rows):
        sheet.write_row(at, 0, row)
    book.close()
    return SimpleUploadedFile("表格.xlsx", data.getvalue())


def text(*rows: tuple[Any, ...], encoding: str = "utf-8-sig") -> SimpleUploadedFile:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return SimpleUploadedFile("表格.csv", out.getvalue().encode(encoding))


def tried(world: worlds.World, kind: str, file: SimpleUploadedFile, who: str = "zhuxi") -> ImportDraft:
    return exchange.draft(kind=kind, file=file, actor=world.actor(who), **WHEN)


def applied(world: worlds.World, draft: ImportDraft, who: str = "zhuxi") -> int:
    return exchange.apply(draft_id=draft.pk, actor=world.actor(who), **WHEN)


NEW_UNITS = (
    UNITS,
    ("shuju", "数据局", "", "部门", "city", 9, "数据 共享"),
    ("shuju_zonghe", "综合科", "", "科室", "shuju", 0, ""),
)


def test_a_trial_changes_nothing_and_says_what_would_change(world: worlds.World) -> None:
    before, events = Unit.objects.count(), Event.objects.count()
    draft = tried(world, "units", xlsx(*NEW_UNITS))
    assert (draft.changes, draft.errors) == (2, [])
    assert (Unit.objects.count(), Event.objects.count()) == (before, events)
    assert "shuju" not in tree().by_code


def test_a_sheet_is_applied_and_a_second_time_changes_nothing(world: worlds.World) -> None:
    draft = tried(world, "units", xlsx(*NEW_UNITS))
    assert applied(world, draft) == 2
    assert tree().code("shuju_zonghe").parent_id == tree().code("shuju").id
    with pytest.raises(Refused, match="已经导入过"):
        applied(world, draft)
    again = tried(world, "units", xlsx(*NEW_UNITS))
    assert again.changes == 0
    assert applied(world, again) == 0
    draft.refresh_from_db()
    assert draft.rows == []
    assert Event.objects.filter(type="organisation.unit_added", actor__contains="朱系").count() == 2


def test_every_wrong_row_is_named_at_once(world: worlds.World) -> None:
    draft = tried(
        world,
        "units",
        text(
            UNITS,
            ("shuju", "数据局", "", "部门", "city", 1, ""),
            ("大写", "错", "", "部门", "city", 1, ""),
            ("two", "", "", "部门", "city", 1, ""),
            ("three", "三", "", "公司", "city", 1, ""),
            ("four", "四", "", "科室", "nowhere", "很多", ""),
            ("five", "五", "", "科室", "nowhere", 1, ""),
            ("tiyu", "体育局", "", "部门", "shuiwu", 6, ""),
            ("six", "六", "", "科室", "", 1, ""),
        ),
    )
    assert [row for row, _words in draft.errors] == [3, 4, 5, 6, 7, 8, 9]
    words = dict(draft.errors)
    assert "代码：" in words[3]
    assert "名称：" in words[4]
    assert "类别应为" in words[5]
    assert "次序：" in words[6]
    assert "没有代码为“nowhere”的机构" in words[7]
    assert "上级与现有的不同" in words[8]
    assert "须填写上级代码" in words[9]


def test_nothing_is_half_done_when_a_row_has_become_wrong(world: worlds.World) -> None:
    draft = tried(world, "units", xlsx(*NEW_UNITS))
    Unit.objects.create(code="shuju_zonghe", name="别处的科", kind="section", parent=world.units["tiyu"])
    before = set(Unit.objects.values_list("code", flat=True))
    with pytest.raises(Refused, match="第 3 行"):
        applied(world, draft)
    assert set(Unit.objects.values_list("code", flat=True)) == before


def test_people_come_with_their_post_and_without_password(world: worlds.World) -> None:
    sheet = text(
        PEOPLE,
        ("sunxin", "孙新", "sun@example.org", "13900001111", "shuiwu", "科员"),
        ("liwen", "李文", "", "", "hotline_centre", "班长"),
        encoding="gb18030",
    )
    draft = tried(world, "people", sheet)
    assert (draft.changes, draft.errors) == (2, [])
    applied(world, draft)
    made = Person.objects.get(username="sunxin")
    assert not made.has_usable_password()
    assert made.pinyin == "sunxin sx"
    assert Post.objects.get(person=world.people["liwen"], until__isnull=True).title == "班长"
    assert tried(world, "people", sheet_again(sheet)).changes == 0


def sheet_again(sheet: SimpleUploadedFile) -> SimpleUploadedFile:
    sheet.seek(0)
    return SimpleUploadedFile(sheet.name or "", sheet.read())


def test_posts_beside_the_main_one(world: worlds.World) -> None:
    sheet = text(
        ("账号", "单位代码", "职务", "主要职务"), ("liwen", "tiyu", "联络员", "否"), ("liwen", "tiyu", "x", "也许")
    )
    draft = tried(world, "posts", sheet)
    assert [row for row, _words in draft.errors] == [3]


def test_roles_are_brought_in_by_the_security_administrator_only(world: worlds.World) -> None:
    sheet = text(
        ("账号", "角色", "单位代码", "起", "止"),
        ("hanwai", "市领导", "city", "2026-11-01", "2026-12-31"),
        ("zhuxi", "审计管理员", "city", "", ""),
        ("hanwai", "皇帝", "city", "", ""),
    )
    with pytest.raises(Refused, match="安全管理员"):
        tried(world, "roles", sheet)
    sheet.seek(0)
    draft = tried(world, "roles", sheet, "qinan")
    assert [row for row, _words in draft.errors] == [3, 4]
    assert "三员分立" in dict(draft.errors)[3]
    right = tried(
        world, "roles", text(("账号", "角色", "单位代码", "起", "止"), ("hanwai", "leader", "city", "", "")), "qinan"
    )
    assert applied(world, right, "qinan") == 1
    assert RoleHolding.objects.filter(person=world.people["hanwai"], role="leader").exists()


def test_an_administrator_of_one_bureau_brings_in_no_sheets(world: worlds.World) -> None:
    RoleHolding.objects.create(person=world.people["hanwai"], role="system_admin", unit=world.units["tiyu"])
    assert exchange.kinds_for(world.hanwai) == []
    with pytest.raises(Refused):
        tried(world, "units", xlsx(*NEW_UNITS), "hanwai")


def bomb() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (61 * 1024 * 1024))
    return data.getvalue()


BAD: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "文件为空"),
    "too large": (b"a" * (5 * 1024 * 1024 + 1), "超过 5 MB"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "既不是 XLSX"),
    "a broken workbook": (b"PK\x03\x04" + b"\0" * 100, "不是可以读取的 XLSX"),
    "a bomb": (b"", "解开后过大"),
    "another table": ("甲,乙\n1,2\n".encode(), "缺少这些列：代码"),
    "only headings": ((",".join(UNITS) + "\n").encode(), "没有数据行"),
    "too many rows": ((",".join(UNITS) + "\n" + "a,b,c,d,e,1,\n" * (MOST_ROWS + 1)).encode(), "一次最多导入"),
    "one endless cell": ((",".join(UNITS) + '\n"' + "x" * 200_000).encode(), "CSV 文件有一行无法读取"),
}


@pytest.mark.parametrize("name", BAD)
def test_whatever_is_sent_gets_an_answer_in_words(world: worlds.World, name: str) -> None:
    data, words = BAD[name]
    with pytest.raises(Refused, match=words):
        tried(world, "units", SimpleUploadedFile("x.xlsx", bomb() if name == "a bomb" else data))
    assert not ImportDraft.objects.exists()


@pytest.mark.parametrize("kind", SHEETS)
@pytest.mark.parametrize("format", ["xlsx", "csv"])
def test_what_is_taken_out_can_be_brought_in_again_and_changes_nothing(
    world: worlds.World, kind: str, format: str
) -> None:
    Unit.objects.filter(code="shuiwu").update(remit="=HYPERLINK(1)")
    client, who = Client(), {"roles": "qinan"}.get(kind, "zhuxi")
    client.force_login(world.people[who])
    response = client.get(f"/organisation/exchange/{kind}.{format}")
    data = b"".join(response.streaming_content)  # type: ignore[attr-defined]  # the client's response has it
    draft = tried(world, kind, SimpleUploadedFile("out", data), who)
    assert (draft.changes, draft.errors) == (0, [])
    assert len(draft.rows) > 5
    assert Event.objects.get(type="export").actor_id == world.people[who].pk


def test_a_formula_leaves_as_text(world: worlds.World) -> None:
    Unit.objects.filter(code="shuiwu").update(name="=1+1")
    client = Client()
    client.force_login(world.people["zhuxi"])
    data = b"".join(client.get("/organisation/exchange/units.xlsx").streaming_content)  # type: ignore[attr-defined]  # as above
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert ["shuiwu", "=1+1"] in [row[:2] for row in rows]


def test_by_the_browser_from_file_to_tree(world: worlds.World) -> None:
    client = Client()
    client.force_login(world.people["zhuxi"])
    wrong = text(UNITS, ("大写", "错", "", "部门", "city", 1, ""))
    page = client.post("/organisation/exchange/", {"kind": "units", "file": wrong}, follow=True).content.decode()
    assert "1 行有问题" in page
    assert "确认导入" not in page
    response = client.post("/organisation/exchange/", {"kind": "units", "file": xlsx(*NEW_UNITS)})
    assert "2 行会产生变动" in client.get(response["Location"]).content.decode()
    other = Client()
    other.force_login(world.people["qinan"])
    assert other.get(response["Location"]).status_code == 404
    page = client.post(f"{response['Location']}apply", follow=True).content.decode()
    assert "导入完成，2 行有变动" in page
    assert "数据局" in client.get("/organisation/units/").content.decode()


def test_the_form_keeps_its_errors_beside_the_file(world: worlds.World) -> None:
    client = Client()
    client.force_login(world.people["zhuxi"])
    response = client.post("/organisation/exchange/", {"kind": "units", "file": SimpleUploadedFile("x.csv", b"\x00")})
    assert response.status_code == 422
    assert "既不是 XLSX" in response.content.decode()


def test_a_draft_that_nobody_applied_is_forgotten_after_a_week(world: worlds.World) -> None:
    old = tried(world, "units", xlsx(*NEW_UNITS))
    ImportDraft.objects.filter(pk=old.pk).update(created_at=NOW - exchange.KEPT - timedelta(hours=1))
    tried(world, "units", xlsx(*NEW_UNITS))
    assert not ImportDraft.objects.filter(pk=old.pk).exists()
