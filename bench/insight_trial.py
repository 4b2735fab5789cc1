"""Measure insight on real messages: `python bench/insight_trial.py [--data FOLDER]`.

The messages are not part of the project; where the folder is absent this says so and ends. Every figure comes from
messages that the measured model had not seen (grouped cross-validation, or replay in order of time).
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from shuniu.kernel.insight import doors
from shuniu.kernel.insight.similar import Level, SimilarIndex
from shuniu.kernel.insight.table import Row, read_rows
from shuniu.kernel.insight.training import Example, train

HOME = Path(__file__).resolve().parents[1]


def routing(rows: list[Row], seeds: list[int]) -> None:
    for seed in seeds:
        start = time.perf_counter()
        model = train([Example(row.whole, row.label) for row in rows], on=datetime.now(UTC).date(), seed=seed)
        seconds = time.perf_counter() - start
        card = model.card
        at_80 = next(row["accuracy"] for row in card["trade_off"] if row["coverage"] == 0.8)
        print(
            f"routing, seed {seed}: {card['examples']} messages in {card['groups']} groups, {card['folds']} folds: "
            f"micro-F1 {card['micro_f1']:.4f}, macro-F1 {card['macro_f1']:.4f}, top-3 {card['top3']:.4f}; "
            f"threshold {card['threshold']:.3f}: {card['accuracy_when_sure']:.1%} right at {card['coverage']:.1%} coverage; "
            f"{at_80:.1%} right at 80%; ECE {card['calibration_error']:.4f}; trained in {seconds:.1f} s"
        )
    texts = [row.whole for row in rows if 250 <= len(row.whole) <= 350]
    took = [milliseconds(model.predict, text) for text in texts]
    print(
        f"routing, one message of 250-350 characters with reasons: median {statistics.median(took):.2f} ms, "
        f"p95 {statistics.quantiles(took, n=20)[-1]:.2f} ms, slowest of {len(took)}: {max(took):.2f} ms"
    )


def milliseconds(call: Callable[[str], object], text: str) -> float:
    start = time.perf_counter()
    call(text)
    return (time.perf_counter() - start) * 1000


def topics(file: Path, examples: dict[str, Any]) -> None:
    start = time.perf_counter()
    answer = doors.topics(file)
    seconds = time.perf_counter() - start
    alerts = answer["alerts"]
    fresh = [alert for alert in alerts if not alert["repeated"]]
    months = {alert["time"][:7] for alert in alerts}
    print(
        f"topics: {answer['messages']} messages replayed in {seconds:.1f} s; {len(fresh)} topics and {len(alerts)} alerts "
        f"in {len(months)} months"
    )
    for alert in fresh:
        print(
            f"  {alert['time']}  {alert['people']} people, {len(alert['members'])} messages: {'、'.join(alert['words'][:4])}"
        )
    for name, topic in examples.items():
        core, wanted = set(map(str, topic["core"])), set(map(str, topic["core"] + topic["maybe"]))
        for alert in alerts:
            members = set(alert["members"])
            if len(members & wanted) >= 2:
                print(
                    f"  known topic {name} (k3 {topic['k3']}, k5 {topic['k5']}): alert {alert['time'][:10]}, "
                    f"{len(members & core)} core, {len(members & wanted - core)} maybe, {len(members - wanted)} others"
                )


def likeness(rows: list[Row], examples: dict[str, Any]) -> None:
    index = SimilarIndex()
    start = time.perf_counter()
    for row in rows:
        index.add(row.id, row.title, row.text)
    built = time.perf_counter() - start
    start = time.perf_counter()
    found = {row.id: index.similar(row.title, row.text, leave_out=row.id, limit=20) for row in rows}
    asked = (time.perf_counter() - start) / len(rows) * 1000
    copies = sum(any(hit.level is Level.COPY for hit in hits) for hits in found.values())
    matters = sum(any(hit.level is Level.SAME_MATTER for hit in hits) for hits in found.values())
    print(
        f"similar: {len(rows)} messages indexed in {built:.1f} s, {asked:.1f} ms a question; {copies} have a copy (重复), "
        f"{matters} a hint at the same matter (疑似同一事项)"
    )
    for name, topic in examples.items():
        core = [str(number) for number in topic["core"] if str(number) in found]
        hits = [len({hit.id for hit in found[one]} & set(core)) / (len(core) - 1) for one in core]
        print(f"  known topic {name}: a core message leads to {statistics.mean(hits):.0%} of the other core messages")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=HOME.parent / "shared" / "data")
    parser.add_argument("--seeds", type=int, nargs="+", default=[7])
    args = parser.parse_args()
    if not args.data.is_dir():
        print(f"no trial: {args.data} is not on this machine", file=sys.stderr)
        return 0
    examples: dict[str, Any] = json.loads((args.data / "topic_examples.json").read_text(encoding="utf-8"))
    routing(read_rows(args.data / "messages_labelled.csv", need=("text", "label")), args.seeds)
    topics(args.data / "messages_timed.csv", examples)
    likeness(read_rows(args.data / "messages_timed.csv"), examples)
    return 0


if __name__ == "__main__":
    sys.exit(main())
