"""Reports, figures, and the lists behind them."""

from __future__ import annotations

from django.urls import path

from shuniu.public.hotline.views import figures

urlpatterns = [
    path("reports/", figures.report, name="reports"),
    path("reports/report.pdf", figures.report_pdf, name="report_pdf"),
    path("reports/report.xlsx", figures.report_xlsx, name="report_xlsx"),
    path("figures/", figures.figures, name="figures"),
    path("figures/matters/", figures.behind, name="behind"),
    path("figures/matters/export.xlsx", figures.export, name="behind_export"),
]
