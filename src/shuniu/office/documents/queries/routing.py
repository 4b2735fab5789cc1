"""What an approval route may ask of a paper."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.routes.definition import Field, Subject
from shuniu.office.documents.models import Direction, DocumentType, Outgoing, Release
from shuniu.office.documents.procedures.outgoing import OutgoingPaper
from shuniu.office.documents.roles import DIRECTOR, HEAD, LEADER, REVIEWER, SECRETARY


def facts_of(detail: Outgoing) -> dict[str, Any]:
    """What a route's conditions may look at."""
    return {
        "kind_of_document": detail.kind_of_document,
        "direction": detail.direction,
        "important": detail.important,
        "joint": detail.joint,
        "urgency": detail.urgency,
        "release": detail.release,
    }


SUBJECT = Subject(
    OutgoingPaper.kind,
    _("发文"),
    roles=(HEAD, REVIEWER, DIRECTOR, SECRETARY, LEADER),
    heads=(HEAD,),
    fields=(
        Field("kind_of_document", _("文种"), choices=tuple(DocumentType.choices)),
        Field("direction", _("行文方向"), choices=tuple(Direction.choices)),
        Field("important", _("重要公文"), "flag"),
        Field("joint", _("联合行文"), "flag"),
        Field("urgency", _("紧急程度"), choices=tuple(Matter.Urgency.choices)),
        Field("release", _("公开属性"), choices=tuple(Release.choices)),
    ),
    limits=("documents.countersign", "documents.review"),
    facts=facts_of,
)
