"""Where sessions are kept: in PostgreSQL, under a digest of their key, so that the table opens no door.

Source: docs/adr/0010-signing-in.md.
"""

import hashlib
import time

from asgiref.sync import sync_to_async
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from .models import Session

STARTED_AT = "_started_at"
SEEN_AT = "_seen_at"


def digest_of(key: str | None) -> str:
    """Return the 40 characters under which the session with this key is stored."""
    return hashlib.sha256((key or "").encode()).hexdigest()[:40]


class SessionStore(DatabaseStore):
    """Django's own store, but the key itself exists only in the browser's cookie."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        found = self.model.objects.filter(
            session_key=digest_of(self.session_key), expire_date__gt=timezone.now()
        ).first()
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str) -> bool:
        return super().exists(digest_of(session_key))

    def create_model_instance(self, data: dict) -> Session:
        """Return the row, with its owner; the moments of a signed-in session begin with its first row."""
        if SESSION_KEY in data:
            now = int(time.time())
            data.setdefault(STARTED_AT, now)
            data.setdefault(SEEN_AT, now)
        row = super().create_model_instance(data)
        row.session_key = digest_of(self.session_key)
        row.user_id = data.get(SESSION_KEY)
        return row

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            self.model.objects.filter(session_key=digest_of(key)).delete()

    # Django's asynchronous twins would use the key itself.
    async def _aget_session_from_db(self) -> Session | None:
        return await sync_to_async(self._get_session_from_db)()

    async def aexists(self, session_key: str) -> bool:
        return await sync_to_async(self.exists)(session_key)

    async def acreate_model_instance(self, data: dict) -> Session:
        return await sync_to_async(self.create_model_instance)(data)

    async def adelete(self, session_key: str | None = None) -> None:
        await sync_to_async(self.delete)(session_key)
