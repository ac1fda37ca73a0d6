"""Sessions in the database, each with its account, so that all of a user's sessions can be ended at once."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from config.accounts.models import Session


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row: Any = super().create_model_instance(data)
        account = data.get("_auth_user_id")
        row.account_id = int(account) if account else None
        return row
