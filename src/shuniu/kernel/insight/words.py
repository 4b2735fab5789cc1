"""Words, character pairs and normal forms of Chinese text: the common ground of everything in `insight`."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import rjieba

# A message is read up to this many characters; what follows a text of that length tells nothing new and would cost time.
READ_LIMIT = 4000

# Characters that only glue a sentence together; a pair of characters containing one of them says nothing about the matter.
GLUE = frozenset(
    "的了是我你他她它们在有和与及也就都而且或但不没未无这那此其之于以为被把将让使对向从到由给跟等着过吗呢吧啊呀哦嘛么"
    "很太更最又再还已请您贵该各每个些某何什怎哪谁因所如若则虽却可能会要想应得地上下中内外前后里边间"
)

STOP_WORDS = frozenset(
    """
    尊敬 领导 你好 您好 书记 市长 省长 县长 区长 局长 厅长 主任 同志 谢谢 感谢 万分感谢 非常感谢 此致 敬礼 恳请 恳求 希望 请求 要求 强烈要求 盼望
    请问 咨询 反映 投诉 举报 建议 求助 关于 问题 情况 事情 事宜 相关 有关 部门 有关部门 相关部门 政府 市政府 区政府 县政府 领导们 单位 工作人员
    我们 你们 他们 自己 大家 本人 我家 百姓 老百姓 群众 市民 居民 村民 业主 住户 人民 人员 小区 社区 街道 地方 附近 周边 旁边 一直 至今 现在
    目前 今年 去年 明年 今天 昨天 明天 每天 天天 最近 近期 近日 已经 之前 以前 以后 之后 之间 当时 时候 时间 一个 一次 一下 一些 一点 一种 几个
    两个 三个 多次 多年 很多 许多 这个 这些 这样 这种 那个 那些 什么 怎么 怎样 为什么 为何 如何 是否 能否 可否 可以 能够 应该 应当 必须 需要
    没有 不是 不能 不会 不要 不知 不知道 无法 但是 可是 而且 并且 因为 由于 所以 因此 如果 虽然 然而 或者 以及 还有 还是 只是 就是 都是
    也是 不仅 甚至 尤其 特别 非常 十分 严重 严重影响 影响 进行 予以 给予 给以 作出 做出 造成 导致 引起 出现 发生 存在 属于 根据 按照 依据
    通过 对于 为了 包括 其中 其他 其它 另外 同时 一样 一起 任何 所有 全部 全体 部分 大部分 解决 处理 答复 回复 回应 解释 说明 告知 告诉 帮助 协调
    关注 重视 督促 调查 核实 查处 落实 尽快 及时 早日 认真 真正 到底 究竟 根本 完全 确实 其实 当地 本地 国家 规定 政策 文件 法律 合理 合法 违法 违规
    生活 正常 正常生活 希望能 不能够 能不能 是不是 有没有 有人 别人 电话 打电话 联系 网上 平台 来信 信访 留言 标题 内容 详情 现将 如下 首先 其次
    最后 第一 第二 第三 一是 二是 三是 日前 现今 每个 各个 各种 各位 一定 或是 以来 起来 出来 下来 过来 过去 回来 上去 下去
    """.split()
)

_URL = re.compile(r"https?://[\x21-\x7e]+|www\.[\x21-\x7e]+")
_SPACE = re.compile(r"\s+")
_LONG_NUMBER = re.compile(r"\d[\d\-*]{4,}\d|\d{5,}")
_HAN_OR_WORD = re.compile(r"[一-鿿㐀-䶿]+|[a-z]+[a-z0-9]*|[0-9]+[a-z]*")
_DISTRICT_EDGE = re.compile(r"(?<=[a-z0-9][市区县州省])(?=[一-鿿])")
_GREETING = re.compile(r"^(?:尊敬的|敬爱的)?[一-鿿]{0,6}(?:领导|书记|市长|省长|县长|区长|局长|厅长|主任|同志)们?[:,，：\s]*(?:您好|你好)?[!！。,，:：\s]*")


@cache
def _simplified() -> dict[int, str]:
    """Traditional → simplified characters, one to one; the table's origin stands in its first line."""
    table: dict[int, str] = {}
    text = files(__package__).joinpath("traditional.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            table[ord(line[0])] = line[2]
    return table


def normalise(text: str, *, limit: int = READ_LIMIT) -> str:
    """Simplified, half-width, lower-case text without control characters or web addresses; blanks drawn together."""
    text = unicodedata.normalize("NFKC", text[:limit]).lower().translate(_simplified())
    text = _URL.sub(" ", text)
    text = "".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in text)
    return _SPACE.sub(" ", text).strip()


def mask_numbers(text: str) -> str:
    """Replace telephone, identity, account and order numbers: they single out a person, never a subject."""
    return _LONG_NUMBER.sub("#", text)


def without_greeting(text: str) -> str:
    """Drop the opening address (尊敬的领导：您好！), which every letter shares."""
    return _GREETING.sub("", text, count=1)


def spans(text: str) -> list[tuple[str, int, int]]:
    """Words and signs of a normalised text with their first and last-but-one character; masked districts (a3区) stand apart."""
    found: list[tuple[str, int, int]] = []
    position = 0
    for piece in _DISTRICT_EDGE.split(text):
        for word in rjieba.cut(piece):
            if word != " ":
                found.append((word, position, position + len(word)))
            position += len(word)
    return found


def tokens(text: str) -> list[str]:
    """Words of a normalised text in order, punctuation left out."""
    return [word for word, _, _ in spans(text) if _HAN_OR_WORD.match(word)]


def content_words(text: str) -> list[str]:
    """Words that may say what a message is about: at least two characters, not a stop word, not a bare number."""
    return [word for word in tokens(text) if len(word) > 1 and word not in STOP_WORDS and not word.isdigit()]


def runs(text: str) -> Iterator[str]:
    """Unbroken runs of Chinese characters, Latin words and numbers of a normalised text."""
    for match in _HAN_OR_WORD.finditer(text):
        yield match.group()


def pairs(text: str) -> Iterator[str]:
    """Neighbouring characters inside a run (and whole Latin words or numbers), without those that only glue."""
    for run in runs(text):
        if run[0] < "一" and not "㐀" <= run[0]:
            if len(run) > 1:
                yield run
            continue
        for left, right in zip(run, run[1:], strict=False):
            if left not in GLUE and right not in GLUE:
                yield left + right
