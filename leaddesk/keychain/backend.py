"""Which keychain keyring may use for us.

keyring takes whatever is installed, plain-text files included (``keyrings.alt``), or nothing at all, silently
(``null``). What it finds by itself must therefore be one of the operating systems' own; what a person names
(``PYTHON_KEYRING_BACKEND``, ``keyringrc.cfg``) may be anything that is not known to be unsafe.

Everything here may block, and imports keyring; for the worker thread only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from leaddesk.domain.errors import NoKeychain

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_OF_THE_SYSTEM = (
    "keyring.backends.SecretService",
    "keyring.backends.kwallet",
    "keyring.backends.libsecret",
    "keyring.backends.macOS",
    "keyring.backends.Windows",
)
_UNSAFE = ("keyring.backends.fail", "keyring.backends.null", "keyrings.alt", "keyring.testing")


def safe_backend() -> KeyringBackend:
    """The keychain to use. Raises NoKeychain where there is none, or none that is safe."""
    try:
        import keyring.core  # noqa: PLC0415 - slow, and only this thread may wait for it

        keyring.core.init_backend(limit=is_of_the_system)
        chosen = keyring.core.get_keyring()
    except Exception:  # noqa: BLE001 - a backend that is named but not there may raise anything
        raise NoKeychain from None
    return checked(chosen)


def checked(backend: KeyringBackend) -> KeyringBackend:
    """``backend`` itself, or the first of a chain that is the system's own. Raises NoKeychain where it is unsafe."""
    from keyring.backends.chainer import ChainerBackend  # noqa: PLC0415 - as above

    if isinstance(backend, ChainerBackend):
        members: list[KeyringBackend] = backend.backends
        for member in members:
            if is_of_the_system(member):
                return member
        raise NoKeychain
    if _comes_from(backend, _UNSAFE):
        raise NoKeychain
    return backend


def is_of_the_system(backend: KeyringBackend) -> bool:
    """Whether the operating system, or its desktop, encrypts what this backend keeps."""
    return _is_within(type(backend).__module__, _OF_THE_SYSTEM)


def _comes_from(backend: KeyringBackend, packages: tuple[str, ...]) -> bool:
    """Whether it or anything that it inherits from is defined in one of ``packages``."""
    return any(_is_within(base.__module__, packages) for base in type(backend).__mro__)


def _is_within(module: str, packages: tuple[str, ...]) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in packages)
