"""Fetch, build, keep: once, then off line. ``make setup`` calls it."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from shuniu.office.documents.proofing.making import building, fetching, wordmodel
from shuniu.office.documents.proofing.model import FOLDER, PARTS

STAMP = "stamp.txt"


def wanted() -> str:
    """What the model depends on: the digests of its sources, of our lists and of the code that makes it."""
    here = Path(__file__).parent
    own = [
        *sorted((here.parent / "lists").glob("*.txt")),
        *sorted(here.glob("*.py")),
        here.parent / "counting.py",
        here.parent / "hashing.py",
    ]
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in own)).hexdigest()
    return "\n".join([*(source[2] for source in (fetching.WORDS, fetching.LAWS, fetching.PLACES)), digest]) + "\n"


def main() -> int:
    """0 when the model is there; 1 when it could not be made (the other rules work all the same)."""
    stamp = FOLDER / STAMP
    if stamp.is_file() and stamp.read_text() == wanted():
        return 0
    try:
        with TemporaryDirectory() as folder:
            into = Path(folder)
            source = wordmodel.read(fetching.from_debian(*fetching.WORDS, into))
            text = building.law_text(fetching.from_python(*fetching.LAWS, into))
            places = building.place_names(fetching.from_python(*fetching.PLACES, into))
            arrays = building.build(text, source, places)
    except (OSError, ValueError) as error:
        print(f"proofreading: the language model was not made: {error}", file=sys.stderr)
        return 1
    FOLDER.mkdir(exist_ok=True)
    for name in PARTS:
        np.save(FOLDER / f"{name}.npy", arrays[name], allow_pickle=False)
    stamp.write_text(wanted())
    size = sum(file.stat().st_size for file in FOLDER.glob("*.npy")) // 1_000_000
    print(f"proofreading: language model, {size} MB")
    return 0


sys.exit(main())
