"""What we change of django-allauth: closed sign-up, our lock-out, our passwords, and an audit event for each act.

allauth offers hooks and signals for these moments; the hooks are used, because a signal hides who listens.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shuniu.kernel.organisation import lockout, passwords, personal, sessions
from shuniu.kernel.organisation.actor import actor_of
from shuniu.kernel.organisation.models import Person
from shuniu.kernel.organisation.record import about, record
from shuniu.kernel.organisation.request import ActedRequest

SECOND_FACTOR_CHANGES = {
    "mfa/email/totp_activated": "totp_added",
    "mfa/email/totp_deactivated": "totp_removed",
    "mfa/email/webauthn_added": "passkey_added",
    "mfa/email/webauthn_removed": "passkey_removed",
    "mfa/email/recovery_codes_generated": "recovery_codes_made",
}


def locked_words(until: Any) -> str:
    """When to try again, and who can shorten the wait."""
    return _("登录失败次数过多，请于 %(time)s 之后再试；确需立即登录的，请联系安全管理员解锁。") % {
        "time": timezone.localtime(until).strftime("%H:%M")
    }


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Sign-in, sign-out and passwords as this office wants them."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": gettext_lazy("这个账号已停用，请联系系统管理员。"),
        "incorrect_password": gettext_lazy("密码不正确。"),
        "enter_current_password": gettext_lazy("请输入当前密码。"),
    }

    def is_open_for_signup(self, request: ActedRequest) -> bool:
        return False

    def get_client_ip(self, request: ActedRequest) -> str:
        return str(request.actor.address) or "-"

    def get_password_change_redirect_url(self, request: ActedRequest) -> str:
        return reverse("organisation:account")

    def pre_authenticate(self, request: ActedRequest, **credentials: Any) -> None:
        """Count the try before the password is looked at; refuse with the time at which trying makes sense again."""
        now, name = request.now, str(credentials.get("username", ""))
        address = lockout.address_key(self.get_client_ip(request))
        here = lockout.count_try(address, limit=settings.SIGN_IN_ADDRESS_TRIES, at=now)
        if here.locked_until:
            raise ValidationError(locked_words(here.locked_until), code="locked")
        self._verdict = lockout.count_try(lockout.account_key(name), limit=settings.SIGN_IN_TRIES, at=now)
        if self._verdict.locked_until:
            raise ValidationError(locked_words(self._verdict.locked_until), code="locked")

    def authenticate(self, request: ActedRequest, **credentials: Any) -> Person | None:
        person: Person | None = super().authenticate(request, **credentials)
        if person is not None:
            lockout.forgive(lockout.account_key(person.username))
            lockout.take_back(lockout.address_key(self.get_client_ip(request)))
        return person

    def authentication_failed(self, request: ActedRequest, **credentials: Any) -> None:
        now = request.now
        person = Person.objects.filter(username=credentials.get("username", "")).first()
        # A name that is no account may be a password typed into the wrong box: it is not written down.
        username = person.username if person else _("（没有这个账号）")
        who = {"username": username, "person_id": person.pk if person else None, "success": False}
        where = {"address": self.get_client_ip(request), "reason": _("账号或密码不正确")}
        record("account.sign_in_failed", at=now, actor=request.actor, body={**who, **where})
        if self._verdict.just_locked:
            until = timezone.localtime(now + timedelta(minutes=settings.SIGN_IN_LOCK_MINUTES)).isoformat(
                timespec="minutes"
            )
            record("account.locked", at=now, actor=request.actor, body={**who, "until": until})

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """Wrong name or password: say how many tries are left; whether the name exists is not said."""
        if code == "username_password_mismatch":
            left = self._verdict.left
            words = (
                ngettext(
                    "账号或密码不正确，还可以再试 %(left)d 次。", "账号或密码不正确，还可以再试 %(left)d 次。", left
                )
                if left
                else _("账号或密码不正确，已达到允许的次数，账号暂时锁定 %(minutes)d 分钟。")
            )
            return ValidationError(words % {"left": left, "minutes": settings.SIGN_IN_LOCK_MINUTES}, code=code)
        plain: ValidationError = super().validation_error(code, *args)
        return plain

    def post_login(self, request: ActedRequest, user: Person, **kwargs: Any) -> HttpResponse:
        now = request.now
        address = self.get_client_ip(request)
        device = request.META.get("HTTP_USER_AGENT", "")
        sessions.begin(request.session, person=user, address=address, device=device, at=now)
        actor = actor_of(user, on=now.date(), address=address)
        ways = [one.get("type", one["method"]) for one in request.session.get("account_authentication_methods", [])]
        record("account.sign_in", at=now, actor=actor, body={"address": address, "ways": ways})
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response

    def logout(self, request: ActedRequest) -> None:
        now, actor = request.now, request.actor
        record("account.sign_out", at=now, actor=actor, body={})
        sessions.close(request.session, at=now)
        super().logout(request)

    def set_password(self, user: Person, password: str) -> None:
        request = self.request
        passwords.set_password(user, password, at=request.now)
        record("account.password_changed", at=request.now, actor=request.actor, body=about(user))

    def send_notification_mail(self, template_prefix: str, user: Person, *args: Any, **kwargs: Any) -> None:
        """allauth announces every change of second factors here; we write it down instead of sending a mail."""
        change = SECOND_FACTOR_CHANGES.get(template_prefix)
        if change is not None:
            request = self.request
            body = about(user, change=change)
            record("account.second_factor", at=request.now, actor=request.actor, body=body)


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Second factors: the secrets lie encrypted in the database, and the name on the phone is the account's."""

    def encrypt(self, text: str) -> str:
        return personal.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return personal.decrypt(encrypted_text)

    def get_totp_label(self, user: Person) -> str:
        return user.username

    def get_totp_issuer(self) -> str:
        return f"{settings.CITY}枢纽"

    def _get_site_name(self) -> str:
        return self.get_totp_issuer()
