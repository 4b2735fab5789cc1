"""The documents' own tables, by noun. Everything that is a matter's lives in ``kernel.casework``."""

from shuniu.office.documents.models.archive import (
    ArchiveItem,
    LoadExplanation,
    NotKept,
    RetentionCategory,
    Shelf,
    TransferPackage,
)
from shuniu.office.documents.models.incoming import Arrival, Incoming, Opening, Phrase

__all__ = [
    "ArchiveItem",
    "Arrival",
    "Incoming",
    "LoadExplanation",
    "NotKept",
    "Opening",
    "Phrase",
    "RetentionCategory",
    "Shelf",
    "TransferPackage",
]
