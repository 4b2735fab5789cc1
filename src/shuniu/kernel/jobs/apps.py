from datetime import time

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "shuniu.kernel.jobs"
    label = "jobs"
    verbose_name = _("后台任务")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from shuniu.kernel.jobs.housekeeping import gather_statistics, purge_done  # Models exist only now.
        from shuniu.kernel.jobs.timetable import register_periodic

        register_periodic(purge_done, at=time(3, 30))
        register_periodic(gather_statistics, at=time(3, 40))
