"""``shuniu train``: learn from the office's own answered requests."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from typing import TYPE_CHECKING

from shuniu.kernel.insight.training import TrainingError
from shuniu.kernel.organisation.actor import SYSTEM
from shuniu.kernel.workdays.periods import SHANGHAI
from shuniu.public.hotline.operations.training import train_routing

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]  # the standard library has no public name for it


def add_arguments(subparsers: Subparsers) -> None:
    subparsers.add_parser("train", help="用本办已答复的诉求训练派单建议")


def run(args: argparse.Namespace) -> int:
    try:
        made = train_routing(at=datetime.now(SHANGHAI), actor=SYSTEM, progress=lambda words: print(f"· {words}"))
    except TrainingError as error:
        print(f"没有训练：{error}", file=sys.stderr)
        return 1
    print(f"已训练并启用版本 {made.version[:12]}，共 {made.examples} 件。")
    return 0
