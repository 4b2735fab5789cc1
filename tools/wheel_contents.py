"""Check that a wheel carries everything the product needs: ``wheel_contents.py dist/shuniu-0.1.0-py3-none-any.whl``.

The sources that git keeps under src/ must all be in it, and so must what is built and not kept: scripts and
styles, and the compiled catalogue of every language.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

SOURCE = Path("src")


def kept() -> set[str]:
    listing = subprocess.run(["git", "ls-files", "-z", "src"], check=True, capture_output=True, text=True).stdout
    return {name.removeprefix("src/") for name in listing.split("\0") if name}


def built() -> set[str]:
    """What the build steps have left in the source tree; each kind must be there."""
    wanted = {
        "shuniu/kernel/web/static/built": "make setup builds the scripts and styles",
        "shuniu/locale": "make setup compiles the catalogues",
    }
    found: set[str] = set()
    for folder, hint in wanted.items():
        files = {path.relative_to(SOURCE).as_posix() for path in (SOURCE / folder).rglob("*") if path.is_file()}
        if not files:
            raise SystemExit(f"Nothing in src/{folder}: {hint}.")
        found |= files
    return found


def main(wheel: str) -> int:
    with ZipFile(wheel) as archive:
        inside = {name for name in archive.namelist() if ".dist-info/" not in name}
    missing = sorted((kept() | built()) - inside)
    strays = sorted(name for name in inside if not name.startswith("shuniu/") or "__pycache__" in name)
    for name in missing:
        print(f"missing from the wheel: {name}")
    for name in strays:
        print(f"should not be in the wheel: {name}")
    size = Path(wheel).stat().st_size / 1_000_000
    print(f"{Path(wheel).name}: {len(inside)} files, {size:.1f} MB, {len(missing)} missing, {len(strays)} strays")
    return 1 if missing or strays else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
