"""Addresses of the organisation's pages."""

from django.urls import path

from shuniu.kernel.organisation.views import account, delegations

app_name = "organisation"
urlpatterns = [
    path("account/", account.account, name="account"),
    path("account/sign-ins/<int:sign_in_id>/end", account.end_sign_in, name="end_sign_in"),
    path("account/sign-out-everywhere", account.sign_out_everywhere, name="sign_out_everywhere"),
    path("account/delegate/", delegations.delegate, name="delegate"),
    path("delegations/", delegations.delegations, name="delegations"),
    path("delegations/<int:delegation_id>/revoke", delegations.revoke, name="revoke"),
]
