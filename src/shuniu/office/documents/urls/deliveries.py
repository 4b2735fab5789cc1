"""One delivery and its verbs."""

from __future__ import annotations

from django.urls import path

from shuniu.office.documents.urls import numbers as numbers
from shuniu.office.documents.views import deliveries

urlpatterns = [
    path("received/<delivery:number>/", deliveries.show, name="delivery"),
    path("received/<delivery:number>/do/<str:step>/", deliveries.step, name="delivery_step"),
    path("received/<delivery:number>/sheets/", deliveries.sheets_of, name="delivery_sheets"),
    path("received/<delivery:number>/sheets/<int:no>.png", deliveries.sheet, name="delivery_sheet"),
    path("received/<delivery:number>/files/<str:kind>/", deliveries.file, name="delivery_file"),
]
