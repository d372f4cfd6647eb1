"""What the commands of one tab share: they act on its page, and are offered only once that was shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar, cast

if TYPE_CHECKING:
    from leaddesk.app.commanded import Commanded

P = TypeVar("P")


class OnPage(Generic[P]):
    """The page of ``tab``, for commands that outlive it."""

    def __init__(self, session: Commanded, tab: str) -> None:
        self._session, self._tab = session, tab

    @property
    def page(self) -> P | None:
        """None before it was shown, and after the end."""
        return None if self._session.is_closed else cast("P | None", self._session.window.page(self._tab))

    def run(self, act: Callable[[P], object]) -> Callable[[], None]:
        """Does ``act`` with the page; nothing where there is none."""

        def on_page() -> None:
            page = self.page
            if page is not None:
                act(page)

        return on_page

    def able(self, can: Callable[[P], bool] = lambda _: True) -> Callable[[], bool]:
        """Whether there is a page of which ``can`` holds."""

        def on_page() -> bool:
            page = self.page
            return page is not None and can(page)

        return on_page
