"""待登记: the files that wait to be registered, and their pages as pictures."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

from django.http import Http404
from django.urls import reverse

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.files.kinds import IMAGES, KINDS
from shuniu.kernel.files.models import Attachment
from shuniu.kernel.files.pdf import first_page_picture
from shuniu.kernel.files.storage import store
from shuniu.office.documents.models.incoming import Arrival, Channel, Incoming

SHOWN, ORGANS = 60, 300
SIDE, QUALITY = 1400, 82


def waiting() -> list[Arrival]:
    """Oldest first."""
    open_ones = Arrival.objects.filter(matter=None, dropped_at=None)
    return list(open_ones.select_related("by").defer("text").order_by("id")[:SHOWN])


def first() -> Arrival | None:
    return Arrival.objects.filter(matter=None, dropped_at=None).order_by("id").first()


def chosen(pk: str) -> Arrival | None:
    """The arrival that an address or a form names, while it waits."""
    if not pk.isdecimal() or len(pk) > 18:
        return None
    return Arrival.objects.filter(pk=int(pk), matter=None, dropped_at=None).first()


def registered_with(key: str) -> Matter | None:
    """What this very form has registered already."""
    return Matter.objects.filter(key=key).first() if key else None


def source_of(arrival: Arrival | None) -> str:
    if arrival is None:
        return Channel.HAND.value
    return Channel.SCAN.value if arrival.scanned else Channel.DROP.value


def file_of(pk: int) -> Attachment:
    """The file of an arrival that waits; 404 for one that has been registered: then the paper's own door counts."""
    arrival = chosen(str(pk))
    found = Attachment.objects.filter(pk=arrival.attachment_id).first() if arrival else None
    if found is None:
        raise Http404
    return found


def picture_url(arrival: Arrival | None) -> str:
    """Where the first page can be looked at; empty for files of which no picture can be drawn."""
    if arrival is None:
        return ""
    kind = Attachment.objects.filter(pk=arrival.attachment_id).values_list("kind", flat=True).first()
    if kind == "pdf":
        return reverse("documents:incoming_arrival_page", args=[arrival.pk])
    return reverse("documents:incoming_arrival", args=[arrival.pk]) if kind in IMAGES else ""


def first_page(attachment: Attachment) -> bytes | None:
    """The first page of a PDF as a JPEG that can be read beside the form."""
    if attachment.kind != "pdf":
        return None
    with (
        store().open(attachment.storage_key) as kept,
        tempfile.NamedTemporaryFile(suffix=KINDS["pdf"].suffixes[0]) as copy,
    ):
        copy.write(kept.read())
        copy.flush()
        drawn = io.BytesIO()
        first_page_picture(Path(copy.name), SIDE).save(drawn, "JPEG", quality=QUALITY)
    return drawn.getvalue()


def organs() -> list[str]:
    """Whom papers came from lately, for the list behind the field."""
    latest = Incoming.objects.order_by("-matter_id").values_list("organ", flat=True)[:ORGANS]
    return sorted(set(latest))
