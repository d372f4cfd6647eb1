from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from keyring.backend import KeyringBackend
from keyring.backends import SecretService, fail, null
from keyring.backends.chainer import ChainerBackend

from leaddesk.domain.errors import NoKeychain
from leaddesk.keychain.backend import checked
from tests.fakes.keyring_backends import Obedient

ROOT = Path(__file__).parents[3]


class OfTheSystem(Obedient):
    """Stands for a keychain of the operating system: what counts is where a class is defined."""


OfTheSystem.__module__ = SecretService.__name__


class Plaintext(Obedient):
    """As ``keyrings.alt`` would bring it."""


Plaintext.__module__ = "keyrings.alt.file"


class PlaintextInDisguise(Plaintext):
    """Somebody else's class, which inherits the file."""


def chain(*members: KeyringBackend) -> KeyringBackend:
    class Chain(ChainerBackend):
        backends = members

    return Chain()  # type: ignore[no-untyped-call]  # keyring has none


@pytest.mark.parametrize("kind", [fail.Keyring, null.Keyring, Plaintext, PlaintextInDisguise])
def test_what_keeps_nothing_or_keeps_it_in_plain_text_is_refused(kind: type[KeyringBackend]) -> None:
    with pytest.raises(NoKeychain):
        checked(kind())


def test_the_keychain_of_the_system_is_taken() -> None:
    backend = OfTheSystem()
    assert checked(backend) is backend


def test_a_backend_that_a_person_chose_is_taken() -> None:
    backend = Obedient()
    assert checked(backend) is backend


def test_of_a_chain_only_the_keychain_of_the_system_is_taken() -> None:
    safe = OfTheSystem()
    assert checked(chain(Plaintext(), Obedient(), safe, OfTheSystem())) is safe


def test_a_chain_without_one_is_refused() -> None:
    with pytest.raises(NoKeychain):
        checked(chain(Plaintext(), Obedient()))
    with pytest.raises(NoKeychain):
        checked(chain())


@pytest.mark.parametrize(
    ("named", "outcome"),
    [
        ("keyring.backends.null.Keyring", "NoKeychain"),
        ("keyring.backends.fail.Keyring", "NoKeychain"),
        ("keyring.backends.chainer.ChainerBackend", "NoKeychain"),
        ("keyrings.alt.file.PlaintextKeyring", "NoKeychain"),
        ("not.there.at.all", "NoKeychain"),
        ("tests.fakes.keyring_backends.NotThere", "NoKeychain"),
        ("tests.fakes.keyring_backends.Obedient", "Obedient"),
        ("", "NoKeychain"),
    ],
)
def test_what_the_environment_names_is_checked_as_well(named: str, outcome: str, tmp_path: Path) -> None:
    """In a process without a D-Bus, with a plain-text backend installed that keyring would find by itself."""
    plugin = tmp_path / "keyrings" / "alt"
    plugin.mkdir(parents=True)
    (plugin / "__init__.py").touch()
    (plugin / "file.py").write_text(
        "from tests.fakes.keyring_backends import Obedient\nclass PlaintextKeyring(Obedient):\n    priority = 9\n"
    )
    program = """
import sys
from leaddesk.domain.errors import NoKeychain
from leaddesk.keychain.backend import safe_backend
import keyrings.alt.file
try:
    print(type(safe_backend()).__name__)
except NoKeychain:
    print("NoKeychain")
"""
    environment = {
        "HOME": str(tmp_path),
        "PYTHONPATH": os.pathsep.join(map(str, (tmp_path, ROOT))),
        "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent",
    }
    if named:
        environment["PYTHON_KEYRING_BACKEND"] = named
    ended = subprocess.run(  # noqa: S603
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=30, check=False
    )
    assert (ended.stdout.strip(), ended.stderr) == (outcome, "")
