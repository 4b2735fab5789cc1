"""Handing files out, and stopping uploads that are too large while they come in."""

from __future__ import annotations

import errno
import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404, HttpResponse
from django.test import Client, RequestFactory
from PIL import Image
from pytest_django import Settings

from shuniu.kernel.files.models import Attachment
from shuniu.kernel.files.receiving import receive
from shuniu.kernel.files.serving import serve, serve_preview
from shuniu.kernel.files.uploads import LimitedUploadHandler, UploadLimitMiddleware, refused_upload

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "store"
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    return tmp_path


def take(data: bytes, name: str) -> Attachment:
    return receive(SimpleUploadedFile(name, data), at=AT)


@pytest.mark.django_db
class TestServing:
    def photo(self) -> Attachment:
        out = io.BytesIO()
        Image.new("RGB", (20, 20), "red").save(out, "PNG")
        return take(out.getvalue(), '现场 "照片".png')

    def test_to_be_saved(self, rf: RequestFactory) -> None:
        answer = serve(rf.get("/"), take("<b>你好</b>".encode(), "说明.txt"))
        assert answer["Content-Type"] == "text/plain; charset=utf-8"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"].endswith("sandbox")
        assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
        assert unquote(answer["Content-Disposition"]).endswith("说明.txt")

    def test_texts_are_never_shown_in_place(self, rf: RequestFactory) -> None:
        answer = serve(rf.get("/"), take(b"plain words", "a.txt"), inline=True)
        assert answer["Content-Disposition"].startswith("attachment")

    def test_pictures_may_be(self, rf: RequestFactory) -> None:
        answer = serve(rf.get("/"), self.photo(), inline=True)
        assert answer["Content-Disposition"].startswith("inline")
        assert "\n" not in answer["Content-Disposition"]
        assert serve_preview(rf.get("/"), self.photo())["Content-Type"] == "image/jpeg"

    def test_what_is_gone_is_not_found(self, rf: RequestFactory) -> None:
        kept = take(b"plain words", "a.txt")
        with pytest.raises(Http404):
            serve_preview(rf.get("/"), kept)
        kept.storage_key = "attachments/00/00/none"
        with pytest.raises(Http404):
            serve(rf.get("/"), kept)


class Endless(io.RawIOBase):
    """The body of a form with one field and then a file that is never written down anywhere."""

    HEAD = (
        b'--x\r\nContent-Disposition: form-data; name="words"\r\n\r\n' + "写了很久的话".encode() + b"\r\n"
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.mp4"\r\nContent-Type: video/mp4\r\n\r\n'
    )

    def __init__(self, size: int) -> None:
        self.size, self.place = size, 0

    def read(self, size: int = -1, /) -> bytes:
        size = min(size if size >= 0 else 65536, self.size - self.place)
        begin, self.place = self.place, self.place + size
        head = self.HEAD[begin : begin + size]
        return head + b"\0" * (size - len(head))


class TestUploadsTooLarge:
    @pytest.fixture(autouse=True)
    def small(self, settings: Settings) -> None:
        settings.UPLOAD_MOST_BYTES = 5_000_000

    def request(self, size: int, announced: int | None = None) -> tuple[WSGIRequest, Endless]:
        body = Endless(size)
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "POST",
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "PATH_INFO": "/",
            "CONTENT_TYPE": "multipart/form-data; boundary=x",
            "CONTENT_LENGTH": str(announced or size),
            "wsgi.input": body,
        }
        request = WSGIRequest(environ)
        request.upload_handlers = [LimitedUploadHandler(request)]
        return request, body

    def test_two_gigabytes_are_not_even_begun(self, own_folder: Path) -> None:
        request, body = self.request(2_000_000_000)
        assert "5 MB" in str(refused_upload(request))
        assert body.place < 1_000_000
        assert request.POST["words"] == "写了很久的话"
        assert not request.FILES
        assert not [path for path in own_folder.rglob("*.upload*") if path.stat().st_size]

    def test_a_little_too_large_is_read_to_the_end_so_that_the_answer_is_heard(self) -> None:
        request, body = self.request(5_500_000)
        assert refused_upload(request) is not None
        assert body.place == 5_500_000

    def test_middleware_answers_413_in_words(self) -> None:
        request, _ = self.request(2_000_000_000)
        middleware = UploadLimitMiddleware(lambda request: HttpResponse())
        answer = middleware.process_view(request)
        assert isinstance(answer, HttpResponse)
        assert answer.status_code == 413
        assert "附件" in answer.content.decode()

    def test_full_disk_is_said_in_words(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(*_: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", full)
        request, _ = self.request(4_000_000)
        answer = UploadLimitMiddleware(lambda request: HttpResponse()).process_view(request)
        assert isinstance(answer, HttpResponse)
        assert answer.status_code == 507
        assert "存储空间不足" in answer.content.decode()

    @pytest.mark.django_db
    def test_through_the_front_door_with_what_was_typed(self, client: Client) -> None:
        file = SimpleUploadedFile("a.mp4", b"\0" * 7_000_000)
        answer = client.post(
            "/search/", {"words": "写了很久的话", "file": file}, headers={"Origin": "http://testserver"}
        )
        assert answer.status_code == 413
        assert "5 MB" in answer.content.decode()
        assert "写了很久的话" in answer.content.decode()

    def test_others_pass(self, rf: RequestFactory) -> None:
        file = SimpleUploadedFile("a.txt", b"words")
        request = rf.post("/", {"file": file})
        request.upload_handlers = [LimitedUploadHandler(request)]
        assert refused_upload(request) is None
        [kept] = request.FILES.getlist("file")
        assert kept.read() == b"words"
