"""The documents' own tables, by noun. Everything that is a matter's lives in ``kernel.casework``."""

from shuniu.office.documents.models.incoming import Arrival, Incoming, Opening, Phrase

__all__ = ["Arrival", "Incoming", "Opening", "Phrase"]
