"""Keychains that behave as real ones do on bad days. They are keyring backends, so keyring's own checks apply."""

from __future__ import annotations

import threading

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError, PasswordSetError


class Obedient(KeyringBackend):
    """Keeps what it is given, and counts the questions."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring has none
        self.entries: dict[tuple[str, str], str] = {}
        self.questions = 0
        self.threads: set[threading.Thread] = set()

    def get_password(self, service: str, username: str) -> str | None:
        self.questions += 1
        self.threads.add(threading.current_thread())
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.entries:
            raise PasswordDeleteError("No such password!")
        del self.entries[service, username]


class Hanging(Obedient):
    """Does not answer before ``let_go`` is set."""

    def __init__(self) -> None:
        super().__init__()
        self.let_go = threading.Event()
        self.was_asked = threading.Event()
        self.calls = 0

    def _hang(self) -> None:
        self.calls += 1
        self.was_asked.set()
        self.let_go.wait()

    def get_password(self, service: str, username: str) -> str | None:
        self._hang()
        return super().get_password(service, username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self._hang()
        super().set_password(service, username, password)


class Chatty(Obedient):
    """Refuses, and quotes the key in its error."""

    def set_password(self, service: str, username: str, password: str) -> None:
        del service
        try:
            raise ValueError(f"bad value {password}")
        except ValueError as error:
            raise PasswordSetError(f"cannot store {password!r} for {username}") from error


class Dropping(Obedient):
    """Says yes and keeps nothing."""

    def set_password(self, service: str, username: str, password: str) -> None:
        del service, username, password


class Clinging(Obedient):
    """Says yes and removes nothing."""

    def delete_password(self, service: str, username: str) -> None:
        del service, username
