"""Forms of sign-in: allauth's, in our words and with our count of wrong codes."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.forms import ChangePasswordForm, LoginForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.organisation import lockout
from shuniu.kernel.organisation.adapter import locked_words
from shuniu.kernel.organisation.models import Person
from shuniu.kernel.organisation.record import record
from shuniu.kernel.organisation.request import ActedRequest


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth ships no types
    """账号 and 密码, labelled above the boxes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("账号")
        self.fields["password"].label = _("密码")
        self.fields["password"].help_text = _("忘记密码请联系本单位的系统管理员。")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class PasswordForm(ChangePasswordForm):  # type: ignore[misc]  # allauth ships no types
    """A new password, with the rules in one sentence above the box."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = " ".join(map(str, password_validators_help_texts()))
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    """A new key, in words that say what the tick does."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("名称")
        self.fields["passwordless"].label = _("作为通行密钥：以后可以只用它登录，不必输入密码")
        self.fields["passwordless"].help_text = _("通行密钥须能核对使用者本人，例如指纹、面容或 PIN 码。")


class _CountedCode:
    """Wrong codes are counted in the database like wrong passwords, under a key of their own."""

    user: Person

    def clean_code(self) -> str:
        request = cast(ActedRequest, context.request)
        key = lockout.second_factor_key(self.user.username)
        verdict = lockout.count_try(key, limit=settings.SIGN_IN_TRIES, at=request.now)
        if verdict.locked_until:
            raise ValidationError(locked_words(verdict.locked_until), code="locked")
        try:
            code: str = super().clean_code()  # type: ignore[misc]  # the form that this is mixed into has it
        except ValidationError:
            who = {"username": self.user.username, "person_id": self.user.pk, "success": False}
            where = {"address": request.actor.address, "reason": str(_("验证码不正确"))}
            record("account.sign_in_failed", at=request.now, actor=request.actor, body={**who, **where})
            raise
        lockout.forgive(key)
        return code


class SecondFactorForm(_CountedCode, AuthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """The code after the password."""


class SecondFactorAgainForm(_CountedCode, ReauthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """The code once more before something sensitive."""
