from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SiteConfig(AppConfig):
    name = "shuniu.site"
    label = "site"
    verbose_name = _("枢纽")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models exist only once apps are ready, so what needs them is imported here.
        from shuniu.site.maintenance import desk, timetable

        timetable.register()
        desk.register()
