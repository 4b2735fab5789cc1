"""`shuniu insight train | predict | topics | similar`: arguments, words for people, JSON for programs."""

import argparse
import importlib
import json
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from . import doors
from .modelfile import ModelFileError
from .table import CHINA, TableError


def add_arguments(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Hang the four commands under one `shuniu` command, as `insight …`."""
    insight = subparsers.add_parser("insight", help="辅助研判：训练、预测、热点、相似")
    commands = insight.add_subparsers(dest="insight_command", required=True)

    training = commands.add_parser("train", help="用办结留言训练分派模型，并给出交叉验证的成绩单")
    training.add_argument("file", type=Path, help="CSV，列 text、label（可有 title、group）")
    training.add_argument("--out", type=Path, required=True, help="模型写到哪个文件")
    training.add_argument("--precision", type=float, default=0.97, help="不弃权时要求的正确率，默认 0.97")
    training.add_argument("--seed", type=int, default=7, help="随机种子；同样的输入得到同样的模型")

    predicting = commands.add_parser("predict", help="给每条留言建议类别，附把握、前三和理由")
    predicting.add_argument("model", type=Path)
    predicting.add_argument("file", type=Path, help="CSV，列 text（可有 title、id、label）")

    topics = commands.add_parser("topics", help="按时间重放留言，列出热点预警")
    topics.add_argument("file", type=Path, help="CSV，列 id、time、title、text（可有 user）")

    similar = commands.add_parser("similar", help="列出与某条留言重复或疑似同一事项的留言")
    similar.add_argument("file", type=Path, help="CSV，列 id、text（可有 title）")
    similar.add_argument("--to", required=True, help="留言编号")
    similar.add_argument("--limit", type=int, default=10, help="最多列出几条")

    for command in (training, predicting, topics, similar):
        command.add_argument("--json", action="store_true", help="输出 JSON")


def run(args: argparse.Namespace) -> int:
    """Do what was asked; 0 when done, 2 with one clear sentence on stderr when the input does not allow it."""
    try:
        answer, tell = _COMMANDS[args.insight_command](args)
    except (TableError, ModelFileError, ValueError) as error:
        print(f"错误：{error}", file=sys.stderr)
        return 2
    if args.json:
        print(json.dumps(answer, ensure_ascii=False, indent=1))
    else:
        print("\n".join(tell(answer)))
    return 0


Answer = tuple[dict[str, Any], Callable[[dict[str, Any]], list[str]]]


def _train(args: argparse.Namespace) -> Answer:
    # Not at the top: importing scikit-learn takes seconds, and the other commands never need it.
    door = importlib.import_module(".training_door", __package__)
    card = door.train_file(
        args.file,
        args.out,
        on=datetime.now(CHINA).date(),
        precision=args.precision,
        seed=args.seed,
        progress=lambda text: print(text, file=sys.stderr),
    )
    return card, _tell_card


def _predict(args: argparse.Namespace) -> Answer:
    return doors.predict(args.model, args.file), _tell_predictions


def _topics(args: argparse.Namespace) -> Answer:
    return doors.topics(args.file), _tell_topics


def _similar(args: argparse.Namespace) -> Answer:
    return doors.similar(args.file, args.to, limit=max(1, args.limit)), _tell_similar


_COMMANDS: dict[str, Callable[[argparse.Namespace], Answer]] = {
    "train": _train,
    "predict": _predict,
    "topics": _topics,
    "similar": _similar,
}


def _percent(share: float | None) -> str:
    return "—" if share is None else f"{share:.1%}"


def _tell_card(card: dict[str, Any]) -> list[str]:
    lines = [
        f"模型 {card['version']} 已写入 {card['file']}（{card['trained_on']}）",
        f"{card['examples']} 条、{len(card['per_class'])} 类；{card['folds']} 折交叉验证，重复留言不跨折",
        f"正确率 {_percent(card['accuracy'])}，宏平均 F1 {card['macro_f1']:.3f}，前三命中 {_percent(card['top3'])}",
        f"把握不低于 {card['threshold']:.2f} 时才建议：占 {_percent(card['coverage'])}，其中正确 {_percent(card['accuracy_when_sure'])}",
        f"把握与实际相差平均 {_percent(card['calibration_error'])}",
        "",
        "类别\t准确率\t召回率\tF1\t条数",
    ]
    lines += [
        f"{row['label']}\t{_percent(row['precision'])}\t{_percent(row['recall'])}\t{row['f1']:.3f}\t{row['support']}"
        for row in card["per_class"]
    ]
    if card["left_out"]:
        lines += [
            "",
            "因样本太少未纳入：" + "、".join(f"{label}（{size} 条）" for label, size in card["left_out"].items()),
        ]
    return lines


def _tell_predictions(answer: dict[str, Any]) -> list[str]:
    lines = []
    for row in answer["predictions"]:
        words = "、".join(reason["word"] for reason in row["reasons"])
        said = "拿不准" if row["abstain"] else row["label"]
        top = "；".join(f"{choice['label']} {_percent(choice['confidence'])}" for choice in row["top"])
        lines.append(f"{row['id']}\t{said}\t{top}\t依据：{words or '无'}")
    summary = answer.get("summary")
    if summary:
        lines += [
            "",
            f"对照 {summary['examples']} 条已知类别：正确率 {_percent(summary['accuracy'])}，宏平均 F1 {summary['macro_f1']:.3f}，"
            f"有把握的占 {_percent(summary['coverage'])}，其中正确 {_percent(summary['accuracy_when_sure'])}",
        ]
    return lines


def _tell_topics(answer: dict[str, Any]) -> list[str]:
    lines = []
    for alert in answer["alerts"]:
        what = "再次升温" if alert["repeated"] else "新热点"
        lines.append(
            f"{alert['time']}　{what} {alert['topic']}：{'、'.join(alert['words'])}｜{alert['people']} 人、{len(alert['members'])} 条，"
            f"自 {alert['since']}，为平常的 {alert['growth']} 倍｜地点：{'、'.join(alert['places']) or '未提及'}｜{'、'.join(alert['members'])}"
        )
    lines.append(
        f"共 {answer['messages']} 条留言，{len(answer['alerts'])} 次预警；{len(answer['skipped'])} 条没有可用的时间，未参与"
    )
    return lines


def _tell_similar(answer: dict[str, Any]) -> list[str]:
    if not answer["hits"]:
        return [f"没有与 {answer['to']} 相似的留言"]
    return [
        f"{hit['id']}\t{hit['level']}\t{hit['score']:.2f}\t共有：{'、'.join(hit['shared'])}" for hit in answer["hits"]
    ]
