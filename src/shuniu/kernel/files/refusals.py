"""Why a file is not taken, in words for the person who sent it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

REASONS: dict[str, StrOrPromise] = {
    "empty": _("这个文件是空的，请检查后重新选择。"),
    "too_large": _("文件超过 %(most)s MB 的上限。请压缩或分开上传；较大的材料可以到窗口提交。"),
    "unknown": _("看不出这是什么文件。请上传图片（JPG、PNG）、PDF、DOCX、XLSX、PPTX、OFD、TXT、CSV 或录音录像。"),
    "kind": _("这里不能上传%(kind)s文件。"),
    "executable": _("文件内容是可执行程序，不能上传。"),
    "web_page": _("文件内容是网页或矢量图代码（HTML、SVG），不能上传。请另存为 PDF 或图片。"),
    "archive": _("不能上传压缩包。请解压后逐个上传。"),
    "old_office": _("不能上传旧版 Office 文件（doc、xls、ppt）。请另存为 docx、xlsx、pptx 或 PDF。"),
    "heic": _("不能读取 HEIC 照片。请在手机“相机 → 格式”中选择“兼容性最佳”，或另存为 JPG。"),
    "macros": _("文件中含有宏程序，不能上传。请另存为不含宏的格式。"),
    "active": _("文件中含有脚本、外部程序或外部链接模板，不能上传。请重新导出为普通文件。"),
    "encrypted": _("文件设有密码，无法检查。请取消密码后上传。"),
    "bomb": _("文件展开后过大或层次过多，不能上传。"),
    "damaged": _("文件已损坏或内容与格式不符，无法打开。请检查后重新上传。"),
    "pixels": _("图片尺寸过大（超过 %(most)s 万像素）。请缩小后上传。"),
    "virus": _("文件中发现病毒，没有保存。"),
    "unscanned": _("病毒检查暂时不可用，文件没有保存。请稍后再试。"),
    "disk_full": _("系统存储空间不足，文件没有保存。您填写的内容还在，请稍后再试；我们已通知管理员。"),
    "secret": _(
        "这份材料带有国家秘密标志。本系统所在的网络不得存储、处理涉密信息，材料没有保存。"
        "请停止上传，通过机要渠道报送，或直接送办公室机要室。"
    ),
}
SECRET_REFUSAL = REASONS["secret"]
"""Said at every door that meets a secrecy mark."""


class Refused(Exception):
    """A file is not taken, and nothing of it was kept. ``code`` is a key of ``REASONS``; ``str()`` are words to show."""

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.values = values
        super().__init__(code)

    def __str__(self) -> str:
        words = str(REASONS[self.code])
        return words % self.values if self.values else words
