"""Who a session belongs to, read at each request of the staff: two statements by key, each composed once.

What is checked is Django's own: the signature, the end of the session, and the hash of password and session stamp.
"""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from shuniu.kernel.organisation.models import Person
from shuniu.kernel.reading import rows_where
from shuniu.kernel.remembering import Memory


class SessionStore(db.SessionStore):
    """``SESSION_ENGINE``: sessions in the database, as Django keeps them."""

    def _get_session_from_db(self) -> Session | None:
        key = self.session_key
        found = rows_where(Session, "session_key", key) if key else []
        if found and found[0].expire_date > timezone.now():
            return found[0]
        self._session_key = None
        return None

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """What the session says. A text that was read before has had its signature checked: the same text, the same answer."""
        form = self.serializer()
        said = _said.of(session_data, lambda: form.dumps(super(SessionStore, self).decode(session_data)))
        found: dict[str, Any] = form.loads(said)  # Anew each time: whoever asked may change it.
        return found


_said: Memory[bytes] = Memory(500)


class Backend(AuthenticationBackend):  # type: ignore[misc]  # the library is not typed
    """``AUTHENTICATION_BACKENDS``: the sign-in library's, except for how the person of a session is read."""

    def get_user(self, user_id: int) -> Person | None:
        found = rows_where(Person, "id", user_id)
        return found[0] if found and self.user_can_authenticate(found[0]) else None
