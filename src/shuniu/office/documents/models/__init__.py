"""The documents' own tables, by noun. Everything that is a matter's lives in ``kernel.casework``."""

from shuniu.office.documents.models.deliveries import Delivery
from shuniu.office.documents.models.kept_findings import KeptFinding
from shuniu.office.documents.models.outgoing import Outgoing, Standing
from shuniu.office.documents.models.seals import Seal, SealUse
from shuniu.office.documents.models.series import NumberRecord, Series
from shuniu.office.documents.models.types import DIRECTIONS, Direction, DocumentType, Release, Retention, type_in_title
from shuniu.office.documents.models.versions import DraftKept, Version

__all__ = [
    "DIRECTIONS",
    "Delivery",
    "Direction",
    "DocumentType",
    "DraftKept",
    "KeptFinding",
    "NumberRecord",
    "Outgoing",
    "Release",
    "Retention",
    "Seal",
    "SealUse",
    "Series",
    "Standing",
    "Version",
    "type_in_title",
]
