from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationConfig(AppConfig):
    name = "shuniu.kernel.organisation"
    label = "organisation"
    verbose_name = _("机构与人员")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models exist only once apps are ready, so what needs them is imported here.
        from shuniu.kernel.organisation.record import register_events
        from shuniu.kernel.organisation.views.desk import register_cards
        from shuniu.kernel.organisation.views.navigation import register_items

        register_events()
        register_items()
        register_cards()
