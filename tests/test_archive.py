"""归档: suggestions, numbers without a gap, taking back, what is not kept, and packages that can be checked by anybody."""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from shuniu.kernel.audit.models import Event
from shuniu.kernel.audit.verification import verify
from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.rebuilding import differences
from shuniu.kernel.casework.taking import take
from shuniu.kernel.files.models import Attachment
from shuniu.kernel.files.receiving import STAFF, attach, receive
from shuniu.kernel.search.index import put
from shuniu.kernel.search.sources import search
from shuniu.office.documents.archiving import Described
from shuniu.office.documents.cli import run
from shuniu.office.documents.models import ArchiveItem, NotKept, TransferPackage
from shuniu.office.documents.operations.archive import Wanted, change_line, file_papers, set_aside, take_back
from shuniu.office.documents.operations.archive_checking import check_stored, check_upload
from shuniu.office.documents.operations.archive_package import copy_of, make
from shuniu.office.documents.operations.incoming_stepping import perform
from shuniu.office.documents.packages import check
from shuniu.office.documents.procedures.outgoing import OutgoingPaper
from shuniu.office.documents.queries import archive as kept
from shuniu.office.documents.queries.archive_retention import line_of, suggested, table
from shuniu.office.documents.search_incoming import iterate
from tests import incoming_papers as made
from tests import papers_city
from tests.hotline_pages import client_of
from tests.world import World, moment

pytestmark = pytest.mark.django_db
AT = moment("2026-12-01 09:00")


def three(world: World) -> list[Matter]:
    return [
        made.concluded(
            world, title=f"云州市水务局关于第{number}号水闸的请示", original_number=f"云水〔2026〕{number}号"
        )
        for number in (11, 12, 13)
    ]


def filed(world: World, matters: list[Matter], code: str = "T2", key: str = "k") -> list[str]:
    wanted = [Wanted(matter.pk, code, 2026) for matter in matters]
    return [one.number for one in file_papers(wanted, actor=world.dangan, at=AT, key=key)]


def paper(title: str, **more: object) -> Described:
    given = {
        "organ": "云州市水务局",
        "document_number": "",
        "type": "request",
        "signed_on": None,
        "handled": True,
        **more,
    }
    return Described(title, **given)  # type: ignore[arg-type]  # a test's shorthand


@pytest.mark.parametrize(
    ("kind", "one", "code"),
    [
        ("documents.incoming", paper("关于张三任职的请示"), "P5"),
        ("documents.incoming", paper("关于征收湖滨路两侧土地的请示"), "P6"),
        ("documents.incoming", paper("关于东湖保护规划的请示"), "P8"),
        ("documents.incoming", paper("关于冬季供水的请示"), "T2"),
        ("documents.incoming", paper("关于安全检查的通知", organ="省政府办公厅", type="notice"), "T3"),
        ("documents.incoming", paper("关于安全检查的通知", organ="省政府办公厅", type="notice", handled=False), ""),
        ("documents.outgoing", paper("会议纪要", type="minutes"), "P2"),
        ("documents.outgoing", paper("关于印发供水管理办法的通知", type="notice"), "P1"),
        ("documents.outgoing", paper("关于冬季供水的通知", type="notice"), "T1"),
    ],
)
def test_what_the_table_suggests(kind: str, one: Described, code: str) -> None:
    found = suggested(kind, one, table())
    assert (found.line.code if found.line else "") == code
    assert found.why


def test_numbers_follow_one_another_and_a_number_taken_back_is_given_again(world: World) -> None:
    matters = three(world)
    assert filed(world, matters) == [f"J001-WS·2026-D30-BGS-{number:04d}" for number in (1, 2, 3)]
    assert filed(world, matters) == [f"J001-WS·2026-D30-BGS-{number:04d}" for number in (1, 2, 3)], "a second click"
    take_back(matters[1], "归错年度", actor=world.dangan, at=AT)
    assert [one.whole for one in kept.shelves(2026)] == [False]
    later = made.concluded(world, title="云州市水务局关于第14号水闸的请示", original_number="云水〔2026〕14号")
    assert filed(world, [later], key="k2") == ["J001-WS·2026-D30-BGS-0002"]
    assert filed(world, [matters[1]], "P8", key="k3") == ["J001-WS·2026-Y-BGS-0001"]
    matters[1].refresh_from_db()
    assert matters[1].state == "filed"
    assert matters[1].closed_at == moment("2026-11-24 11:00"), "what is filed later stays closed on its day"
    assert [one.step for one in matters[1].passages.order_by("seq")][-3:] == ["file", "unfile", "file"]
    assert list(differences()) == []
    assert verify().ok


