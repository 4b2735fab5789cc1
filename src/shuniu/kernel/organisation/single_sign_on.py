"""The city's single sign-on (OpenID Connect): it proves who somebody is; which accounts exist is still ours to say.

Loaded only where ``SHUNIU_OIDC_ISSUER`` is set; needs the packages of the extra ``oidc``.
"""

from __future__ import annotations

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from shuniu.kernel.organisation.models import Person


class SingleSignOn(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Whom the city's sign-on names by ``SHUNIU_OIDC_CLAIM`` is the account of that name, if there is one in use."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        data = sociallogin.account.extra_data
        told = {**data.get("id_token", {}), **data.get("userinfo", {})}
        username = str(told.get(settings.OIDC_CLAIM, ""))
        person = Person.objects.filter(username=username, is_active=True).first() if username else None
        # By the name of today, not by the link of the first time: an account that changed hands stays with its name.
        if person is None or (sociallogin.is_existing and sociallogin.user.pk != person.pk):
            messages.error(request, _("统一身份认证通过，但本系统没有对应的账号，请联系系统管理员。"))
            raise ImmediateHttpResponse(HttpResponseRedirect(reverse("account_login")))
        if not sociallogin.is_existing:
            sociallogin.connect(request, person)
