"""Which words are secrecy marks and which only speak of secrets."""

from __future__ import annotations

import pytest

from shuniu.kernel.files.secrecy import marks_in

MARKS = [
    ("绝密★30年", "绝密"),
    ("机密★长期\n关于……的请示", "机密"),
    ("000012\n秘密★5年\n特急\n云州市人民政府文件", "秘密"),
    ("机 密 ★ 10 年", "机密"),
    ("秘　密★一年", "秘密"),
    ("秘密☆", "秘密"),
    ("机密", "机密"),
    ("  秘密  \n正文", "秘密"),
    ("【绝密】\n关于某事", "绝密"),
    ("（机密）关于某项工作的通知", "机密"),
    ("密级：机密", "机密"),
    ("密级: 秘密  份号: 3", "秘密"),
    ("秘密 10年", "秘密"),
    ("绝密★启用前", "绝密"),
    ("前言" * 40 + "\n" * 3 + "正文\n" * 60 + "摘自：机密★2年 的文件", "机密"),
]
HARMLESS = [
    "该公司侵犯我方商业秘密，请求处理。",
    "请为举报人保密。",
    "有人泄露国家秘密怎么举报？",
    "机密文件丢失的新闻是真的吗",
    "他说这是一个秘密。",
    "我要反映某单位机密管理混乱的问题",
    "秘密窃听",
    "《中华人民共和国保守国家秘密法》",
    "关于印发商业秘密保护规定的通知",
    "密级：公开",
    "密级：内部",
    "小区保密锁坏了",
    "剧本杀店铺《绝密飞行》噪音扰民",
    "绝密飞行",
    "机密性、完整性、可用性",
    "评分★★★★★",
    "正文\n" * 30 + "秘密\n是一首歌",
    "",
]


@pytest.mark.parametrize(("text", "level"), MARKS)
def test_marks_are_seen(text: str, level: str) -> None:
    found = marks_in(text)
    assert found
    assert found[0].level == level


@pytest.mark.parametrize("text", HARMLESS)
def test_talk_of_secrets_is_no_mark(text: str) -> None:
    assert marks_in(text) == []
