"""Addresses of the organisation's pages."""

from django.urls import path

from shuniu.kernel.organisation.views import account, delegations, exchange, ledger, people, roles, units

app_name = "organisation"
urlpatterns = [
    path("account/", account.account, name="account"),
    path("account/sign-ins/<int:sign_in_id>/end", account.end_sign_in, name="end_sign_in"),
    path("account/sign-out-everywhere", account.sign_out_everywhere, name="sign_out_everywhere"),
    path("account/delegate/", delegations.delegate, name="delegate"),
    path("delegations/", delegations.delegations, name="delegations"),
    path("delegations/<int:delegation_id>/revoke", delegations.revoke, name="revoke"),
    path("units/", units.units, name="units"),
    path("units/add/", units.add, name="add_unit"),
    path("units/<int:unit_id>/", units.unit, name="unit"),
    path("units/<int:unit_id>/rename/", units.rename, name="rename_unit"),
    path("units/<int:unit_id>/change/", units.change, name="change_unit"),
    path("units/<int:unit_id>/merge/", units.merge, name="merge_unit"),
    path("units/<int:unit_id>/close/", units.close, name="close_unit"),
    path("people/", people.people, name="people"),
    path("people/add/", people.add, name="add_person"),
    path("people/<int:person_id>/", people.person, name="person"),
    path("people/<int:person_id>/change/", people.change, name="change_person"),
    path("people/<int:person_id>/posts/", people.give_post, name="give_post"),
    path("people/<int:person_id>/posts/<int:post_id>/end", people.end_post, name="end_post"),
    path("people/<int:person_id>/deactivate", people.deactivate, name="deactivate"),
    path("people/<int:person_id>/reactivate", people.reactivate, name="reactivate"),
    path("people/<int:person_id>/password", people.reset_password, name="reset_password"),
    path("people/<int:person_id>/unlock", people.unlock, name="unlock"),
    path("people/<int:person_id>/second-factor", people.reset_second_factor, name="reset_second_factor"),
    path("people/<int:person_id>/sign-out", people.sign_out, name="sign_out_person"),
    path("roles/", roles.holdings, name="roles"),
    path("roles/grant/", roles.grant, name="grant_role"),
    path("roles/<int:holding_id>/end", roles.end, name="end_role"),
    path("exchange/", exchange.exchange, name="exchange"),
    path("exchange/<slug:kind>.<slug:format>", exchange.export, name="export"),
    path("exchange/<int:draft_id>/", exchange.draft, name="import_draft"),
    path("exchange/<int:draft_id>/apply", exchange.apply, name="import_apply"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/verify", ledger.verify, name="verify"),
    path("ledger/export.<slug:format>", ledger.export, name="export_ledger"),
]