def test_an_open_paper_is_not_filed_nor_one_without_a_line(world: World) -> None:
    opened, closed = made.handled(world), made.concluded(world, original_number="云水〔2026〕99号")
    refused = file_papers([Wanted(opened.pk, "T2", 2026), Wanted(closed.pk, "", 2026), Wanted(closed.pk, "T2", 0)],
                          actor=world.dangan, at=AT, key="k")  # fmt: skip
    assert all(one.refused and not one.number for one in refused)
    assert not ArchiveItem.objects.exists()


def test_only_the_archivist_files(world: World) -> None:
    matter = made.concluded(world)
    assert file_papers([Wanted(matter.pk, "T2", 2026)], actor=world.menlai, at=AT, key="k")[0].refused
    assert client_of(world, "menlai").post("/documents/archive/file/", {}).status_code == 404


def test_what_is_not_kept_leaves_the_list_with_its_reason(world: World) -> None:
    matters = three(world)
    assert set_aside(matters[:2], "重份文件", actor=world.dangan, at=AT) == 2
    assert set_aside(matters[:2], "重份文件", actor=world.dangan, at=AT) == 0
    assert list(kept.waiting()) == [matters[2]]
    assert NotKept.objects.get(matter=matters[0]).reason == "重份文件"
    merged = made.registered(world, original_number="云水〔2026〕11号")
    perform("merge", merged, actor=world.menlai, at=AT, data={"into": matters[2].number})
    assert merged.pk not in {one.pk for one in kept.waiting()}, "a paper that came twice is not filed"


def test_the_organs_own_table_goes_before_the_packaged_one(world: World) -> None:
    change_line(
        "T2",
        name="一般来函、请示",
        retention="ten_years",
        source="本机关保管期限表，云档审〔2026〕3号",
        actor=world.dangan,
        at=AT,
    )
    line = line_of("T2", table())
    assert line is not None
    assert (line.retention, line.source) == ("ten_years", "本机关保管期限表，云档审〔2026〕3号")
    assert filed(world, [made.concluded(world)]) == ["J001-WS·2026-D10-BGS-0001"]


@pytest.fixture
def package(world: World) -> TransferPackage:
    matters = three(world)
    upload = made.upload("来文.pdf", made.pdf_of(made.TEXT))
    attach([receive(upload, at=AT, limits=STAFF, role="paper").pk], matter_id=matters[0].pk)
    filed(world, matters)
    return make(2026, "thirty_years", actor=world.dangan, at=AT)


def test_a_package_holds_files_metadata_list_and_sums(package: TransferPackage) -> None:
    path = copy_of(Attachment.objects.get(pk=package.attachment_id))
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        assert {
            "D30-0001/01-来文.pdf",
            "D30-0001/文件处理单.pdf",
            "D30-0001/元数据.xml",
            "归档文件目录.csv",
            "移交说明.txt",
        } <= names
        found = json.loads(archive.read("D30-0001/元数据.json"))
        assert found["档号"] == "J001-WS·2026-D30-BGS-0001"
        assert found["业务行为"][-1]["行为"] == "归档"
        assert (
            ElementTree.fromstring(archive.read("D30-0002/元数据.xml")).findtext("题名")
            == "云州市水务局关于第12号水闸的请示"
        )
        sums = dict(reversed(line.split("  ", 1)) for line in archive.read("SHA256SUMS").decode().splitlines())
        assert all(hashlib.sha256(archive.read(name)).hexdigest() == value for name, value in sums.items())
        assert names - set(sums) == {"SHA256SUMS", "校验清单.json"}
    assert check(path).whole
    path.unlink()


def test_a_package_is_handed_over_once_and_holds_what_it_has(world: World, package: TransferPackage) -> None:
    with pytest.raises(StepRefused, match="没有还没移交"):
        make(2026, "thirty_years", actor=world.dangan, at=AT)
    matter = ArchiveItem.objects.filter(package=package)[0].matter
    with pytest.raises(StepRefused, match="移交"):
        take_back(matter, "理由", actor=world.dangan, at=AT)


def altered(path: Path, change: dict[str, bytes | None], added: tuple[str, bytes] | None = None) -> io.BytesIO:
    made_again = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(made_again, "w") as new:
        for name in old.namelist():
            data = change.get(name, old.read(name))
            if data is not None:
                new.writestr(name, data)
        if added:
            new.writestr(*added)
    made_again.seek(0)
    return made_again


def test_a_check_finds_what_was_changed_taken_and_added(package: TransferPackage, tmp_path: Path) -> None:
    stored = Attachment.objects.get(pk=package.attachment_id)
    path = copy_of(stored)
    cases = {
        "文件已改动：移交说明.txt": altered(path, {"移交说明.txt": b"x"}),
        "缺少文件：D30-0001/元数据.xml": altered(path, {"D30-0001/元数据.xml": None}),
        "多出文件：D30-0009/x.txt": altered(path, {}, ("D30-0009/x.txt", b"x")),
        "不是移交包": io.BytesIO(b"PK\x03\x04 nothing"),
        "缺少“校验清单.json”": altered(path, {"校验清单.json": None}),
    }
    for words, data in cases.items():
        found = check_upload(made.upload("p.zip", data.read()))
        assert not found.whole
        assert any(words in fault for fault in found.faults), (words, found.faults)
    assert check_stored(package, stored).whole
    package.sm3 = "0" * 64
    assert not check_stored(package, stored).whole
    path.unlink()


