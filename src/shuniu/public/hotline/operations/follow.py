"""The receipt of a request: number and code, carried once from the form to the page that shows them."""

from __future__ import annotations

from shuniu.public.hotline.operations.intake import Submitted


def receipt_text(made: Submitted) -> str:
    return f"{made.matter.number}:{made.code}"


def receipt_of(text: str) -> tuple[str, str]:
    number, code = text.split(":")
    return number, code
