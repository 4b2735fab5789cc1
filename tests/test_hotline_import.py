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
from shuniu.public.hotline.models import ImportRun, Request
from shuniu.public.hotline.operations.importing import FileRefused, check_file, start
from tests.world import NOW, World, moment

pytestmark = pytest.mark.django_db
HEAD = "反映时间,类型,标题,内容,地点,姓名,电话\n"
GOOD = HEAD + "2026-11-20 09:30,投诉,路灯,南湖路的路灯三天不亮了,南湖路,王丽,10012345678\n,,,第二件事也要有人管一管,,,\n"


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
