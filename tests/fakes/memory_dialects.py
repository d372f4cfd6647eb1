"""What was learnt of the providers, in memory."""

from __future__ import annotations

from collections.abc import Mapping


class MemoryDialects:
    """``learnt``: a provider's id to operations to what was learnt of each. A test fills it as a call would."""

    def __init__(self) -> None:
        self.learnt: dict[str, dict[str, str]] = {}

    def known(self, provider: str) -> Mapping[str, str]:
        return dict(self.learnt.get(provider, {}))

    def forget_all(self, provider: str) -> None:
        self.learnt.pop(provider, None)
