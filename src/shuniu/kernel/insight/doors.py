"""What the command line (and later the pages) ask of insight: files in, plain dictionaries out."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from .card import measure_predictions
from .routing import Suggestion, load
from .similar import SimilarIndex
from .stream import Message
from .table import Row, TableError, parse_time, read_rows
from .topics import Alert, Settings, TopicWatch, in_order

_TIME = "%Y-%m-%d %H:%M:%S"


def predict(model_path: Path, path: Path) -> dict[str, Any]:
    """Suggestions for every row, and, where the file names the true labels, how many were right."""
    model = load(model_path)
    rows = read_rows(path)
    suggestions = [model.predict(row.whole) for row in rows]
    answer: dict[str, Any] = {
        "model": model.version,
        "threshold": round(model.threshold, 4),
        "predictions": [_prediction(row, said) for row, said in zip(rows, suggestions, strict=True)],
    }
    labelled = [(row.label, said) for row, said in zip(rows, suggestions, strict=True) if row.label]
    if labelled:
        answer["summary"] = measure_predictions(labelled)
    return answer


def _prediction(row: Row, said: Suggestion) -> dict[str, Any]:
    given = {"truth": row.label} if row.label else {}
    return {
        "id": row.id,
        "label": said.label,
        "confidence": round(said.confidence, 4),
        "abstain": said.abstain,
        "top": [{"label": choice.label, "confidence": round(choice.confidence, 4)} for choice in said.top],
        "reasons": [{"word": reason.word, "weight": round(reason.weight, 4)} for reason in said.reasons],
        **given,
    }


def topics(path: Path, *, settings: Settings | None = None) -> dict[str, Any]:
    """Replay a file in order of time: every alert as it would have come, and the rows without a usable time.

    `alerts` hold what was known at their moment; `topics` the members of each topic at the end of the file.
    """
    messages: list[Message] = []
    skipped: list[dict[str, Any]] = []
    for row in read_rows(path, need=("text", "time")):
        moment = parse_time(row.time)
        if moment is None:
            skipped.append({"id": row.id, "line": row.line, "time": row.time})
        else:
            messages.append(Message(row.id, moment, row.title, row.text, row.user))
    watch = TopicWatch(settings)
    alerts = [alert for message in in_order(messages) if (alert := watch.feed(message)) is not None]
    return {
        "messages": len(messages),
        "skipped": skipped,
        "alerts": [_plain(alert) for alert in alerts],
        "topics": [
            {"topic": alert.topic, "words": list(alert.words), "members": list(watch.members(alert.topic))}
            for alert in alerts
            if not alert.repeated
        ],
    }


def _plain(alert: Alert) -> dict[str, Any]:
    return asdict(alert) | {
        "time": alert.time.strftime(_TIME),
        "since": alert.since.strftime(_TIME),
        "growth": round(alert.growth, 1),
        "expected": round(alert.expected, 3),
        "likeness": round(alert.likeness, 3),
    }


def similar(path: Path, id: str, *, limit: int = 10) -> dict[str, Any]:
    """Rows like the one with this id, most alike first; raises TableError when there is no such row."""
    rows = read_rows(path)
    asked = next((row for row in rows if row.id == id), None)
    if asked is None:
        raise TableError(f"{path} 里没有编号为 {id} 的留言")
    index = SimilarIndex()
    for row in rows:
        index.add(row.id, row.title, row.text)
    hits = index.similar(asked.title, asked.text, limit=limit, leave_out=id)
    return {
        "to": id,
        "hits": [
            {"id": hit.id, "score": hit.score, "level": str(hit.level), "shared": list(hit.shared)} for hit in hits
        ],
    }
