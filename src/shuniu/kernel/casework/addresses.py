"""The addresses of a matter's pages: each is looked up once for its name and filled with the number."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote

from django.conf import settings
from django.urls import get_urlconf, reverse

SAFE = "!$&'()*+,;=~:@"
"""What may stand in an address as it is, as Django writes them."""
_ZEROS = str.maketrans("123456789", "000000000")


def address(name: str, number: str) -> str:
    """The address of the page of this name that takes a matter's number and nothing else."""
    before, after = _around(name, number.translate(_ZEROS), get_urlconf() or settings.ROOT_URLCONF)
    return f"{before}{quote(number, safe=SAFE)}{after}"


@lru_cache(maxsize=500)
def _around(name: str, shape: str, conf: str) -> tuple[str, str]:
    """``shape`` is the number with its digits made zeros: there are few, and each is looked up once."""
    before, _place, after = reverse(name, args=[shape]).partition(quote(shape, safe=SAFE))
    return before, after
