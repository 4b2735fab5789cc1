from datetime import time

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "shuniu.kernel.notifications"
    label = "notifications"
    verbose_name = _("通知")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models exist only once apps are ready, so what needs them is imported here.
        from shuniu.kernel.jobs.timetable import register_periodic
        from shuniu.kernel.notifications.jobs import forget_old
        from shuniu.kernel.notifications.views.navigation import register_items

        register_items()
        register_periodic(forget_old, at=time(3, 40))
