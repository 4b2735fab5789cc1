"""The events of the hotline that belong to no request: codes, the knowledge base, clients of the open interface."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shuniu.kernel.audit.kinds import register_event

CODE_REISSUED = "hotline.code_reissued"
CODE_REFUSED = "hotline.code_refused"
ARTICLE_PUBLISHED = "hotline.article_published"
ARTICLE_RETIRED = "hotline.article_retired"
CLIENT_ADMITTED = "hotline.client_admitted"
CLIENT_CHANGED = "hotline.client_changed"


def register() -> None:
    """Called when the app is ready."""
    register_event(CODE_REISSUED, _("重新发放查询码"), _("%(actor)s为诉求 %(number)s 重新发放查询码"))
    register_event(
        CODE_REFUSED, _("未发放查询码"), _("%(actor)s为诉求 %(number)s 申请重新发放查询码，号码不符，未发放")
    )
    register_event(ARTICLE_PUBLISHED, _("发布知识"), _("%(actor)s发布知识“%(title)s”：%(reason)s"))
    register_event(ARTICLE_RETIRED, _("停用知识"), _("%(actor)s停用知识“%(title)s”：%(reason)s"))
    register_event(CLIENT_ADMITTED, _("准入接口客户端"), _("%(actor)s准入开放接口客户端“%(name)s”"))
    register_event(CLIENT_CHANGED, _("变更接口客户端"), _("%(actor)s变更开放接口客户端“%(name)s”：%(change)s"))
