"""What the ledger remembers of a paper's words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from shuniu.kernel.audit.encoding import sm3


def digest_of(content: Mapping[str, Any]) -> str:
    """SM3 of a version's content, 64 hexadecimal characters, the same whatever order its fields come in."""
    return sm3(json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hex()
