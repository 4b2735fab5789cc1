"""A file's name as it may be shown and handed out again."""

from __future__ import annotations

import re
import unicodedata

from shuniu.kernel.files.kinds import Kind

LONGEST = 120
_FORBIDDEN = re.compile(r'[<>:"|?*\\/]+')
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,5}$")


def clean_name(name: str, kind: Kind) -> str:
    """The name without folders, control and direction characters, with the suffix that the content has.

    ``gpj.exe`` turned round by U+202E becomes what it is; ``合同.exe`` that is a JPEG becomes ``合同.jpg``.
    """
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    plain = "".join(
        sign for sign in last if unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    )
    plain = " ".join(_FORBIDDEN.sub("_", plain).split()).strip(" .")
    suffix = next((one for one in kind.suffixes if plain.lower().endswith(one)), "")
    stem = plain[: len(plain) - len(suffix)] if suffix else plain
    while not suffix and _SUFFIX.search(stem):
        stem = _SUFFIX.sub("", stem)
    stem = stem.strip(" ._")[:LONGEST] or "附件"
    return stem + (suffix.lower() or kind.suffixes[0])