def test_the_archive_through_its_pages(world: World) -> None:
    matters = three(world)
    client = client_of(world, "dangan")
    page = client.get("/documents/archive/?year=2026").content.decode()
    assert "来函、请示，经本机关答复" in page
    once = page.split('name="once" value="')[1].split('"')[0]
    form = {"once": once, "pick": [str(one.pk) for one in matters]}
    form |= {f"code_{one.pk}": "T2" for one in matters} | {f"year_{one.pk}": "2026" for one in matters}
    answer = client.post("/documents/archive/file/", form).content.decode()
    assert answer.count("J001-WS·2026-D30-BGS-000") == 3
    found = client.get("/documents/archive/items/?q=D30-BGS-0002").content.decode()
    assert "第12号水闸" in found
    assert "第13号水闸" not in found
    assert client.get("/documents/archive/items/export.xlsx").status_code == 200
    assert client.get("/documents/archive/shelves/2026/thirty_years/list.xlsx").status_code == 200
    listed = client.get("/documents/archive/shelves/2026/thirty_years/list.pdf")
    assert listed["Content-Type"] == "application/pdf"
    answer = client.post("/documents/archive/shelves/2026/thirty_years/package/", {})
    assert answer.status_code == 303
    assert "核验通过" in client.post(answer["Location"], {}).content.decode()
    assert b"".join(client.get(f"{answer['Location']}package.zip").streaming_content)[:2] == b"PK"
    assert client.get("/documents/archive/shelves/2026/permanent/list.pdf").status_code == 404


def test_the_command_line_checks_a_package_without_an_installation(
    package: TransferPackage, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = copy_of(Attachment.objects.get(pk=package.attachment_id))
    assert run(argparse.Namespace(file=path, json=False)) == 0
    assert "核验通过" in capsys.readouterr().out
    wrong = tmp_path / "wrong.zip"
    wrong.write_bytes(b"PK")
    assert run(argparse.Namespace(file=wrong, json=True)) == 1
    assert json.loads(capsys.readouterr().out)["whole"] is False
    assert run(argparse.Namespace(file=tmp_path / "none.zip", json=False)) == 2
    path.unlink()


@pytest.mark.parametrize(("path", "most"), [("", 14), ("items/", 14), ("retention/", 9)])
def test_the_lists_of_the_archive_ask_as_many_questions_for_many_papers_as_for_one(
    world: World, path: str, most: int, django_assert_max_num_queries: Any
) -> None:
    kept_papers = [made.concluded(world, original_number=f"云水〔2026〕{number}号") for number in range(4)]
    filed(world, kept_papers[:2])
    client = client_of(world, "dangan")
    client.get(f"/documents/archive/{path}")
    with django_assert_max_num_queries(most):
        assert client.get(f"/documents/archive/{path}").status_code == 200


def test_a_filed_paper_is_found_by_its_archive_number(world: World) -> None:
    (number,) = filed(world, [made.concluded(world)])
    put(iterate())
    assert search(number, world.menlai).found
    assert not search(number, world.hanwai).found


def test_outgoing_papers_are_filed_by_their_own_step_and_get_a_number_even_when_filed_before(world: World) -> None:
    papers_city.series_of(world)
    papers_city.seal_of(world)
    with papers_city.typeset_at_once():
        first, second = papers_city.sent(world), papers_city.sent(world)
    take(OutgoingPaper.archive, second, actor=world.dangan, at=AT, data={"retention": "ten_years"})
    assert {one.pk for one in kept.waiting()} == {first.pk, second.pk}
    assert [one.code for one in kept.waiting_rows(list(kept.waiting().order_by("pk")))] == ["T1", "T1"]
    assert filed(world, [first, second], "T1") == ["J001-WS·2026-D30-BGS-0001", "J001-WS·2026-D30-BGS-0002"]
    first.refresh_from_db()
    assert first.state == "archived"
    assert Event.objects.filter(type="documents.archive_numbered", subject=second.pk).count() == 1
    with pytest.raises(StepRefused):
        take_back(first, "理由", actor=world.dangan, at=AT)
    package = make(2026, "thirty_years", actor=world.dangan, at=AT)
    with zipfile.ZipFile(copy_of(Attachment.objects.get(pk=package.attachment_id))) as archive:
        assert any(name.endswith(".pdf") for name in archive.namelist())
        assert json.loads(archive.read("D30-0001/元数据.json"))["文件编号"].startswith("云政办发〔2026〕")
    assert list(differences()) == []
    assert verify().ok
