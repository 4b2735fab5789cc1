"""Which path fits: the situations that belong to another organ (arts. 30 and 31), in the words in which people meet them.

Only the law that was read in its official text is cited. The examples are no law: they help to recognise one's own case.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Path:
    """One situation: how it is recognised, where it is decided, and why there."""

    key: str
    title: Text
    examples: Text
    organ: Text
    why: Text
    cites: Text
    term: Text = ""
    """A term that runs meanwhile, where the law that sets it was read."""


PATHS = (
    Path(
        "judicial",
        _("打官司、报案，或者对判决、立案决定不服"),
        _("例如：欠债、合同、离婚、继承要起诉；对法院判决不服；派出所不立案；交通事故责任有争议。"),
        _("人民法院、人民检察院、公安机关"),
        _("法律给这些事规定了专门的程序，只有这些机关能改变结果。信访部门收到的，也会转送政法部门依法处理。"),
        _("《信访工作条例》第三十一条第一项"),
    ),
    Path(
        "arbitration",
        _("按约定或者规定应当先仲裁的争议"),
        _("例如：和单位之间的劳动争议、人事争议；承包地纠纷；合同里写明了由仲裁解决。"),
        _("劳动人事争议仲裁、农村土地承包仲裁等仲裁机构"),
        _("应当通过仲裁解决的，导入相应程序处理。"),
        _("《信访工作条例》第三十一条第二项"),
    ),
    Path(
        "administrative",
        _("对行政机关的一个决定不服，或者要它作出一个决定"),
        _("例如：对罚款不服；申请执照没有批准；土地权属要确认；对不予公开信息的决定不服。"),
        _("行政复议机关（一般是本级或者上一级人民政府），或者作出决定的机关"),
        _("行政复议、裁决、确认、许可、处罚等程序能直接撤销或者改变这个决定，信访不能。"),
        _("《信访工作条例》第三十一条第四项"),
        _(
            "申请行政复议有期限：一般自知道该行政行为之日起60日内（《行政复议法》第二十条）。请不要等信访有结果才去申请。"
        ),
    ),
    Path(
        "duty",
        _("要求查处一件违法的事，或者请求保护人身、财产权利"),
        _("例如：举报无证经营、偷排污水、违法建设；请求制止侵害。"),
        _("主管这件事的行政执法机关；不知道是哪一家，可以先打12345"),
        _("主管机关依法负有查处或者保护的职责，应当依法履行或者答复您。"),
        _("《信访工作条例》第三十一条第五项"),
    ),
    Path(
        "party",
        _("党员对党组织给自己的处分或者处理不服"),
        _("例如：对党纪处分决定不服。"),
        _("作出决定的党组织或者它的上一级，按党员申诉、复审办理"),
        _("可以通过党员申诉、申请复审等解决的，导入相应程序。"),
        _("《信访工作条例》第三十一条第三项"),
    ),
    Path(
        "discipline",
        _("反映干部、公职人员违纪违法"),
        _("例如：收受财物、以权谋私、侵吞集体资金。"),
        _("有管辖权的纪检监察机关"),
        _("检举控告由纪检监察机关或者有权处理的机关依规依纪依法办理。也可以在这里提出，我们保密并按权限移送。"),
        _("《信访工作条例》第三十条"),
    ),
)
