"""用印: registering the picture of a seal, and putting seals on a signed and numbered paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image

from shuniu.kernel.audit.encoding import sm3
from shuniu.kernel.audit.operations import append_shared
from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.taking import StaleMatter, load_locked, repeated, take
from shuniu.kernel.files.models import Attachment
from shuniu.kernel.files.receiving import STAFF, Upload, attach, receive
from shuniu.kernel.files.refusals import Refused
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.typesetting.paper import Form
from shuniu.kernel.workdays.periods import local_day
from shuniu.office.documents import roles, sealing
from shuniu.office.documents.events import SEAL_ENDED, SEAL_REGISTERED
from shuniu.office.documents.models import Outgoing, Seal, SealUse
from shuniu.office.documents.operations import producing
from shuniu.office.documents.operations.files import PDF, bytes_of, make_copies
from shuniu.office.documents.operations.refusing import acting, refuse_secrets
from shuniu.office.documents.procedures.outgoing import OutgoingPaper

SMALLEST = 100
"""Pixels on the shorter side of a seal's picture; less would print as a blur."""


# --- Pictures of seals ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SealForm:
    """What the seal keeper says of a picture."""

    organ: str
    unit: int
    kind: str
    post: str
    active_from: date
    active_to: date | None = None


def register_seal(upload: Upload, said: SealForm, *, actor: Actor, at: datetime, key: str = "") -> Seal:
    """登记印模. The picture must be a PNG whose ground is transparent, or it would cover the signature."""
    _refuse_strangers(actor, said.unit)
    refuse_secrets(said.organ, said.post)
    known = Seal.objects.filter(key=key).first() if key else None
    if known is not None:
        return known
    with transaction.atomic():
        try:
            kept = receive(upload, at=at, limits=STAFF, kinds={"png"}, by=actor.person_id, role="documents.seal")
        except Refused as refusal:
            raise StepRefused(str(refusal)) from refusal
        picture = picture_of(kept.pk)
        _refuse_opaque(picture)
        seal = Seal.objects.create(
            kind=said.kind, organ=said.organ, unit_id=said.unit, post=said.post, attachment=kept.pk,
            digest=sm3(picture).hex(), active_from=said.active_from, active_to=said.active_to,
            by_id=acting(actor), at=at, key=key,
        )  # fmt: skip
        body = {"organ": said.organ, "from": said.active_from.isoformat(), "digest": seal.digest}
        append_shared("documents", SEAL_REGISTERED, at=at, actor=actor, body=body)
    return seal


def end_seal(seal: Seal, *, on: date, actor: Actor, at: datetime) -> None:
    """停用印模: ``on`` is its last day. What it has sealed stays sealed."""
    _refuse_strangers(actor, seal.unit_id)
    if on < seal.active_from:
        raise StepRefused(_("停用日期早于启用日期。"))
    with transaction.atomic():
        seal.active_to = on
        seal.save(update_fields=["active_to"])
        append_shared("documents", SEAL_ENDED, at=at, actor=actor, body={"organ": seal.organ, "to": on.isoformat()})


def picture_of(attachment_id: int) -> bytes:
    return bytes_of(Attachment.objects.get(pk=attachment_id))


def _refuse_opaque(picture: bytes) -> None:
    with Image.open(BytesIO(picture)) as image:
        clear = image.convert("RGBA").getchannel("A").histogram()[0]
        if min(image.size) < SMALLEST or not clear:
            raise StepRefused(_("印模须为底色透明、边长不小于100像素的 PNG 图片，否则会盖住署名。"))


def _refuse_strangers(actor: Actor, unit: int) -> None:
    home = tree().by_code.get(roles.HOME)
    if not (actor.holds(roles.SEAL_KEEPER, home) or actor.holds(roles.SEAL_KEEPER, unit)):
        raise StepRefused(_("印章由印章管理员登记，您没有这项权限。"))


# --- Sealing a paper -----------------------------------------------------------------------------------------------


def seal_paper(
    matter: Matter, *, copies: int, actor: Actor, at: datetime, expected: int | None = None, key: str | None = None
) -> Matter:
    """用印: check that it was signed, set the file with its seals, seal it, and enter each seal in the register.

    The file is made before the matter is locked; ``expected`` makes sure that nothing has changed in between.
    """
    if repeated(OutgoingPaper.seal, matter.pk, key):
        return matter
    detail = Outgoing.objects.select_related("matter").get(pk=matter.pk)
    if expected is not None and expected != detail.matter.seq:
        raise StaleMatter(_("您打开页面之后，这件事项已有新的办理记录，请先查看再决定。您填写的内容仍在。"), [])
    day = local_day(at)
    seals = seals_for(detail, day)
    kept, made = _sealed_file(detail, seals, actor, at)
    service = sealing.service()
    data = {
        "seals": [one.pk for one in seals], "copies": copies, "digest": made.digest, "service": service.name,
        "certified": service.certified, "issued_on": day.isoformat(), "file": kept.pk,
    }  # fmt: skip
    with transaction.atomic():
        load_locked(matter.pk)
        if repeated(OutgoingPaper.seal, matter.pk, key):
            kept.delete()  # Pressed twice at once: the other's file is the sealed one.
            return matter
        done = take(OutgoingPaper.seal, matter, actor=actor, at=at, data=data, expected=detail.matter.seq, key=key)
        attach([kept.pk], matter_id=matter.pk)
        make_copies.enqueue(matter.pk)
        SealUse.objects.bulk_create(
            [
                SealUse(
                    matter=matter, seal=one, organ=one.organ, copies=copies, service=service.name,
                    certified=service.certified, digest=made.digest, by_id=acting(actor), at=at,
                )
                for one in seals
            ]
        )  # fmt: skip
    return done


def seals_for(detail: Outgoing, day: date) -> list[Seal]:
    """The registered seal of every organ that signs, in their order. Minutes bear none; an order bears a signature."""
    if detail.form == Form.MINUTES:
        return []
    kind = Seal.Kind.SIGNATURE if detail.form == Form.ORDER else Seal.Kind.ORGAN
    names = _signatories(detail) if kind is Seal.Kind.SIGNATURE else list(detail.organs)
    found: dict[str, Seal] = {}
    for one in Seal.objects.filter(kind=kind, organ__in=names).order_by("active_from"):
        if one.active_on(day):
            found[one.organ] = one
    missing = [name for name in names if name not in found]
    if missing:
        raise StepRefused(_("没有登记“%(names)s”的有效印模，不能用印。") % {"names": "、".join(missing)})
    return [found[name] for name in names]


def _signatories(detail: Outgoing) -> list[str]:
    return list(producing.signer_names(detail)[-1:])


def _sealed_file(
    detail: Outgoing, seals: Sequence[Seal], actor: Actor, at: datetime
) -> tuple[Attachment, sealing.Sealed]:
    service = sealing.service()
    imprints = [sealing.Imprint(one.organ, picture_of(one.attachment)) for one in seals]
    placed = service.pictures(imprints)
    paper = producing.finished_paper(detail, issued_on=local_day(at), imprints=placed)
    typeset = producing.pdf(paper, at=at)
    try:
        made = service.seal(typeset.file, imprints, by=actor.label, at=at)
    except sealing.SealFailed as failure:
        raise StepRefused(str(failure)) from failure
    name = f"{detail.number or detail.matter.title}.pdf"
    return receive(
        ContentFile(made.pdf, name=name), at=at, limits=STAFF, kinds={"pdf"}, by=actor.person_id, role=PDF
    ), made
