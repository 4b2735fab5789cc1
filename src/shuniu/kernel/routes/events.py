"""What happens to routes, told in the record."""

from django.utils.translation import gettext_lazy as _

from shuniu.kernel.audit.kinds import register_event


def register() -> None:
    for type, label, sentence in (
        ("routes.created", _("新建流程"), _("%(actor)s新建流程“%(route)s”第%(version)s版草稿")),
        ("routes.saved", _("修改流程"), _("%(actor)s修改流程“%(route)s”第%(version)s版草稿")),
        ("routes.activated", _("启用流程"), _("%(actor)s启用流程“%(route)s”第%(version)s版")),
        ("routes.retired", _("停用流程"), _("%(actor)s停用流程“%(route)s”第%(version)s版")),
    ):
        register_event(type, label, sentence)
