"""Training, the model file, prediction, and what the card says."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from shuniu.kernel.insight.calibration import expected_error, fit_curve, fit_scale, log_loss, threshold_for
from shuniu.kernel.insight.modelfile import MAGIC, ModelFileError
from shuniu.kernel.insight.routing import RoutingModel, load
from shuniu.kernel.insight.training import Example, TrainingError, train
from shuniu.kernel.insight.words import normalise
from tests.insight.texts import labelled

DAY = date(2026, 3, 2)


def learn(rows: list[tuple[str, str]]) -> RoutingModel:
    return train([Example(text, label) for text, label in rows], on=DAY)


@pytest.fixture(scope="module")
def model() -> RoutingModel:
    return learn([*labelled(), ("天上有一朵云", "气象"), ("下雨了", "气象")])


def test_new_messages_are_routed_with_words_of_their_own(model: RoutingModel) -> None:
    text = "松涛路白鹭小区，单位一直不给我缴社保，退休金也少算了"
    said = model.predict(text)
    assert said.label == "社保"
    assert not said.abstain
    assert said.reasons[0].word in normalise(text)
    assert "社保" in {reason.word for reason in said.reasons}
    assert 0 < sum(reason.weight for reason in said.reasons) <= 1.0001
    assert said.top[0].label == said.label
    assert sum(choice.confidence for choice in said.top) <= 1.0001


@pytest.mark.parametrize(
    "text", ["", "  ", "\ud800\x00", "<script>alert(1)</script>", "ωμέγα", "１２３４５６" * 50, "🙂" * 30]
)
def test_what_it_cannot_know_it_does_not_suggest(model: RoutingModel, text: str) -> None:
    said = model.predict(text)
    assert said.abstain
    assert len(said.top) == 3


def test_a_very_long_text_is_answered_like_its_beginning(model: RoutingModel) -> None:
    assert model.predict("学校老师补课收费。" * 12_000).label == "教育"


def test_full_width_and_traditional_letters_are_read_alike(model: RoutingModel) -> None:
    plain = model.predict("学校老师有偿补课，家长很着急")
    assert model.predict("學校老師有償補課，家長很著急").label == plain.label == "教育"


def test_the_file_gives_back_the_same_model(model: RoutingModel, tmp_path: Path) -> None:
    file = tmp_path / "routing.model"
    version = model.save(file)
    again = load(file)
    assert again.version == version
    assert again.card == model.card
    for text, _ in labelled(5, seed=99):
        assert again.predict(text).label == model.predict(text).label
        assert again.predict(text).confidence == pytest.approx(model.predict(text).confidence, abs=0.01)


def test_the_same_examples_and_seed_give_the_same_file(tmp_path: Path) -> None:
    rows = labelled(15)
    assert learn(rows).save(tmp_path / "a") == learn(rows).save(tmp_path / "b")


def test_no_word_of_a_message_stands_in_the_file(model: RoutingModel, tmp_path: Path) -> None:
    file = tmp_path / "routing.model"
    model.save(file)
    assert "翠湖花园".encode() not in file.read_bytes()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda raw: b"PK" + raw, "不是本系统的模型文件"),
        (lambda raw: raw[:-7], "不完整"),
        (lambda raw: raw[:-1] + bytes([raw[-1] ^ 1]), "改动"),
        (lambda raw: MAGIC, "文件头"),
        (lambda raw: MAGIC + b"x\nnot a number\n", "文件头"),
    ],
)
def test_a_spoilt_file_is_refused_in_words(model: RoutingModel, tmp_path: Path, spoil: object, said: str) -> None:
    file = tmp_path / "routing.model"
    model.save(file)
    file.write_bytes(spoil(file.read_bytes()))  # type: ignore[operator]  # the table holds functions
    with pytest.raises(ModelFileError, match=said):
        load(file)


def test_predicting_never_imports_scikit_learn(model: RoutingModel, tmp_path: Path) -> None:
    file = tmp_path / "routing.model"
    model.save(file)
    code = (
        "import sys; from pathlib import Path; from shuniu.kernel.insight import cli, routing;"
        f"routing.load(Path({str(file)!r})).predict('学校'); sys.exit('sklearn' in sys.modules or 'scipy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_card_is_measured_and_names_who_is_missing(model: RoutingModel) -> None:
    card = model.card
    assert card["left_out"] == {"气象": 2}
    assert card["examples"] == 120
    assert card["trained_on"] == "2026-03-02"
    assert {row["label"] for row in card["per_class"]} == {"城管", "教育", "社保"}
    assert sum(row["support"] for row in card["per_class"]) == 120
    assert sum(row["count"] for row in card["reliability"]) == 120
    assert card["accuracy"] > 0.9
    assert card["accuracy_when_sure"] >= card["wanted_precision"] or card["coverage"] == 0


def test_copies_never_flatter_the_card() -> None:
    """Labels drawn by lot cannot be learnt; with every text there four times, plain folds would look perfect."""
    chance = np.random.default_rng(1)
    rows = [(text, "甲乙"[chance.integers(2)]) for text, _ in labelled(25)]
    copied = [(text + sign, label) for text, label in rows for sign in ("", "！", "。。", "？")]
    card = learn(copied).card
    assert card["groups"] <= 75
    assert card["accuracy"] < 0.7


def test_two_labels_work_and_one_is_refused() -> None:
    rows = labelled(12)
    two = learn([row for row in rows if row[1] != "社保"])
    assert two.predict("小学老师补课收费").label == "教育"
    assert len(two.predict("小学老师补课收费").top) == 2
    with pytest.raises(TrainingError, match="至少要有两个类别"):
        learn([row for row in rows if row[1] == "社保"])


def test_many_labels_with_few_examples_each_can_be_learnt() -> None:
    rows = [(f"{number}栋反映第{kind}号水厂停水", f"单位{kind:03}") for kind in range(110) for number in range(5)]
    card = learn(rows).card
    assert len(card["per_class"]) == 110


def test_temperature_and_curve_mend_overconfidence() -> None:
    chance = np.random.default_rng(4)
    truth = chance.integers(3, size=1500)
    scores = chance.normal(size=(1500, 3))
    scores[np.arange(1500), truth] += 1.5
    raw = np.exp(8 * scores) / np.exp(8 * scores).sum(axis=1, keepdims=True)
    for fit in (fit_scale, fit_curve):
        mended = fit(8 * scores, truth).probabilities(8 * scores)
        assert log_loss(mended, truth) < log_loss(raw, truth)
        assert expected_error(mended.max(axis=1), mended.argmax(axis=1) == truth) < 0.05
        assert mended.sum(axis=1) == pytest.approx(1)


def test_the_threshold_keeps_its_promise_or_suggests_nothing() -> None:
    confidence = np.linspace(0, 1, 1000)
    right = np.random.default_rng(2).random(1000) < confidence
    threshold = threshold_for(confidence, right, 0.9)
    assert right[confidence >= threshold].mean() >= 0.9
    assert 0.5 < threshold < 0.95
    assert threshold_for(confidence, np.zeros(1000, dtype=bool), 0.9) > 1
