"""What the filter means, how many match, what it could cost, and which field cuts how much."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget

from leaddesk.domain.filter import FIELDS, Filter
from leaddesk.domain.reachstream import Count, Credits, Cut, Explanation
from leaddesk.domain.records import NOTHING
from leaddesk.ui import theme
from leaddesk.ui.reachstream.explain_card import ExplainCard
from leaddesk.ui.reachstream.facts_card import FactsCard
from leaddesk.ui.widgets.bar_chart import Bar, BarChart
from leaddesk.ui.widgets.card import Card, Hairline
from leaddesk.ui.widgets.figure import Figure
from tests.ui.gone import destroy

WANTED = Filter.of({"job_title": ["VP"], "sic_code": ["0111"], "company_address_zipcode": ["02139"]})
OTHER = Filter.of({"job_title": ["VP"]})


def ago(**passed: float) -> datetime:
    return datetime.now(UTC) - timedelta(**passed)


@pytest.fixture(autouse=True)
def _english(qapp: QApplication) -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    yield
    theme.apply(qapp, "light", 100)
    QLocale.setDefault(before)


def heard(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def count(matches: int, of: Filter = WANTED) -> Count:
    return Count(of, matches, NOTHING, ago(minutes=2))


def in_window(card: QWidget, width: int = 900, height: int = 800) -> QWidget:
    window = QWidget()
    column = QVBoxLayout(window)
    column.addWidget(card)
    column.addStretch(1)
    window.resize(width, height)
    window.show()
    QApplication.processEvents()
    return window


class Facts:
    def __init__(self, width: int = 900, height: int = 800) -> None:
        self.card = FactsCard()
        self.window = in_window(self.card, width, height)
        self.card.show_filter(WANTED)

    def told(self) -> str:
        return f"{heard(self.card.count_result)} | {heard(self.card.credits_result)} | {heard(self.card.price)}"


@pytest.fixture
def facts() -> Iterator[Facts]:
    made = Facts()
    yield made
    destroy(made.window)


def test_before_anything_is_asked(facts: Facts) -> None:
    assert facts.told() == "Not counted yet, Counting is free | Credits not read yet | "
    facts.card.show_filter(Filter())
    assert facts.told() == "Not counted yet | Credits not read yet | "
    assert not facts.card.count_button.isEnabled(), "an empty filter is not counted"


def test_the_line_reads_as_a_price(facts: Facts) -> None:
    facts.card.show_count(count(2410893))
    facts.card.show_credits(Credits(720, ago(hours=3)))
    assert facts.told() == (
        "2,410,893 contacts match, Counted 2 min ago | 720 credits, Read 3 h ago | You could buy\n720 of 2,410,893"
    )


def test_one_is_told_in_the_singular(facts: Facts) -> None:
    facts.card.show_count(count(1))
    facts.card.show_credits(Credits(1, ago()))
    assert facts.told().startswith("1 contact matches, ")
    assert "| 1 credit, Read just now |" in facts.told()


@pytest.mark.parametrize(("matches", "balance"), [(0, 720), (5 * 10**9, 2**40), (10**20, -5), (3, 0)])
def test_no_number_is_too_odd(facts: Facts, matches: int, balance: int) -> None:
    facts.card.show_count(count(matches))
    facts.card.show_credits(Credits(balance, ago()))
    assert "{" not in facts.told()
    assert facts.card.price.text().startswith("You could buy")
    facts.card.grab()


def test_a_count_is_stale_as_soon_as_the_filter_changes(facts: Facts) -> None:
    facts.card.show_count(count(48213))
    assert facts.card.count_button.text() == "Count"
    facts.card.show_filter(OTHER)
    assert facts.card.is_stale
    assert facts.told().startswith("48,213 contacts matched, before your last change")
    assert facts.card.count_button.text() == "Count again"
    facts.card.show_filter(WANTED)
    assert not facts.card.is_stale


def test_while_it_counts(facts: Facts) -> None:
    facts.card.set_counting(counting=True)
    assert facts.told().startswith("Counting…")
    assert facts.card.count_button.isEnabled(), "a new count replaces the one that runs"
    facts.card.show_count(count(5))
    assert facts.told().startswith("5 contacts matched, Counting…")
    facts.card.set_counting(counting=False)
    assert facts.told().startswith("5 contacts match, ")
    facts.card.set_reading_credits(reading=True)
    assert not facts.card.refresh_credits.isEnabled()
    assert "Reading the credits…" in facts.told()


def test_its_buttons_ask(facts: Facts) -> None:
    asked: list[str] = []
    facts.card.count_wanted.connect(lambda: asked.append("count"))
    facts.card.credits_wanted.connect(lambda: asked.append("credits"))
    facts.card.fetch_wanted.connect(lambda: asked.append("fetch"))
    facts.card.count_button.click()
    facts.card.refresh_credits.click()
    facts.card.fetch_button.click()
    assert asked == ["count", "credits", "fetch"]
    assert heard(facts.card.count_button) == "Count, Free"
    assert heard(facts.card.fetch_button) == "Fetch…, Spends credits"
    assert facts.card.fetch_button.toolTip()
    facts.card.show_filter(Filter())
    assert not facts.card.fetch_button.isEnabled(), "everybody there is is not bought"


def test_the_sentence_shows_values_literally(facts: Facts) -> None:
    facts.card.show_filter(Filter.of({"job_title": ["<b>%1</b>", "A & B %2"]}))
    assert heard(facts.card.summary) == "Job title is any of <b>%1</b> or A & B %2."


def test_in_a_low_window_the_sentence_is_short_and_opens_by_keyboard() -> None:
    facts = Facts(height=640)
    facts.card.show_filter(Filter.of({field.name: ["x"] for field in FIELDS[:5]}))
    QApplication.processEvents()
    assert heard(facts.card.summary) == "Job title is x, and level is x, and 3 more fields. Show all"
    assert facts.card.summary.focusPolicy() & Qt.FocusPolicy.TabFocus
    facts.card.summary.setFocus()
    QTest.keyClick(facts.card.summary, Qt.Key.Key_Tab)
    facts.card.summary.setFocus(Qt.FocusReason.TabFocusReason)
    facts.card.summary.linkActivated.emit("all")
    assert heard(facts.card.summary).endswith("and company is x.")
    assert facts.card.summary.focusPolicy() & Qt.FocusPolicy.TabFocus, "it can still be read and copied"
    facts.card.show_filter(Filter.of({field.name: ["y"] for field in FIELDS[:5]}))
    assert heard(facts.card.summary).endswith("Show all"), "with the next filter it is short again"
    destroy(facts.window)


def _parts(card: FactsCard) -> list[QWidget]:
    return [
        card.count_result,
        card.credits_result,
        card.refresh_credits,
        card.price,
        card.count_button,
        card.fetch_button,
    ]


@pytest.mark.parametrize("size", [100, 150])
@pytest.mark.parametrize("width", [1600, 900, 600, 420])
def test_facts_and_actions_take_as_many_lines_as_they_need(qapp: QApplication, size: int, width: int) -> None:
    theme.apply(qapp, "light", size)
    facts = Facts(width=width)
    facts.card.show_count(count(2410893))
    facts.card.show_credits(Credits(720, ago(hours=3)))
    QApplication.processEvents()
    places = [
        part.geometry().translated(part.mapTo(facts.card, part.rect().topLeft()) - part.pos())
        for part in _parts(facts.card)
    ]
    for place, part in zip(places, _parts(facts.card), strict=True):
        assert facts.card.rect().contains(place), part.objectName()
        assert place.width() >= min(part.minimumSizeHint().width(), part.maximumWidth()), part.objectName()
    assert not any(one.intersects(other) for at, one in enumerate(places) for other in places[at + 1 :]), (
        "nothing lies over anything else"
    )
    on_one_line = places[0].center().y() - 4 < places[-1].center().y() < places[0].center().y() + 4
    assert on_one_line == (width == 1600), "look.md: two rows where they do not fit"
    destroy(facts.window)


def test_the_lines_follow_the_text_size(facts: Facts, qapp: QApplication) -> None:
    facts.window.resize(1100, 800)
    facts.card.show_count(count(2410893))
    facts.card.show_credits(Credits(720, ago(hours=3)))
    heights = []
    for size in (100, 150, 100):
        theme.apply(qapp, "light", size)
        for _ in range(4):
            QApplication.processEvents()
        button, figure = facts.card.count_button, facts.card.count_result
        heights.append(
            button.mapTo(facts.card, button.rect().center()).y()
            > figure.mapTo(facts.card, figure.rect().bottomLeft()).y()
        )
    assert heights == [False, True, False], "below the figures, and beside them again"


def test_any_order_of_changes_is_survived(facts: Facts, qapp: QApplication) -> None:
    """Layouts that came and went while the text size changed crashed PySide once."""
    chance = random.Random(7)
    facts.card.show_credits(Credits(720, ago()))
    for _ in range(80):
        change = chance.choice(["text", "width", "number", "nothing"])
        if change == "text":
            theme.apply(qapp, chance.choice(["light", "dark"]), chance.choice([85, 100, 130, 150]))
        elif change == "width":
            facts.window.resize(chance.choice([1600, 1200, 900, 600, 420]), 800)
        elif change == "number":
            facts.card.show_count(count(chance.choice([1, 10**6, 10**15])))
        if chance.random() < 0.7:
            QApplication.processEvents()
    assert facts.card.count_result.isVisible()


def test_a_slow_count_can_be_stopped(facts: Facts) -> None:
    stopped: list[str] = []
    facts.card.stop_wanted.connect(lambda: stopped.append("stop"))
    facts.card.set_counting(counting=True)
    assert not facts.card.stop_button.isVisible(), "most counts are over before one could"
    facts.card._slow.timeout.emit()
    assert facts.card.stop_button.isVisible()
    facts.card.stop_button.setFocus()
    facts.card.stop_button.click()
    facts.card.set_counting(counting=False)
    assert stopped == ["stop"]
    assert not facts.card.stop_button.isVisible()
    assert facts.card.count_button.hasFocus()


def test_a_wide_window_can_be_made_narrow_again(facts: Facts) -> None:
    """The lines as they are must not keep the window from getting smaller."""
    facts.card.show_count(count(2410893))
    facts.window.resize(1600, 800)
    QApplication.processEvents()
    assert facts.window.minimumSizeHint().width() < 500


def test_a_value_without_a_space_does_not_widen_the_window(facts: Facts) -> None:
    facts.card.show_filter(Filter.of({"company_name": ["x" * 3000]}))
    QApplication.processEvents()
    assert facts.window.minimumSizeHint().width() < 500


# -- explain


class Explained:
    def __init__(self, *, height: int = 800, is_folded: bool = False) -> None:
        self.card = ExplainCard(is_folded=is_folded)
        self.window = in_window(self.card, 900, height)
        self.card.show_filter(WANTED)

    def show(self, matches: int, **cuts: int) -> None:
        told = tuple(Cut(name, number) for name, number in sorted(cuts.items(), key=lambda cut: -cut[1]))
        self.card.show_explanation(Explanation(count(matches, self.card._filter), told))
        QApplication.processEvents()

    @property
    def chart(self) -> BarChart:
        found = self.card.findChild(BarChart)
        assert isinstance(found, BarChart)
        return found

    def words(self) -> str:
        return self.card.words.text() if self.card.words.isVisible() else ""

    def button(self, name: str) -> QPushButton:
        found = self.card.findChild(QPushButton, name)
        assert isinstance(found, QPushButton)
        return found


@pytest.fixture
def explained() -> Iterator[Explained]:
    made = Explained()
    yield made
    destroy(made.window)


def test_the_chart_tells_what_each_field_cuts(explained: Explained) -> None:
    explained.show(300, company_address_zipcode=1000, job_title=400, sic_code=300)
    assert explained.chart.isVisible()
    assert explained.chart.accessibleName() == (
        "All fields: 300 match; Without ZIP: 1,000 cuts 70%; Without job title: 400 cuts 25%; "
        "Without SIC code: 300 cuts nothing: the other fields already say it"
    )
    assert explained.words() == ""
    assert heard(explained.card.button) == "Explain again, Free"


def test_a_field_that_leaves_something_never_cuts_everything(explained: Explained) -> None:
    explained.show(1, company_address_zipcode=10**6, job_title=1)
    assert "cuts 99%" in explained.chart.accessibleName()


def test_where_nothing_matches_the_field_that_makes_it_so_is_named(explained: Explained) -> None:
    left_out: list[str] = []
    explained.card.leave_out_wanted.connect(left_out.append)
    explained.show(0, company_address_zipcode=48213, job_title=7, sic_code=0)
    assert explained.words() == "No contact matches. ZIP makes it zero: without it, 48,213 match."
    assert "cuts 100%" in explained.chart.accessibleName()
    button = explained.button("explain-leave-out")
    assert button.text() == "Leave ZIP out"
    button.click()
    assert left_out == ["company_address_zipcode"]
    explained.card.show_filter(OTHER)
    assert not button.isVisible(), "what is stale is not acted upon"


def test_where_no_single_field_is_to_blame(explained: Explained) -> None:
    explained.show(0, company_address_zipcode=0, job_title=0, sic_code=0)
    assert "two or more make it zero together" in explained.words()
    assert not explained.button("explain-leave-out").isVisible()


def test_a_single_field(explained: Explained) -> None:
    explained.card.show_filter(OTHER)
    explained.show(12)
    assert explained.words() == "The filter has one field only: it alone decides what matches."
    assert not explained.chart.isVisible()
    explained.show(0)
    assert explained.words() == "No contact matches. Job title makes it zero: it is the only field of the filter."


def test_the_chart_folds_by_hand_and_in_a_low_window(explained: Explained) -> None:
    folded: list[bool] = []
    explained.card.folded.connect(folded.append)
    explained.show(300, company_address_zipcode=1000, job_title=300)
    explained.button("explain-fold").click()
    assert folded == [True]
    assert not explained.chart.isVisible()
    assert explained.words() == "ZIP cuts most: without it, 1,000 match."
    explained.button("explain-fold").click()
    assert explained.chart.isVisible()
    low = Explained(height=640)
    low.show(300, company_address_zipcode=300, job_title=300)
    assert not low.chart.isVisible()
    assert low.words() == "No field alone cuts anything: leaving any one out gives the same contacts."
    destroy(low.window)


def test_an_old_explanation_says_so(explained: Explained) -> None:
    explained.show(300, company_address_zipcode=1000)
    caption = explained.card.findChild(QLabel, "explain-caption")
    assert isinstance(caption, QLabel)
    assert caption.text() == "matches if you leave the field out"
    explained.card.show_filter(OTHER)
    assert caption.text() == "before your last change"


def test_its_progress_is_told_and_can_be_cancelled(explained: Explained) -> None:
    asked: list[str] = []
    explained.card.explain_wanted.connect(lambda: asked.append("explain"))
    explained.card.cancel_wanted.connect(lambda: asked.append("cancel"))
    explained.card.button.click()
    explained.card.begin()
    assert not explained.card.button.isEnabled()
    explained.card.show_progress(2, 4)
    words = explained.card.findChild(QLabel, "progress-text")
    assert isinstance(words, QLabel)
    assert words.text() == "2 of 4 counts"
    explained.button("progress-cancel").click()
    explained.card.end()
    assert asked == ["explain", "cancel"]
    assert explained.card.button.isEnabled()
    assert not words.isVisible()
    explained.card.show_filter(Filter())
    assert not explained.card.button.isEnabled()


@pytest.mark.parametrize("size", [100, 150])
def test_the_card_fits_a_narrow_window(qapp: QApplication, size: int) -> None:
    theme.apply(qapp, "light", size)
    made = Explained()
    made.show(0, company_address_zipcode=48213, job_title=7)
    assert made.window.minimumSizeHint().width() < 1000 - 320
    destroy(made.window)


# -- figure, chart, card


def test_a_figure_is_heard_as_a_sentence() -> None:
    figure = Figure("count-result")
    figure.tell("–", "Not counted yet", "")
    assert heard(figure) == "Not counted yet"
    figure.tell("2,410,893", "contacts match", "Counted just now", tooltip="today")
    assert heard(figure) == "2,410,893 contacts match, Counted just now"
    wide = figure.sizeHint().width()
    figure.tell("1", "contact matches", "Counted just now")
    assert figure.sizeHint().width() < wide
    assert figure.toolTip() == ""


def test_a_figure_grows_with_the_text_size(qapp: QApplication) -> None:
    figure = Figure("x")
    figure.tell("720", "credits", "Read just now")
    before = figure.sizeHint()
    theme.apply(qapp, "light", 150)
    assert figure.sizeHint().width() > before.width()
    assert figure.sizeHint().height() > before.height()


@pytest.mark.parametrize("width", [240, 400, 1200])
def test_bars_of_all_lengths_are_painted(width: int) -> None:
    chart = BarChart("chart")
    chart.grab()
    chart.show_bars(
        [
            Bar("All fields", 0, "match", is_total=True),
            Bar("Without a very long field name", 10**12, "cuts 100%"),
            Bar("x", 1, ""),
        ]
    )
    chart.resize(width, chart.sizeHint().height())
    picture = chart.grab().toImage()
    colours = {picture.pixelColor(x, y).name().upper() for x in range(width) for y in range(picture.height())}
    assert theme.LIGHT.series[0] in colours
    assert theme.LIGHT.series[5] not in colours, "none has no bar"
    assert chart.sizeHint().height() >= 3 * chart.fontMetrics().height()


def test_a_card_and_its_line(qapp: QApplication) -> None:
    card = Card("some-card")
    card.column.addWidget(Hairline())
    for name, tokens in (("light", theme.LIGHT), ("dark", theme.DARK)):
        theme.apply(qapp, name, 100)
        card.resize(100, 60)
        picture = card.grab().toImage()
        colours = {picture.pixelColor(50, y).name().upper() for y in range(60)}
        assert {tokens.surface, tokens.border} <= colours
