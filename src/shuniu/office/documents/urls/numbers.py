"""How the numbers of papers and deliveries stand in addresses."""

from __future__ import annotations

from django.urls import register_converter


class _Number:
    regex = ""

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class PaperNumber(_Number):
    """FW, the year and a running number."""

    regex = "FW[0-9]{10,14}"


class DeliveryNumber(_Number):
    """FS, the year and a running number."""

    regex = "FS[0-9]{11,15}"


register_converter(PaperNumber, "paper")
register_converter(DeliveryNumber, "delivery")
