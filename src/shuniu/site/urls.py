"""The front door: every module's addresses in one list, those first that are asked for most: it is read from the top."""

from __future__ import annotations

from django.urls import include, path

from shuniu.site import views

urlpatterns = [
    path("healthz", views.health, name="health"),
    path("hotline/", include("shuniu.public.hotline.urls")),
    path("desk/", views.desk, name="desk"),
    path("accounts/", include("shuniu.kernel.organisation.sign_in_urls")),
    path("organisation/", include("shuniu.kernel.organisation.urls")),
    path("worklist/", include("shuniu.kernel.casework.worklist_urls")),
    path("calendar/", include("shuniu.kernel.casework.urls")),
    path("limits/", include("shuniu.kernel.casework.limits_urls")),
    path("routes/", include("shuniu.kernel.routes.urls")),
    path("notices/", include("shuniu.kernel.notifications.urls")),
    path("documents/", include("shuniu.office.documents.urls")),
    path("supervision/", include("shuniu.office.supervision.urls")),
    path("meetings/", include("shuniu.office.meetings.urls")),
    path("engagements/", include("shuniu.office.engagements.urls")),
    path("disclosure/", include("shuniu.public.disclosure.urls")),
    path("information/", include("shuniu.public.disclosure.urls.citizens")),
    path("open/", include("shuniu.public.disclosure.urls.open")),
    path("petitions/", include("shuniu.public.petitions.urls")),
    path("petition/", include("shuniu.public.petitions.urls.citizens")),
    path("search/", include("shuniu.kernel.search.urls")),
    path("", include("shuniu.kernel.web.urls")),
    path("", include("shuniu.public.portal.urls")),
    path("", include("shuniu.public.hotline.urls.citizens")),
    path("open311/", include("shuniu.public.hotline.urls.open311")),
]
handler400 = "shuniu.kernel.web.errors.bad_request"
handler403 = "shuniu.kernel.web.errors.forbidden"
handler404 = "shuniu.kernel.web.errors.not_found"
handler500 = "shuniu.kernel.web.errors.server_error"
