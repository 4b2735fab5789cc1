"""Papers as they come in from other organs: what they say is read, what they might do is stopped at the door."""

from __future__ import annotations

import io
import shutil
import stat
import subprocess
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pytest_django import Settings

from shuniu.kernel.files import kinds, lines
from shuniu.kernel.files.kinds import PAPERS, kind_of
from shuniu.kernel.files.models import Attachment
from shuniu.kernel.files.old_word import main_text, readable
from shuniu.kernel.files.receiving import STAFF, read, receive
from shuniu.kernel.files.refusals import Refused
from shuniu.kernel.files.texts import text_of
from shuniu.kernel.typesetting import fonts
from shuniu.kernel.typesetting.docx import docx_of
from shuniu.kernel.typesetting.fonts import NoChineseFont
from shuniu.kernel.typesetting.ofd import ofd_of
from shuniu.kernel.typesetting.paper import Paper
from shuniu.kernel.typesetting.setting import pdf_of
from tests import papers
from tests.old_files import container, old_word, word_streams

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "store"
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "spool")
    (tmp_path / "spool").mkdir()
    return tmp_path


@pytest.fixture
def typeset() -> Callable[[Paper], dict[str, bytes]]:
    try:
        fonts.found()
    except NoChineseFont:
        pytest.skip("this machine has no Chinese font, and make setup could not fetch one")

    def made(paper: Paper) -> dict[str, bytes]:
        pdf = pdf_of(paper, at=AT).file
        return {"pdf": pdf, "ofd": ofd_of(pdf, paper, at=AT), "docx": docx_of(paper)}

    return made


def take(data: bytes, name: str = "来文") -> Attachment:
    return receive(SimpleUploadedFile(name, data), at=AT, limits=STAFF, kinds=PAPERS)


def said(data: bytes, name: str = "来文") -> str:
    return read(take(data, name)).text


