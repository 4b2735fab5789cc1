"""One outgoing paper and its verbs."""

from __future__ import annotations

from django.urls import path

from shuniu.office.documents.urls import numbers as numbers
from shuniu.office.documents.views import outgoing

urlpatterns = [
    path("outgoing/<paper:number>/", outgoing.show, name="outgoing"),
    path("outgoing/<paper:number>/do/<str:step>/", outgoing.step, name="outgoing_step"),
    path("outgoing/<paper:number>/route/", outgoing.route, name="outgoing_route"),
    path("outgoing/<paper:number>/chase/", outgoing.chase, name="outgoing_chase"),
    path("outgoing/<paper:number>/verify/", outgoing.verify, name="outgoing_verify"),
    path("outgoing/<paper:number>/sheets/", outgoing.sheets_of, name="outgoing_sheets"),
    path("outgoing/<paper:number>/sheets/<int:no>.png", outgoing.sheet, name="outgoing_sheet"),
    path("outgoing/<paper:number>/files/<str:kind>/", outgoing.file, name="outgoing_file"),
]
