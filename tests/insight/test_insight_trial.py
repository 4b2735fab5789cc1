"""A trial on real messages, where they are at hand. They are not part of the project, so elsewhere this is skipped."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from shuniu.kernel.insight.doors import topics
from shuniu.kernel.insight.table import read_rows
from shuniu.kernel.insight.training import Example, train

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the real messages (../shared/data) are not on this machine")


@pytest.mark.sweep
def test_routing_on_real_messages() -> None:
    rows = read_rows(DATA / "messages_labelled.csv", need=("text", "label"))
    card = train([Example(row.whole, row.label) for row in rows], on=date(2026, 11, 23)).card
    assert card["micro_f1"] > 0.90
    assert card["macro_f1"] > 0.89
    assert card["top3"] > 0.985
    assert card["accuracy_when_sure"] >= 0.965
    assert card["coverage"] > 0.72
    assert card["calibration_error"] < 0.02


@pytest.mark.parametrize("with_user", [True, False])
def test_the_early_warning_on_real_messages(with_user: bool, tmp_path: Path) -> None:
    file = DATA / "messages_timed.csv"
    if not with_user:
        hidden = tmp_path / "without.csv"
        hidden.write_text(file.read_text(encoding="utf-8-sig").replace("留言用户", "某列", 1), encoding="utf-8")
        file = hidden
    alerts = topics(file)["alerts"]
    fresh = [alert for alert in alerts if not alert["repeated"]]
    assert len(fresh) <= 24  # six months, at most four a month
    for topic in json.loads((DATA / "topic_examples.json").read_text(encoding="utf-8")).values():
        wanted = {str(number) for number in topic["core"] + topic["maybe"]}
        caught = [alert for alert in alerts if len(wanted & set(alert["members"])) >= 2]
        assert caught, "the topic was missed"
        assert caught[0]["time"][:10] <= topic["k5"]
        assert len(wanted & set(caught[0]["members"])) >= 0.75 * len(caught[0]["members"])
