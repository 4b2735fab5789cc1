"""The door for training, apart from the others: importing it imports scikit-learn, which takes seconds."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from .table import TableError, read_rows
from .training import Example, train


def train_file(
    path: Path,
    out: Path,
    *,
    on: date,
    precision: float = 0.97,
    seed: int = 7,
    progress: Callable[[str], None] = lambda _: None,
) -> dict[str, Any]:
    """Train on a file with text and label, write the model, and return its card with the version."""
    if not 0.5 <= precision < 1:
        raise TableError("要求的正确率应当在 0.5 与 1 之间")
    if out.is_dir() or not out.parent.is_dir():
        raise TableError(f"不能写到 {out}：请给出已有文件夹里的一个文件名")
    rows = read_rows(path, need=("text", "label"))
    examples = [Example(row.whole, row.label, row.group) for row in rows]
    model = train(examples, on=on, precision=precision, seed=seed, progress=progress)
    version = model.save(out)
    empty = sum(1 for row in rows if not row.whole.strip() or not row.label)
    return {"version": version, "file": str(out), "rows": len(rows), "rows_without_text_or_label": empty, **model.card}
