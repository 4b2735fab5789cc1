"""The spreadsheet import: errors by row, nothing half done, no doubles."""

from __future__ import annotations

import io
import zipfile

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.rebuilding import differences
from shuniu.kernel.jobs.worker import drain
from shuniu.kernel.organisation.models import Person, RoleHolding
from shuniu.kernel.organisation.personal import fingerprint
from shuniu.public.hotline.models import Contact, ImportRun, Request
from shuniu.public.hotline.operations.importing import FileRefused, check_file, start
from tests.world import NOW, World, moment

pytestmark = pytest.mark.django_db
HEAD = "反映时间,类型,标题,内容,地点,姓名,电话\n"
GOOD = (
    HEAD + "2026-11-20 09:30,投诉,路灯,南湖路的路灯三天不亮了,南湖路,王丽,10012345678\n,,,第二件事也要有人管一管,,,\n"
)


def checked(world: World, content: bytes, name: str = "诉求.csv") -> ImportRun:
    return check_file(SimpleUploadedFile(name, content), person=world.people["liwen"], at=NOW)


def test_good_rows_become_requests_with_their_own_dates(world: World) -> None:
    run = checked(world, GOOD.encode())
    assert (run.total, run.errors) == (2, [])
    assert not Matter.objects.exists(), "the dry run registers nothing"
    assert "10012345678" not in run.rows
    assert start(run)
    assert not start(run), "a second press changes nothing"
    drain()
    run.refresh_from_db()
    assert (run.state, run.done, run.rows) == ("done", 2, "")
    first, second = Matter.objects.order_by("pk")
    assert (first.received_at, first.source) == (moment("2026-11-20 09:30"), "import")
    assert second.received_at == NOW
    assert [row.type for row in Request.objects.order_by("pk")] == ["complaint", "help"]
    assert list(differences()) == []


def test_the_same_file_again_makes_no_doubles(world: World) -> None:
    for _ in range(2):
        start(checked(world, GOOD.encode()))
        drain()
    assert Matter.objects.count() == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_any_usual_encoding_is_read(world: World, encoding: str) -> None:
    assert checked(world, GOOD.encode(encoding)).total == 2


def test_a_workbook_is_read(world: World) -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["内容", "类型"])
        sheet.write_row(1, 0, ["南湖路的路灯三天不亮了", "求助"])
    assert checked(world, file.getvalue(), "诉求.xlsx").total == 1


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ("明天,投诉,,南湖路的路灯三天不亮了,,,", "反映时间", "认不出来"),
        ("2036-01-01,投诉,,南湖路的路灯三天不亮了,,,", "反映时间", "将来"),
        (",吐槽,,南湖路的路灯三天不亮了,,,", "类型", "吐槽"),
        (",投诉,,短,,,", "内容", "太短"),
        (",投诉,," + "长" * 10_001 + ",,,", "内容", "10000"),
        (",投诉,,秘密★3年 关于某事的报告全文,,,", "内容", "国家秘密"),
    ],
)
def test_each_error_is_named_by_row_and_column(world: World, row: str, column: str, words: str) -> None:
    run = checked(world, f"{GOOD}{row}\n".encode())
    [[number, where, said]] = run.errors
    assert (number, where) == (4, column)
    assert words in said
    assert run.total == 2, "the right rows can still be imported"


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 300_000_000)
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", b"\0\0\0\0", "没有内容列,别的\n1,2\n".encode(), b"PK\x03\x04 not a zip", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old",
     "内容\n".encode("utf-16")],
)  # fmt: skip
def test_a_file_that_is_no_sheet_is_refused_in_words(world: World, content: bytes) -> None:
    with pytest.raises(FileRefused):
        checked(world, content)


def test_a_bomb_is_refused(world: World) -> None:
    with pytest.raises(FileRefused):
        checked(world, bomb(), "诉求.xlsx")


def test_too_many_rows_are_refused(world: World) -> None:
    with pytest.raises(FileRefused, match="5000"):
        checked(world, (HEAD + ",,,南湖路的路灯不亮了,,,\n" * 5001).encode())


def book(*rows: list[object]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as made:
        sheet = made.add_worksheet()
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
    return file.getvalue()


def test_a_telephone_that_the_workbook_took_for_a_number_stays_a_telephone(world: World) -> None:
    run = checked(world, book(["内容", "电话"], ["南湖路的路灯三天不亮了", 10012345678]), "诉求.xlsx")
    assert run.errors == []
    start(run)
    drain()
    assert Contact.objects.get().phone_hash == fingerprint("10012345678")


def test_a_telephone_that_is_none_is_an_error_of_its_row(world: World) -> None:
    run = checked(world, (HEAD + ",,,南湖路的路灯三天不亮了,,,打给老王\n").encode())
    assert [(row, column) for row, column, _words in run.errors] == [(2, "电话")]
    assert "电话号码" in run.errors[0][2]


def test_a_stray_cell_far_to_the_right_is_refused_before_it_is_read(world: World) -> None:
    wide = book(["内容", *[""] * 15_000, "x"], ["南湖路的路灯三天不亮了"])
    with pytest.raises(FileRefused, match="列"):
        checked(world, wide, "诉求.xlsx")


@pytest.mark.parametrize("username", ["wanglan", "fengzhuren"])
def test_whoever_may_upload_may_also_register(world: World, username: str) -> None:
    sheet = SimpleUploadedFile("诉求.csv", GOOD.encode())
    run = check_file(sheet, person=world.people[username], at=NOW)
    start(run)
    drain()
    run.refresh_from_db()
    assert run.state == "done"
    assert Matter.objects.count() == 2


def test_an_import_that_must_stop_says_why_and_goes_on_where_it_stopped(world: World) -> None:
    run = checked(world, GOOD.encode())
    RoleHolding.objects.filter(person=world.people["liwen"]).delete()
    Person.objects.filter(pk=world.people["liwen"].pk).update(authority_stamp=99)
    start(run)
    drain()
    run.refresh_from_db()
    assert (run.state, run.rows) == ("failed", "")
    assert "权限" in run.errors[0][2]
    again = check_file(SimpleUploadedFile("诉求.csv", GOOD.encode()), person=world.people["wanglan"], at=NOW)
    start(again)
    drain()
    assert Matter.objects.count() == 2
