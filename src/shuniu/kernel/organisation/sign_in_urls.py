"""Addresses of sign-in, without a namespace because allauth looks them up by name. Sign-up, e-mail management and
password reset by mail are left out: accounts are made and mended by administrators."""

from allauth.account import views as account
from django.apps import apps
from django.contrib.auth.decorators import login_required
from django.urls import include, path

from shuniu.kernel.organisation.views.account import demo_sign_in

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("demo/", demo_sign_in, name="demo_sign_in"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", login_required(account.password_change), name="account_change_password"),
    path("password/set/", login_required(account.password_set), name="account_set_password"),
    path("2fa/", include("allauth.mfa.urls")),
]
if apps.is_installed("allauth.socialaccount"):
    urlpatterns += [
        path("sso/", include("allauth.socialaccount.urls")),
        path("", include("allauth.socialaccount.providers.openid_connect.urls")),
    ]
