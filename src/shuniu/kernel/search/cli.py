"""``shuniu search QUERY --as PERSON``: what a person finds, as the page would show it; and ``--rebuild``."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from shuniu.kernel.organisation.actor import actor_of
from shuniu.kernel.organisation.models import Person
from shuniu.kernel.search.highlight import snippet
from shuniu.kernel.search.sources import Answer, rebuild, search

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add_arguments(subparsers: _SubParsersAction[ArgumentParser]) -> None:
    """Add ``search`` to the command line."""
    parser = subparsers.add_parser("search", help=_("以某人的权限搜索，或重建索引"))
    parser.add_argument("query", nargs="?", default="", help=_("要搜的词语；加引号“”只找连在一起的"))
    parser.add_argument("--as", dest="person", default="", metavar="PERSON", help=_("账号；只能找到此人有权查看的内容"))
    parser.add_argument("--kind", action="append", default=[], help=_("只搜这一类，可以重复"))
    parser.add_argument("--limit", type=int, default=20, help=_("最多几条"))
    parser.add_argument("--after", default="", help=_("接着上一页：上次输出的 after"))
    parser.add_argument("--json", action="store_true", help=_("以 JSON 输出"))
    parser.add_argument("--rebuild", action="store_true", help=_("从各模块的数据重建索引"))
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """0 when something was found or rebuilt, 1 when nothing was found, 2 when asked wrongly."""
    if args.rebuild:
        counts = rebuild(args.kind)
        print(json.dumps(counts, ensure_ascii=False))
        return 0
    person = Person.objects.filter(username=args.person, is_active=True).first()
    if person is None or not args.query or not 1 <= args.limit <= 1000:
        wrong = _("没有这个账号，或账号已停用。") if person is None else _("请给出要搜的词语，条数在 1 到 1000 之间。")
        print(wrong, file=sys.stderr)
        return 2
    actor = actor_of(person, on=timezone.localdate())
    answer = search(args.query, actor, kinds=args.kind, limit=args.limit, after=args.after)
    print(json.dumps(as_json(answer, args.query), ensure_ascii=False) if args.json else as_text(answer, args.query))
    return 0 if answer.found else 1


def as_json(answer: Answer, query: str) -> dict[str, Any]:
    results = answer.results
    hits = [
        {
            "number": one.display.number,
            "title": one.display.title,
            "kind": one.hit.kind,
            "at": one.hit.at.isoformat(),
            "snippet": snippet(one.display.text, query),
            "score": round(one.hit.score, 4),
        }
        for one in answer.found
    ]
    return {
        "hits": hits,
        "more": results.more,
        "after": results.after,
        "by": results.by,
        "loose": results.loose,
        "took_ms": round(results.took_ms, 2),
    }


def as_text(answer: Answer, query: str) -> str:
    lines = [f"{one.hit.at:%Y-%m-%d}  {one.display.number}  {one.display.title}" for one in answer.found]
    return "\n".join(lines) or _("没有找到。")
