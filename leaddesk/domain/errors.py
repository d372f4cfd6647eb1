"""The family of errors that a person can act on.

They carry facts (status, host, wait time), never words: the words stand in ``leaddesk/ui/error_texts/``, one entry a
type. Anything else that is raised is a bug, but for ``asyncio.CancelledError``, about which nothing is said.

    LeadDeskError
    ├── ProviderError                 a call to a provider did not give what was asked
    │   ├── NoKey                     nothing to send: no key is kept for this provider
    │   ├── NoListToAsk               nothing to ask for: no list is kept, and it can only be asked for one
    │   ├── KeyRefused                401; 403 where it says the same
    │   ├── NoAccess                  403: the key is good, but not for this
    │   ├── NotEnoughCredits          402
    │   ├── NothingThere              404
    │   ├── AskedToSlowDown           429, and still 429 after waiting
    │   ├── MonthUsedUp               all calls of the month are made; the next was not sent
    │   ├── RequestRefused            400 and every other 4xx
    │   ├── ProviderFailed            5xx
    │   ├── Unreachable               no connection, or it broke
    │   ├── TooSlow                   the deadline of the whole call passed
    │   ├── UnreadableAnswer          not what the documentation says, and not guessable
    │   ├── AnswerTooLarge            more decoded bytes than LeadDesk reads
    │   └── RedirectRefused           a redirect; the key never follows one
    ├── AddressRefused                a provider address that keys must not be sent to
    ├── KeyUnusable                   a typed key that cannot travel in an HTTP header
    ├── KeychainError
    │   ├── NoKeychain                this computer has none that is safe
    │   ├── KeychainNotAnswering      locked, or hanging
    │   └── KeychainRefused           it said no
    ├── ReceiverError
    │   ├── PortTaken                 another program listens where the receiver should
    │   ├── NoRoundTrip               a test through the public address did not come back
    │   ├── NoWebhookSecret           none is kept, so a fetch cannot name it
    │   └── InboxRefused              the inbox elsewhere does not answer as one, or not to this key
    ├── DemoNotStarted                the demo's own process did not come up
    ├── FilterUnreadable              pasted text that is not a filter
    ├── FileError
    │   ├── FileUnreadable
    │   ├── CannotWrite
    │   └── DiskFull
    └── WorkspaceError
        ├── WorkspaceNewer            written by a later LeadDesk; left untouched
        ├── WorkspaceUnusable         cannot be opened or written
        ├── NameTaken                 a saved filter of that name is there
        ├── ListKnown                 this list is kept already
        ├── ListGone                  this list is not kept any more
        ├── ReadElsewhere             another LeadDesk reads this list now
        ├── StepOverwritten           what was done since stands in the way of undoing or doing again
        ├── LeadsBusy                 an import, or another LeadDesk, is writing to My Leads
        ├── PurchasesDamaged          the file of purchases is damaged; nothing is bought until it is put right
        ├── PurchaseBlocked           another purchase, or a difference in the ledger, must be settled first
        ├── WorkBroken                the process that did the work ended without a word; nothing was changed
        └── LeadsDamaged              the file of My Leads is damaged; it is open for reading, or a backup is
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path


class LeadDeskError(Exception):
    """Something that a person can act on."""


class ProviderError(LeadDeskError):
    """A call to ``provider`` (its id, such as ``"reachstream"``) did not give what was asked."""

    def __init__(self, provider: str) -> None:
        super().__init__(provider)
        self.provider = provider


class NoKey(ProviderError):
    """No key is kept for the provider, so nothing was sent."""


class NoListToAsk(ProviderError):
    """The provider can only be asked for a list and none is kept, so nothing was sent."""


class _Answered(ProviderError):
    """The provider answered, but with an error."""

    def __init__(self, provider: str, status: int, said: str = "") -> None:
        """``status``: HTTP's or the one in the body; ``said``: the provider's own message, never with a key."""
        super().__init__(provider)
        self.status = status
        self.said = said


class KeyRefused(_Answered):
    """401, and ReachStream's 403 (providers.md: both mean a bad key)."""


class NoAccess(_Answered):
    """403 of ReactIn and Leadsopedia: the key is good, but not for what was asked, such as somebody else's list."""


class NotEnoughCredits(_Answered):
    """402. ``available`` and ``requested`` are None where the answer does not name them."""

    def __init__(
        self, provider: str, status: int, said: str = "", available: int | None = None, requested: int | None = None
    ) -> None:
        super().__init__(provider, status, said)
        self.available = available
        self.requested = requested


class NothingThere(_Answered):
    """404 under every documented path; ``status`` 200 where the answer was a list without what was asked for."""


class AskedToSlowDown(_Answered):
    """429, and waiting as asked did not help or would have taken too long. ``wait`` is in seconds, None if not said."""

    def __init__(self, provider: str, status: int, said: str = "", wait: float | None = None) -> None:
        super().__init__(provider, status, said)
        self.wait = wait


class MonthUsedUp(ProviderError):
    """All ``limit`` calls of the month are made; ``until`` (aware) is when the next month begins."""

    def __init__(self, provider: str, limit: int, until: datetime) -> None:
        super().__init__(provider)
        self.limit = limit
        self.until = until


class RequestRefused(_Answered):
    """400 and every other 4xx: the provider did not like the request itself."""


class ProviderFailed(_Answered):
    """5xx."""


class Unreachable(ProviderError):
    """No connection, or it broke. ``reason`` is one word: ``name``, ``refused``, ``tls``, ``cut`` or ``network``."""

    def __init__(self, provider: str, host: str, reason: str) -> None:
        super().__init__(provider)
        self.host = host
        self.reason = reason


