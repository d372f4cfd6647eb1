"""Qt's event loop, with what qasync leaves out of asyncio's."""

from __future__ import annotations

import sys

from qasync import QEventLoop


class QtEventLoop(QEventLoop):  # type: ignore[misc]  # qasync has no types
    """Closes asynchronous generators that were left half way, as asyncio's own loop does.

    An answer that is given up on leaves some of httpx's behind. Without this they would end outside of the loop, where
    they cannot give their connection back ("async generator ignored GeneratorExit").
    """

    def run_forever(self) -> int:
        before = sys.get_asyncgen_hooks()
        sys.set_asyncgen_hooks(firstiter=self._asyncgen_firstiter_hook, finalizer=self._asyncgen_finalizer_hook)
        try:
            return int(super().run_forever())
        finally:
            sys.set_asyncgen_hooks(*before)
