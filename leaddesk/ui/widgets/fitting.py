"""A dialog that is as high as its sentences need at its width."""

from __future__ import annotations

from PySide6.QtWidgets import QLayout, QWidget


def fit(dialog: QWidget, letters: int) -> None:
    """Make ``dialog`` as wide as so many letters, and as high as its layout needs then.

    The layout's own least height is that of the narrowest dialog, where every sentence takes many lines.
    """
    layout = dialog.layout()
    if layout is not None:
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        width = max(dialog.minimumWidth(), letters * dialog.fontMetrics().averageCharWidth())
        dialog.resize(width, layout.totalHeightForWidth(width))
