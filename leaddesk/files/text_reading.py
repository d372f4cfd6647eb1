"""A text file as it is, such as a list of addresses: what a person has, not what is too large to look through."""

from __future__ import annotations

from pathlib import Path

from leaddesk.domain.errors import FileUnreadable
from leaddesk.files.recognition import decoded, is_garbage, recognised_encoding

_LARGEST = 64 * 1024 * 1024


def read_text(path: Path) -> str:
    """The text, in whatever encoding it is. Blocks. Raises FileUnreadable."""
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except FileNotFoundError as error:
        raise FileUnreadable(path, "gone") from error
    except OSError as error:
        raise FileUnreadable(path, error.strerror or type(error).__name__) from error
    if len(content) > _LARGEST:
        raise FileUnreadable(path, "too-large")
    text = decoded(content, recognised_encoding(content, is_whole=True)[0])
    if is_garbage(text):
        raise FileUnreadable(path, "encoding")
    return text
