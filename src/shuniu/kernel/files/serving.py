"""Handing a file out. Who may have it is the caller's question; that it never runs is ours."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest

from shuniu.kernel.files.kinds import IMAGES
from shuniu.kernel.files.models import Attachment
from shuniu.kernel.files.storage import store

SANDBOX = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox"
PDF_VIEWER = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'"
"""Browsers draw no PDF in a sandbox; the file was checked for scripts when it came."""
INLINE = IMAGES | {"pdf", "mp3", "m4a", "wav", "mp4"}


def serve(request: HttpRequest, attachment: Attachment, *, inline: bool = False) -> FileResponse:
    """The file: to be saved, or with ``inline`` to be shown, where its kind allows that."""
    return _answer(
        attachment, attachment.storage_key, _content_type(attachment), inline=inline and attachment.kind in INLINE
    )


def serve_preview(request: HttpRequest, attachment: Attachment) -> FileResponse:
    """The small picture of a file. 404 when there is none."""
    if not attachment.preview_key:
        raise Http404
    return _answer(attachment, attachment.preview_key, "image/jpeg", inline=True)


def _content_type(attachment: Attachment) -> str:
    return (
        f"{attachment.content_type}; charset={attachment.encoding}" if attachment.encoding else attachment.content_type
    )


def _answer(attachment: Attachment, key: str, content_type: str, *, inline: bool) -> FileResponse:
    try:
        file = store().open(key)
    except FileNotFoundError as error:
        raise Http404 from error
    # Django writes the name as RFC 5987 wants it and quotes what could end the header.
    response = FileResponse(file, as_attachment=not inline, filename=attachment.name, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = PDF_VIEWER if content_type == "application/pdf" and inline else SANDBOX
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
