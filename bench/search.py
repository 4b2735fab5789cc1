"""How long a search takes among N requests: ``python bench/search.py 2000000`` on the database of DATABASE_URL.

The entries are put together from many varied sentences (own invention, seeded), entered by the product's own code, and
asked by a reproducible mix of 200 questions through the product's own ``find``: rare, frequent and several words, whole
sentences, numbers; for a reader of everything, of a district and of one unit; with filters. The database must be empty
or its own of an earlier run (``--keep`` skips the load).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuniu.site.settings")
django.setup()

from django.core.management import call_command
from django.db import connection

from shuniu.kernel.search import Entry, find, first_load, put

END = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DAYS = 730
UNITS = 60
TYPES = ("complaint", "help", "question", "report", "suggestion", "praise")
SOUNDS = (
    "云青石桥河湖山泉林园安宁和平兴隆永福长春东西南北中新光明华锦绣金银玉龙凤"
    "鸣鹤松柏梅兰竹菊海江滨溪源丰瑞祥康乐文昌学府书香翠柳杨桃李枫桂荷莲景悦澜庭阁轩苑"
)
PLACES = ("路", "街", "大道", "巷")
HOMES = ("小区", "花园", "家园", "公馆", "新村", "雅苑")
FIRMS = ("物业公司", "建筑公司", "健身房", "培训学校", "超市", "餐馆", "汽修厂", "幼儿园", "医院", "快递站")
TOPICS = (
    ("噪音扰民", ("夜间施工噪音很大", "广场舞音响开到深夜", "楼下商铺空调外机轰鸣", "渣土车半夜鸣笛"), ("老人无法休息", "孩子不能写作业", "全家睡不着觉")),
    ("停车难", ("车位被占用", "消防通道停满车辆", "路边停车收费不合理", "地下车库漏水"), ("业主多次协商无果", "晚上回家没有地方停", "险些发生事故")),
    ("物业服务", ("物业费涨价没有公示", "电梯经常故障困人", "垃圾几天不清运", "门禁坏了没人修"), ("公司互相推诿", "保安态度恶劣", "维修基金不知去向")),
    ("拖欠工资", ("拖欠农民工工资三个月", "老板拒不支付加班费", "项目完工不结算", "公司不签劳动合同"), ("家里等钱用", "电话已经打不通", "涉及工人二十多名")),
    ("道路积水", ("一下雨就积水", "井盖破损松动", "路面坑洼不平", "人行道地砖翘起"), ("行人摔倒受伤", "车辆爆胎", "雨天鞋都湿透")),
    ("供暖不热", ("室内温度只有十四度", "暖气管道漏水", "供热公司不退费", "入户测温没人来"), ("孩子感冒发烧", "老人穿着棉衣", "已经反映过两次")),
    ("路灯不亮", ("路灯坏了半个月", "整条街一片漆黑", "路灯白天亮晚上灭", "灯杆倾斜"), ("夜里不敢出门", "女生下晚自习害怕", "存在安全隐患")),
    ("医保报销", ("异地就医不能直接结算", "门诊慢性病办理流程复杂", "缴费记录查询不到", "新生儿参保"), ("窗口说法不一", "跑了三趟没有办成", "网上系统打不开")),
    ("学校招生", ("学区划分不公开", "转学手续", "校外培训机构跑路", "食堂饭菜变质"), ("家长十分着急", "退费没有下文", "孩子肚子疼")),
    ("违章建筑", ("楼顶私自搭建", "占用公共绿地种菜", "一楼改成商铺", "破坏承重墙"), ("影响采光", "执法人员来过又恢复", "邻居意见很大")),
    ("环境污染", ("工厂排放刺鼻气味", "河道污水发黑发臭", "露天焚烧秸秆", "餐馆油烟直排"), ("窗户不敢打开", "鱼都死了", "空气质量很差")),
    ("公交线路", ("公交车等了四十分钟", "站牌信息错误", "司机到站不停", "建议增加班次"), ("上班迟到", "老年卡刷不了", "学生放学不方便")),
    ("燃气用水", ("自来水发黄有异味", "停水没有通知", "燃气表计费异常", "水压太低"), ("无法正常做饭", "不敢饮用", "要求给个说法")),
    ("消费纠纷", ("预付卡退款遭拒", "网购商品质量问题", "健身房关门", "强制搭售"), ("商家不接电话", "要求退还余额", "态度蛮横")),
    ("公园绿化", ("树木遮挡信号灯", "草坪枯死", "健身器材损坏", "希望增设座椅"), ("散步的人很多", "孩子被划伤", "建议尽快修剪")),
    ("户口证件", ("身份证丢失补办", "居住证办理材料", "户口迁移", "出生证明信息有误"), ("急需使用", "工作人员解释不清", "要求一次性告知")),
)  # fmt: skip
OPENERS = ("您好，", "尊敬的领导：", "我是附近居民，", "来电人反映：", "市民来电称，", "", "再次反映：")
ASKS = (
    "请尽快处理并回复。",
    "希望有关部门重视。",
    "请问该由哪个部门负责？",
    "要求现场查看。",
    "望给予答复，谢谢。",
    "请核实后告知结果。",
)
MIDDLES = (
    "从{m}月份开始，",
    "最近{n}天以来，",
    "上周向社区反映后，",
    "据了解，",
    "{home}{n}号楼附近，",
    "到目前为止，",
)


class City:
    """Invented names: a few hundred streets, two thousand estates, ten thousand firms, so that rare words are rare."""

    def __init__(self, chance: random.Random) -> None:
        def name(length: int) -> str:
            return "".join(chance.choice(SOUNDS) for _ in range(length))

        self.streets = [name(2) + chance.choice(PLACES) for _ in range(400)]
        self.homes = [name(2) + chance.choice(HOMES) for _ in range(2000)]
        self.firms = [name(3) + chance.choice(FIRMS) for _ in range(10000)]
        self.units = list(range(1, UNITS + 1))
        self.unit_weights = [1 / (rank + 3) for rank in range(UNITS)]
        self.topic_weights = [1 / (rank + 2) for rank in range(len(TOPICS))]


def entries(count: int, city: City, chance: random.Random) -> Iterator[Entry]:
    units = chance.choices(city.units, city.unit_weights, k=count)
    topics = chance.choices(TOPICS, city.topic_weights, k=count)
    for key in range(count):
        subject, wrongs, harms = topics[key]
        street, home, firm = chance.choice(city.streets), chance.choice(city.homes), chance.choice(city.firms)
        at = END - timedelta(seconds=(count - 1 - key) * DAYS * 86400 / count)
        middle = chance.choice(MIDDLES).format(m=at.month, n=chance.randint(1, 30), home=home)
        wrong, other = chance.sample(wrongs, 2)
        parts = [chance.choice(OPENERS), f"{street}{home}", wrong, "，", middle, firm, chance.choice(harms), "。"]
        if chance.random() < 0.6:
            parts += [f"另外{other}，", chance.choice(harms), "。"]
        if chance.random() < 0.3:
            side = chance.choice(TOPICS)
            parts += [f"同时{chance.choice(side[1])}，{chance.choice(side[2])}。"]
        parts += [chance.choice(ASKS), f"编号YZ{at.year}-{key:07d}"]
        unit = units[key]
        state = "closed" if key < count * 0.97 else chance.choice(("open", "handling", "closed"))
        facets = (f"u{unit}", f"d{unit % 12}", f"t:{chance.choice(TYPES)}", f"s:{state}")
        yield Entry("request", key + 1, f"{street}{subject}", "".join(parts), at, facets)


def questions(count: int, city: City, chance: random.Random) -> list[tuple[str, str, dict[str, object]]]:
    """Class, query and conditions: 200, the same for the same N."""
    subjects = [word for topic in TOPICS for word in (topic[0], topic[0][:2])]
    clauses = [clause for topic in TOPICS for clause in (*topic[1], *topic[2])]
    asked: list[tuple[str, str]] = []
    asked += [("rare: firm", chance.choice(city.firms)) for _ in range(24)]
    asked += [
        ("rare: number", f"YZ2025-{chance.randrange(count // 4):07d}"[: chance.choice((14, 12))]) for _ in range(16)
    ]
    asked += [("middling: estate", chance.choice(city.homes)) for _ in range(20)]
    asked += [("frequent: one word", chance.choice(subjects)) for _ in range(30)]
    asked += [
        ("several: street and subject", f"{chance.choice(city.streets)} {chance.choice(subjects)}") for _ in range(30)
    ]
    asked += [("several: frequent words", " ".join(chance.sample(subjects, 2))) for _ in range(30)]
    asked += [
        ("sentence", f"{chance.choice(city.streets)}{chance.choice(clauses)}，{chance.choice(clauses)}怎么办")
        for _ in range(30)
    ]
    asked += [("phrase", f"“{chance.choice(clauses)[:5]}”") for _ in range(20)]
    readers: list[dict[str, object]] = [{}, {"any_of": [["u3"]]}, {"any_of": [["u48"]]}]
    readers.append({"any_of": [[f"u{unit}" for unit in range(5, UNITS, 12)], ["t:complaint", "t:help"]]})
    readers.append(
        {"any_of": [["u9"], ["s:closed"]], "since": END - timedelta(days=180), "until": END - timedelta(days=20)}
    )
    return [(name, query, readers[at % len(readers)]) for at, (name, query) in enumerate(asked)]


READERS = ("everything", "one large unit", "one small unit", "five units + type", "unit + state + dates")


def sizes() -> dict[str, float]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT pg_table_size('search_entry'), pg_relation_size('search_entry_words'), pg_relation_size('search_entry_at')"
            )
        else:
            cursor.execute("SELECT page_count * page_size, 0, 0 FROM pragma_page_count(), pragma_page_size()")
        return dict(
            zip(
                ("table_mb", "words_index_mb", "date_index_mb"),
                (round(size / 1e6) for size in cursor.fetchone()),
                strict=True,
            )
        )


def line(name: str, times: list[float], work: list[float]) -> str:
    def at(values: list[float], share: float) -> float:
        return sorted(values)[min(len(values) - 1, int(len(values) * share))]

    return (
        f"{name:30} n={len(times):4} wall p50 {at(times, 0.5):6.1f} p95 {at(times, 0.95):6.1f} max {max(times):6.1f}"
        f" | cpu p50 {at(work, 0.5):6.1f} p95 {at(work, 0.95):6.1f} max {max(work):6.1f} ms"
    )


def clock() -> Callable[[], float]:
    """Processor time in ms of this process and, where it runs on this machine, of the database's one that serves it.

    Other programs on the machine lengthen the wall clock's times and hardly these.
    """
    if connection.vendor != "postgresql":
        return lambda: time.process_time() * 1000
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        served = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    return lambda: time.process_time() * 1000 + (int(served.read_text().split()[0]) / 1e6 if served.exists() else 0.0)


def measure(asked: list[tuple[str, str, dict[str, object]]]) -> None:
    spent = clock()
    took: dict[str, tuple[list[float], list[float]]] = {}
    slow: list[tuple[float, float, str]] = []
    for at, (name, query, conditions) in enumerate(asked):
        reader = READERS[at % len(READERS)]
        begun, before = time.perf_counter(), spent()
        found = find(query, kinds=["request"], limit=20, **conditions)  # type: ignore[arg-type]  # conditions are keywords
        wall, work = (time.perf_counter() - begun) * 1000, spent() - before
        for group in (name, f"reader: {reader}", "ALL"):
            times, works = took.setdefault(group, ([], []))
            times.append(wall)
            works.append(work)
        words = f"{len(found.hits)} by {found.by}{' loose' if found.loose else ''}"
        slow.append((work, wall, f"{query}  ({reader}; {words})"))
    for name, (times, works) in sorted(took.items()):
        print(line(name, times, works))
    for work, wall, what in sorted(slow, reverse=True)[:6]:
        print(f"   most work: cpu {work:6.1f} wall {wall:6.1f} ms  {what}")


def load(count: int, city: City) -> None:
    call_command("migrate", "search", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_entry")
    begun = time.perf_counter()
    first_load(entries(count, city, random.Random(7)))
    print(json.dumps({"entries": count, "load_and_index_s": round(time.perf_counter() - begun, 1)}), flush=True)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE) search_entry")


def puts(city: City, count: int) -> None:
    """What it costs to enter new requests and to enter them again unchanged, in batches of 1 and of 50."""
    fresh = [
        Entry(one.kind, one.key + count, one.title, one.text, one.at, one.facets)
        for one in entries(600, city, random.Random(8))
    ]
    for name, batch in (("new, one by one", 1), ("again, one by one", 1), ("new, by 50", 50), ("again, by 50", 50)):
        chosen = fresh[:100] if batch == 1 else fresh[100:]
        begun = time.perf_counter()
        for at in range(0, len(chosen), batch):
            put(chosen[at : at + batch])
        print(f"put {name:20} {(time.perf_counter() - begun) * 1000 / len(chosen):7.2f} ms an entry")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("--keep", action="store_true", help="the entries are there already")
    parser.add_argument("--passes", type=int, default=2)
    options = parser.parse_args()
    city = City(random.Random(1))
    print(connection.vendor, connection.settings_dict["NAME"])
    if not options.keep:
        load(options.count, city)
    print(json.dumps(sizes()))
    asked = questions(options.count, city, random.Random(3))
    for turn in range(1, options.passes + 1):
        print(f"-- pass {turn}, load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
        measure(asked)
    puts(city, options.count)


if __name__ == "__main__":
    main()
