"""Icons: every drawing renders, every name in the code has a drawing, tint and pixel ratio are kept."""

from __future__ import annotations

import ast
import gc
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage, QPixmap
from PySide6.QtWidgets import QApplication

from leaddesk.ui import icons
from leaddesk.ui.resource import resource

pytestmark = pytest.mark.usefixtures("qapp")

SOURCES = Path(icons.__file__).resolve().parent


def _opaque(picture: QPixmap) -> list[QColor]:
    image = picture.toImage().convertToFormat(QImage.Format.Format_ARGB32)
    colors = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return [color for color in colors if color.alpha() > 150]


def _near(color: QColor, wanted: str) -> bool:
    """The same but for rounding: pixels are kept multiplied by their alpha."""
    other = QColor(wanted)
    return max(abs(color.red() - other.red()), abs(color.green() - other.green()), abs(color.blue() - other.blue())) < 3


def _names_in_the_code() -> set[str]:
    """First arguments of ``icon(...)`` and ``pixmap(...)``, and every ``icon="..."``, under ``leaddesk/ui``."""
    found: set[str] = set()
    for file in SOURCES.rglob("*.py"):
        for call in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(call, ast.Call):
                continue
            called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            candidates = [keyword.value for keyword in call.keywords if keyword.arg == "icon"]
            if called in {"icon", "pixmap", "set_icon", "IconButton"} and call.args:
                candidates.append(call.args[0])
            found |= {
                value.value
                for value in candidates
                if isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value
            }
    return found


@pytest.mark.parametrize("name", sorted(icons.names()))
@pytest.mark.parametrize("ratio", [1.0, 1.5])
def test_every_icon_renders_in_its_colour(name: str, ratio: float) -> None:
    picture = icons.pixmap(name, "#c02040", 20, ratio)
    assert picture.deviceIndependentSize().toSize() == QSize(20, 20)
    colors = _opaque(picture)
    assert len(colors) >= 4
    assert all(_near(color, "#c02040") for color in colors)


@pytest.mark.parametrize("name", sorted(icons.names() - {"app"}))
def test_every_drawing_keeps_to_the_grid_and_the_line(name: str) -> None:
    drawing = ET.parse(resource(f"icons/{name}.svg")).getroot()  # noqa: S314  our own files
    assert drawing.attrib["viewBox"] == "0 0 20 20"
    assert (drawing.attrib["fill"], drawing.attrib["stroke"], drawing.attrib["stroke-width"]) == ("none", "#000", "1.5")
    assert drawing.attrib["stroke-linecap"] == drawing.attrib["stroke-linejoin"] == "round"


def test_every_name_in_the_code_has_a_drawing() -> None:
    assert _names_in_the_code() - icons.names() == set()


def test_an_unknown_name_is_refused_at_once() -> None:
    with pytest.raises(icons.UnknownIconError, match="no-such"):
        icons.icon("no-such", "#000000")
    with pytest.raises(icons.UnknownIconError, match="no-such"):
        icons.pixmap("no-such", "#000000")


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_an_icon_is_crisp_at_every_pixel_ratio(ratio: float) -> None:
    picture = icons.icon("filter", "#123456").pixmap(QSize(16, 16), ratio)
    assert picture.size() == QSize(round(16 * ratio), round(16 * ratio))
    assert picture.deviceIndependentSize().toSize() == QSize(16, 16)


def test_disabled_takes_its_own_colour_or_the_palettes() -> None:
    own = icons.icon("stop", "#ff0000", "#00ff00").pixmap(QSize(16, 16), 1.0, QIcon.Mode.Disabled)
    assert _near(_opaque(own)[0], "#00ff00")
    palette = QApplication.palette()
    palette.setColor(palette.ColorGroup.Disabled, palette.ColorRole.ButtonText, QColor("#0000ff"))
    before = QApplication.palette()
    QApplication.setPalette(palette)
    try:
        left = icons.icon("stop", "#ff0000").pixmap(QSize(16, 16), 1.0, QIcon.Mode.Disabled)
    finally:
        QApplication.setPalette(before)
    assert _near(_opaque(left)[0], "#0000ff")


def test_the_programs_own_mark_keeps_its_colours() -> None:
    assert len({color.name() for color in _opaque(icons.app_icon().pixmap(QSize(64, 64), 1.0))}) > 3


def test_a_changed_copy_of_an_icon_survives_the_garbage_collector() -> None:
    copy = QIcon(icons.icon("plus", "#ff0000"))
    copy.setIsMask(True)
    gc.collect()
    assert _opaque(copy.pixmap(QSize(16, 16), 1.0))


def test_a_resource_must_exist_and_stay_inside() -> None:
    assert resource("icons").is_dir()
    with pytest.raises(FileNotFoundError, match="nothing/here"):
        resource("nothing/here")
    with pytest.raises(ValueError, match="not a path inside"):
        resource("../pyproject.toml")
