"""Everything the hotline tells the kernel when the process starts."""

from shuniu.kernel.audit.verification import register_witness
from shuniu.kernel.casework import jobs, registry
from shuniu.kernel.casework.origins import register_origins
from shuniu.kernel.numbering.series import register_series
from shuniu.kernel.organisation import roles as kernel_roles
from shuniu.public.hotline import article_search, desk, events, hints, limits, menu, messages, notices, roles, search
from shuniu.public.hotline.procedures import HotlineRequest
from shuniu.public.hotline.queries import topic_chains
from shuniu.public.hotline.witness import words_agree


def register() -> None:
    kernel_roles.register(*roles.ROLES)
    register_series("hotline", period="day", pattern="{date:%Y%m%d}{value:05d}")
    limits.register()
    registry.register(HotlineRequest)
    register_origins(topic_chains.behind, topic_chains.named)
    search.register()
    article_search.register()
    events.register()
    jobs.follow(search.index_passage)
    jobs.follow(hints.suggest_at_intake)
    register_witness("hotline.words", words_agree)
    menu.register_menu()
    desk.register()
    notices.register()
    messages.register()
