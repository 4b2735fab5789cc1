"""Stops an upload that grows too large while it is still coming in, and answers in words instead of a broken connection.

``FILE_UPLOAD_HANDLERS`` names ``LimitedUploadHandler`` alone; ``MIDDLEWARE`` names ``UploadLimitMiddleware`` before the
CSRF check. A form puts its file fields last: what was typed before them has been read by then and is shown again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

from django.conf import settings
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from shuniu.kernel.files.refusals import Refused
from shuniu.kernel.files.storage import FULL
from shuniu.kernel.web.errors import too_large

MEGABYTE = 1_000_000
DRAINED = 64 * MEGABYTE
"""So much more is read and thrown away, so that the browser hears the answer; beyond it the connection is cut."""


def most_in_request() -> int:
    """Octets that the files of one request may have together (``UPLOAD_MOST_BYTES``)."""
    return int(getattr(settings, "UPLOAD_MOST_BYTES", 200 * MEGABYTE))


class LimitedUploadHandler(TemporaryFileUploadHandler):
    """Writes what comes into a temporary file, until it is too much or the disk is full."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.count = 0
        self.announced = 0

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> None:
        self.announced = content_length

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        # What is announced too large is not even begun: no octet of it is written.
        if self.announced > most_in_request() + MEGABYTE:
            self._stop("too_large")
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.count += len(raw_data)
        if self.count > most_in_request():
            self._stop("too_large")
        try:
            return super().receive_data_chunk(raw_data, start)
        except OSError as error:
            if error.errno not in FULL:
                raise
            self._stop("disk_full")

    def _stop(self, code: str) -> NoReturn:
        if self.request is not None:
            refused = Refused(code, most=most_in_request() // MEGABYTE)
            self.request.upload_refused = refused  # type: ignore[attr-defined]  # read by refused_upload
        raise StopUpload(connection_reset=self.announced > most_in_request() + DRAINED)


def refused_upload(request: HttpRequest) -> Refused | None:
    """Why the upload of this request was stopped, if it was. Reads the request."""
    if request.content_type == "multipart/form-data":
        request.POST  # noqa: B018 - reading is what makes Django take the upload in
    found: Refused | None = getattr(request, "upload_refused", None)
    return found


class UploadLimitMiddleware:
    """Answers 413 in words when an upload was stopped."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponseBase | None:
        refused = refused_upload(request)
        if refused is None:
            return None
        return too_large(request, str(refused), 507 if refused.code == "disk_full" else 413)