def zipped(parts: dict[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return out.getvalue()


# --- What they say ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["pdf", "ofd", "docx"])
def test_paragraphs_are_whole_again_whatever_the_format(
    kind: str, typeset: Callable[[Paper], dict[str, bytes]]
) -> None:
    read_lines = said(typeset(papers.ordinary())[kind]).splitlines()
    for line in papers.MEASURES.splitlines():
        wanted = "\t".join(cell.strip() for cell in line.strip("|").split("|")) if line.startswith("|") else line
        assert wanted in read_lines
    assert read_lines[:3] == ["特急", "云州市人民政府办公室文件", "云政办发〔2026〕12号"]
    assert "— 1 —" not in read_lines
    assert "—1—" not in read_lines


@pytest.mark.parametrize("kind", ["pdf", "ofd"])
def test_a_turned_table_is_read_as_it_stands(kind: str, typeset: Callable[[Paper], dict[str, bytes]]) -> None:
    rows = "\n".join("| " + " | ".join(f"{name}{number}" for number in range(14)) + " |" for name in ("列", "数"))
    paper = Paper(title="关于报送统计表的通知", text=f"请填报。\n{rows}\n请按时报送。", organs=("云州市统计局",))
    found = said(typeset(paper)[kind])
    assert "\t".join(f"数{number}" for number in range(14)) in found
    assert found.index("请填报") < found.index("数3") < found.index("请按时报送")


def test_old_word_and_wps_are_read_from_their_pieces() -> None:
    text = (
        "关于路灯维护的通知\r各区：\r单位\x07数量\x07\x07市政处\x0712\x07\x07\x13 PAGEREF _a \x1416\x15页，见附件。\r"
    )
    data = old_word(text, boxed="抄送：市审计局。\r", narrow="No. 7\r")
    kept = take(data, "通知.wps")
    assert (kept.kind, kept.name) == ("doc", "通知.wps")
    wanted = "No. 7\n关于路灯维护的通知\n各区：\n单位\t数量\n市政处\t12\n16页，见附件。\n抄送：市审计局。"
    assert read(kept).text == wanted
    assert take(data, "通知").name == "通知.doc"


def test_what_libreoffice_writes_as_doc_is_read(tmp_path: Path, typeset: Callable[[Paper], dict[str, bytes]]) -> None:
    program = shutil.which("soffice")
    if not program:
        pytest.skip("LibreOffice is not on this machine: no .doc of another program can be made")
    (tmp_path / "a.docx").write_bytes(typeset(papers.upward())["docx"])
    own = f"-env:UserInstallation=file://{tmp_path}/own"
    command = [program, own, "--headless", "--convert-to", "doc", "--outdir", str(tmp_path), str(tmp_path / "a.docx")]
    subprocess.run(command, check=True, timeout=120, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    found = said((tmp_path / "a.doc").read_bytes(), "请示.doc").splitlines()
    assert {"省人民政府：", "二、请示事项", "妥否，请批示。", "附件：青河防洪治理工程可行性研究报告摘要"} <= set(found)
    assert "云州市人民政府办公室\t2026年7月3日印发" in found, "text boxes are read too"


def test_word_s_deletions_are_gone_its_insertions_and_boxes_are_there() -> None:
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = "<w:txbxContent><w:p><w:r><w:t>抄送：市审计局。</w:t></w:r></w:p></w:txbxContent>"
    body = (
        f"<w:document {w}><w:body><w:p><w:r><w:t>请</w:t></w:r><w:del><w:r><w:delText>不要</w:delText></w:r></w:del>"
        f"<w:ins><w:r><w:t>按时</w:t></w:r></w:ins><w:r><w:t>报送</w:t><w:tab/><w:t>。</w:t></w:r>"
        f"<w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>乙</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        "</w:body></w:document>"
    )
    head = f"<w:hdr {w}><w:p><w:r><w:t>云州市审计局</w:t></w:r></w:p><w:p><w:r><w:t>- 1 -</w:t></w:r></w:p></w:hdr>"
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": body,
        "word/header1.xml": head,
    }
    assert said(zipped(parts)) == "云州市审计局\n请按时报送\t。\n抄送：市审计局。\n甲\t乙"


def test_an_ofd_in_an_older_encoding_with_absolute_places_is_read() -> None:
    page = (
        '<?xml version="1.0" encoding="GBK"?><ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Content><ofd:Layer>'
        '<ofd:TextObject Boundary="30 40 120 6" Size="5" CTM="1 0 0 1 0 0"><ofd:TextCode X="0" Y="5" DeltaX="g 5 5 5">关于汛期值班的</ofd:TextCode>'
        '</ofd:TextObject><ofd:TextObject Boundary="66 40 60 6" Size="5"><ofd:TextCode X="0" Y="5">通知</ofd:TextCode></ofd:TextObject>'
        "</ofd:Layer></ofd:Content></ofd:Page>"
    )
    document = '<Document xmlns="http://www.ofdspec.org/2016"><Pages><Page ID="1" BaseLoc="/Doc_7/p/one.xml"/></Pages></Document>'
    root = '<OFD xmlns="http://www.ofdspec.org/2016"><DocBody><DocRoot>/Doc_7/Document.xml</DocRoot></DocBody></OFD>'
    parts: dict[str, bytes | str] = {
        "OFD.xml": root,
        "Doc_7/Document.xml": document,
        "Doc_7/p/one.xml": page.encode("gbk"),
    }
    assert said(zipped(parts)) == "关于汛期值班的通知"


def test_a_scan_is_called_a_scan() -> None:
    page = Image.effect_noise((620, 877), 40).convert("RGB")
    out, drawn = io.BytesIO(), io.BytesIO()
    page.save(out, "PDF", save_all=True, append_images=[page])
    page.save(drawn, "JPEG")
    for data, pages in ((out.getvalue(), 2), (drawn.getvalue(), 1)):
        found = read(take(data, "扫描件"))
        assert (found.text, found.pages, found.scanned) == ("", pages, True)
        assert "对照原件填写" in found.notice
    blank = zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<document><body><p/></body></document>"})
    assert read(take(blank)).scanned


def test_a_long_file_is_read_in_part_and_that_is_said() -> None:
    found = read(take(("请各单位按时报送。" * 20 + "\n").encode() * 2500, "汇编.txt"))
    assert found.cut
    assert len(found.text) == 400_000
    assert "前面一部分" in found.notice


def test_text_files_in_either_encoding() -> None:
    assert said("关于防汛的通知  \r\n各区：".encode("gb18030"), "a.txt") == "关于防汛的通知\n各区："


# --- What they are ---------------------------------------------------------------------------------------------------
def test_the_content_decides_and_the_name_follows(typeset: Callable[[Paper], dict[str, bytes]]) -> None:
    files = typeset(papers.letter())
    for kind, name in (("pdf", "函.docx"), ("ofd", "函.pdf"), ("docx", "函.ofd")):
        kept = take(files[kind], name)
        assert (kept.kind, kept.name) == (kind, f"函.{kind}")
    assert kinds.KINDS["ofd"].content_type == "application/ofd"


def test_old_word_is_taken_only_where_it_is_asked_for() -> None:
    with pytest.raises(Refused) as refused:
        receive(SimpleUploadedFile("a.doc", old_word("通知\r")), at=AT)
    assert refused.value.code == "old_office"


def test_a_secret_paper_is_refused_in_every_format(
    typeset: Callable[[Paper], dict[str, bytes]], own_folder: Path
) -> None:
    paper = Paper(title="关于防汛的通知", text="请落实。", organs=("云州市水利局",), urgency="机密★10年")
    for data in (*typeset(paper).values(), old_word("机密★10年\r关于防汛的通知\r")):
        with pytest.raises(Refused, match="机要"):
            take(data)
    assert not [one for one in own_folder.rglob("*") if one.is_file()]


# --- What they might do ------------------------------------------------------------------------------------------------
ROOT = '<OFD xmlns="http://www.ofdspec.org/2016"><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>'
PAGE = '<Page><TextObject Boundary="0 0 9 9" Size="3"><TextCode X="1" Y="3">通知</TextCode></TextObject></Page>'
SOUND: dict[str, bytes | str] = {
    "OFD.xml": ROOT,
    "Doc_0/Document.xml": '<Document><Pages><Page BaseLoc="Pages/Page_0/Content.xml"/></Pages></Document>',
    "Doc_0/Pages/Page_0/Content.xml": PAGE,
}
XXE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'


def ofd(**more: bytes | str) -> bytes:
    return zipped({**SOUND, **{name.replace("__", "/"): body for name, body in more.items()}})


def named(name: str) -> bytes:
    return zipped({**SOUND, name: b"x"})


def linked() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, body in SOUND.items():
            archive.writestr(name, body)
        link = zipfile.ZipInfo("Doc_0/Res/a.png")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    return out.getvalue()


def nested(depth: int) -> bytes:
    data = zipped({"a.txt": b"x"})
    for _ in range(depth):
        data = zipped({**SOUND, "Doc_0/Attachs/a.zip": data})
    return data


def word(field: str = "", **more: bytes) -> bytes:
    body = f'<w:document xmlns:w="w"><w:p><w:r><w:t>通知</w:t></w:r>{field}</w:p></w:document>'
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": body,
            **{f"word/{name}": data for name, data in more.items()},
        }
    )


