"""Run by ``test_real_secret_service`` in a D-Bus session of its own, with one argument: ``at-home`` or ``locked``.

Prints one line of JSON. The key comes by standard input, so that it is in no argument list.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable

from leaddesk.domain.errors import KeychainError
from leaddesk.domain.secret import Secret
from leaddesk.keychain.keychain import Keychain


def seen_by_another_client() -> list[str]:
    """The keys under our name, asked without keyring."""
    import secretstorage

    connection = secretstorage.dbus_init()
    found = secretstorage.search_items(connection, {"service": "LeadDesk", "username": "reachstream"})
    return [item.get_secret().decode() for item in found]


async def at_home(key: str) -> dict[str, object]:
    report: dict[str, object] = {}
    keychain = Keychain()
    report["before"] = await keychain.read("reachstream") is None
    report["stored"] = (await keychain.store("reachstream", Secret(key))).place.value
    report["read"] = (kept := await Keychain().read("reachstream")) is not None and kept.secret == Secret(key)
    report["seen"] = seen_by_another_client() == [key]
    await keychain.store("reachstream", Secret(key[::-1]))
    report["replaced"] = seen_by_another_client() == [key[::-1]]
    await keychain.remove("reachstream")
    report["removed"] = seen_by_another_client() == [] and await Keychain().read("reachstream") is None
    await keychain.remove("reachstream")
    await keychain.store("reachstream", Secret(key))  # for the visit to the locked one
    return report


async def locked(key: str) -> dict[str, object]:
    report: dict[str, object] = {}
    keychain = Keychain(seconds=1)
    questions: dict[str, Callable[[], Awaitable[object]]] = {
        "read": lambda: keychain.read("reachstream"),
        "store": lambda: keychain.store("reachstream", Secret(key)),
        "remove": lambda: keychain.remove("reachstream"),
    }
    for name, ask in questions.items():
        try:
            await ask()
        except KeychainError as error:
            report[name] = type(error).__name__
    await keychain.keep_until_quit("reachstream", Secret(key))
    kept = await keychain.read("reachstream")
    report["memory"] = kept is not None and kept.place.value
    return report


if __name__ == "__main__":
    visit = {"at-home": at_home, "locked": locked}[sys.argv[1]]
    print(json.dumps(asyncio.run(visit(sys.stdin.read()))))