class TooSlow(ProviderError):
    """The whole call took longer than ``seconds``."""

    def __init__(self, provider: str, seconds: float) -> None:
        super().__init__(provider)
        self.seconds = seconds


class UnreadableAnswer(ProviderError):
    """Not what the documentation says. ``found`` is one word: ``html``, ``json``, ``shape`` or ``encoding``."""

    def __init__(self, provider: str, found: str) -> None:
        super().__init__(provider)
        self.found = found


class AnswerTooLarge(ProviderError):
    """The decoded answer was over ``limit`` bytes; the rest was not read."""

    def __init__(self, provider: str, limit: int) -> None:
        super().__init__(provider)
        self.limit = limit


class RedirectRefused(ProviderError):
    """The provider pointed to ``host`` (may be empty). LeadDesk does not follow: a key would travel along."""

    def __init__(self, provider: str, host: str) -> None:
        super().__init__(provider)
        self.host = host


class AddressRefused(LeadDeskError):
    """An address that a key must not be sent to. ``reason``: ``scheme``, ``plain``, ``host`` or ``credentials``."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(reason)
        self.address = address
        self.reason = reason


class KeyUnusable(LeadDeskError):
    """A key that cannot travel in a header. ``reason``: ``empty``, ``characters`` or ``long``. Never holds the key."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class KeychainError(LeadDeskError):
    """The operating system's keychain could not do what was asked."""


class NoKeychain(KeychainError):
    """There is no keychain on this computer, or only one that would keep keys in plain text."""


class KeychainNotAnswering(KeychainError):
    """The keychain is locked or hangs: no answer within ``seconds``."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds


class KeychainRefused(KeychainError):
    """The keychain said no. ``kind`` is the type of its error, never its text (which may hold the key)."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class ReceiverError(LeadDeskError):
    """Deliveries cannot be received as things stand."""


class PortTaken(ReceiverError):
    """Another program listens there, or the system does not let us."""

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self.port = port


class NoRoundTrip(ReceiverError):
    """A test through the public address did not come back to us."""

    def __init__(self, host: str, found: str) -> None:
        """``found``: ``name``, ``refused``, ``cut``, ``tls``, ``network``, ``slow``, ``redirect``, ``status 404``,
        ``not-ours`` (answered well, but our receiver saw nothing), ``no-address``, ``not-listening``.
        """
        super().__init__(host, found)
        self.host = host
        self.found = found


class NoWebhookSecret(ReceiverError):
    """None is kept."""


class InboxRefused(ReceiverError):
    """The inbox elsewhere; ``found`` as of NoRoundTrip, or ``key``, ``shape``."""

    def __init__(self, host: str, found: str) -> None:
        super().__init__(host, found)
        self.host = host
        self.found = found


class DemoNotStarted(LeadDeskError):
    """The demo's own process did not come up."""


class FilterUnreadable(LeadDeskError):
    """Pasted text that holds no filter. ``reason``: ``empty``, ``json``, ``shape`` or ``fields``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class FileError(LeadDeskError):
    """A file could not be written or read. ``path`` is the one that the person chose."""

    def __init__(self, path: Path, reason: str = "") -> None:
        """``reason``: the system's own words for what is wrong, such as "Permission denied"."""
        super().__init__(str(path), reason)
        self.path = path
        self.reason = reason


class FileUnreadable(FileError):
    """A chosen file cannot be read.

    ``reason`` is a word: ``gone``, ``locked``, ``empty``, ``encoding``, ``not-xlsx``, ``encrypted``, ``too-large``,
    ``damaged``, ``changed`` (while it was read), ``no-columns`` (a template without any that can be filled), or the
    system's own words.
    """


class CannotWrite(FileError):
    """No permission, no such folder, a folder in the way, open in another program, ..."""


class DiskFull(FileError):
    """No room (ENOSPC, EDQUOT)."""


class WorkspaceError(LeadDeskError):
    """LeadDesk's own folder or database cannot be used."""


class WorkspaceNewer(WorkspaceError):
    """Written by a later LeadDesk: schema ``found``, this one knows ``known``. The file was left untouched."""

    def __init__(self, path: Path, found: int, known: int) -> None:
        super().__init__(str(path))
        self.path = path
        self.found = found
        self.known = known


class WorkspaceUnusable(WorkspaceError):
    """The folder or the database at ``path`` cannot be opened or written; ``reason`` in the system's words."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(str(path), reason)
        self.path = path
        self.reason = reason


class NameTaken(WorkspaceError):
    """A saved filter called ``name`` is there already."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class ListKnown(WorkspaceError):
    """This list is kept already, as ``name``."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class ListGone(WorkspaceError):
    """This list is not kept any more: another LeadDesk has removed it."""


class ReadElsewhere(WorkspaceError):
    """Another LeadDesk has begun to read the list ``name``; this one stopped."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class StepOverwritten(WorkspaceError):
    """What was done since stands in the way of undoing, or doing again, the step ``act``. Nothing was changed."""

    def __init__(self, act: str) -> None:
        super().__init__(act)
        self.act = act


class LeadsBusy(WorkspaceError):
    """An import, or another LeadDesk, is writing to My Leads. Nothing was changed; it can be tried again after it."""


class LeadsDamaged(WorkspaceError):
    """The file of My Leads at ``path`` is damaged: nothing is written to it; what can be read is shown."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


class PurchasesDamaged(WorkspaceError):
    """The file of purchases is damaged: it is open for reading, and nothing is bought."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path


class PurchaseBlocked(WorkspaceError):
    """Something must be settled first. ``number``: of the purchase in the way; None for a difference in the ledger."""

    def __init__(self, number: int | None) -> None:
        super().__init__(number)
        self.number = number


class WorkBroken(WorkspaceError):
    """The process that did the job ``name`` ended without a word: killed, or out of memory. Nothing is half done."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name