SPLIT = "<w:r><w:instrText>DD</w:instrText></w:r><w:r><w:instrText>EAUTO c:\\\\cmd</w:instrText></w:r>"
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "ofd that climbs out": (lambda: named("../../etc/cron.d/x"), "damaged"),
    "ofd that climbs out with backslashes": (lambda: named("Doc_0\\..\\..\\x"), "damaged"),
    "ofd with an absolute place": (lambda: named("/etc/passwd"), "damaged"),
    "ofd with a drive": (lambda: named("C:/x"), "damaged"),
    "ofd with a link": (linked, "damaged"),
    "ofd that asks for a file of ours": (lambda: ofd(**{"OFD.xml": XXE + ROOT}), "active"),
    "ofd that bursts by entities": (lambda: ofd(**{"Doc_0__Document.xml": LAUGHS + "<a>&b;</a>"}), "active"),
    "ofd that hides it behind a long comment": (lambda: ofd(**{"OFD.xml": f"<!--{'x' * 9000}-->{XXE}{ROOT}"}), "active"),
    "ofd that hides it in UTF-16": (lambda: ofd(**{"OFD.xml": (XXE + ROOT).encode("utf-16")}), "active"),
    "ofd with a program": (lambda: ofd(**{"Doc_0__Attachs__a.bin": b"MZ\x90\x00"}), "executable"),
    "ofd with archives in archives": (lambda: nested(3), "bomb"),
    "ofd that bursts": (lambda: ofd(**{"Doc_0__Res__a.bin": b"\0" * 30_000_000}), "bomb"),
    "ofd that is broken": (lambda: ofd(**{"OFD.xml": "<OFD><DocBody>"}), "damaged"),
    "word with macros": (lambda: word(**{"vbaProject.bin": b"x"}), "macros"),
    "word that starts a program": (lambda: word('<w:fldSimple w:instr=" DDEAUTO c:\\\\cmd "/>'), "active"),
    "word that starts it in pieces": (lambda: word(SPLIT), "active"),
    "word with entities": (lambda: word(**{"a.xml": (" " * 5000 + XXE + "<a/>").encode()}), "active"),
    "old word with macros": (lambda: old_word("通知\r", storages=("Macros",)), "macros"),
    "old word with a file inside": (lambda: container({**word_streams("通知\r"), "\x01Ole10Native": b"MZ"}), "active"),
    "old word that starts a program": (lambda: old_word("\x13 DDEAUTO cmd \x14x\x15\r"), "active"),
    "old word with a lock": (lambda: old_word("通知\r", flags=0x0100), "encrypted"),
    "new word with a lock": (lambda: container({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}), "encrypted"),
    "an old sheet": (lambda: container({"Workbook": b"x"}), "old_office"),
    "an old container that is bent": (lambda: container({"WordDocument": b"x"})[:700], "old_office"),
    "old word without pieces": (lambda: container({"WordDocument": word_streams("x")["WordDocument"]}), "damaged"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_would_act_burst_or_break_out_is_refused_in_words_and_not_kept(name: str, own_folder: Path) -> None:
    make, code = HOSTILE[name]
    with pytest.raises(Refused) as refused:
        take(make(), "来文")
    assert refused.value.code == code
    assert str(refused.value)
    assert not [one for one in own_folder.rglob("*") if one.is_file()]


def test_places_inside_an_ofd_lead_nowhere_else(tmp_path: Path) -> None:
    (tmp_path / "secret.xml").write_text(PAGE.replace("通知", "外面的文件"))
    for place in ("../../../secret.xml", str(tmp_path / "secret.xml"), "..\\..\\secret.xml", "file:///etc/passwd"):
        path = tmp_path / "a.ofd"
        path.write_bytes(
            ofd(**{"Doc_0__Document.xml": f'<Document><Pages><Page BaseLoc="{place}"/></Pages></Document>'})
        )
        assert text_of(path, kind_of(path, "a.ofd")).text == ""


def test_bent_places_and_sizes_in_an_ofd_stop_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.ofd"
    path.write_bytes(ofd(**{"Doc_0__Pages__Page_0__Content.xml": PAGE.replace('Y="3"', 'Y="3" DeltaX="g 99999999 1"')}))
    assert text_of(path, kind_of(path, "a.ofd")).text == "通知"
    for bent in ('Size="1e999"', 'Size="nan"', 'Size="drei"', 'Size="3" CTM="1 0 0 inf 0 0"'):
        path.write_bytes(ofd(**{"Doc_0__Pages__Page_0__Content.xml": PAGE.replace('Size="3"', bent)}))
        with pytest.raises(Refused):
            text_of(path, kind_of(path, "a.ofd"))


def test_old_streams_that_lie_about_their_lengths_are_refused() -> None:
    streams = word_streams("关于防汛的通知\r")
    for word, table in ((100, 999), (418, 999), (9999, 20)):
        data = container({"WordDocument": streams["WordDocument"][:word], "1Table": streams["1Table"][:table]})
        with pytest.raises(Refused) as refused:
            take(data)
        assert refused.value.code == "damaged"
    with pytest.raises(Refused):
        main_text(b"\xdc\xa5\x65\x00" + b"\0" * 600, b"")  # Word 6
    assert readable("\x13 HYPERLINK \x13 DATE \x14x\x15 \x14网址\x15。\x07\x07") == "网址。"


def test_lines_of_one_height_stand_in_one_line_and_latin_words_apart() -> None:
    row = [
        lines.Piece("ISO", 0, 10, 5, 10),
        lines.Piece("9001", 15, 30, 5.5, 10),
        lines.Piece("号", 30, 40, 5, 10),
        lines.Piece("远", 90, 99, 5, 10),
    ]
    assert lines.text_of([lines.Sheet(100, 200, tuple(row))]) == "ISO 9001号\t远"
