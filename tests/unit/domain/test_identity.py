"""Marks in all their spellings, and how names, companies and phone numbers compare."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.domain.identity import (
    Mark,
    folded_company,
    folded_email,
    folded_linkedin,
    folded_name,
    folded_phone,
    folded_words,
    key,
    marks,
)
from leaddesk.domain.mailboxes import is_shared
from leaddesk.domain.many_marks import MARKED, folded_all

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    "text",
    [
        "jo.berg@acme.example",
        "  Jo.Berg@ACME.example ",
        "mailto:jo.berg@acme.example",
        "MAILTO:Jo.Berg@acme.example?subject=Hi",
        "Jo Berg <jo.berg@acme.example>",
        '"Berg, Jo" <jo.berg@acme.example>',
        "<jo.berg@acme.example>",
        "jo.berg@acme.example;",
        "jo.berg @ acme.example",
        "jo.berg@acme.example.",
        "jo.berg@acme.example; other@acme.example",
        "jo.berg@acme.example, other@acme.example",
        "jo.berg\u200b@acme.example",
        "ｊｏ.berg@acme.example",
    ],
)
def test_spellings_of_an_address(text: str) -> None:
    assert folded_email(text) == "jo.berg@acme.example"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "n/a",
        "N/A",
        "none",
        "-",
        "null",
        "xxxxx",
        "xxxxx@acme.example",
        "j***@acme.example",
        "@acme.example",
        "jo.berg",
        "jo.berg@",
        "jo.berg@acme",
        "jo@@acme.example",
        "none@none.com",
        "n/a@n/a.com",
        "https://acme.example",
    ],
)
def test_what_is_no_address(text: str) -> None:
    assert folded_email(text) == ""


def test_a_domain_in_both_its_forms_is_one() -> None:
    assert folded_email("jo@xn--mller-kva.example") == folded_email("jo@MÜLLER.example") == "jo@müller.example"


def test_dots_and_tags_tell_people_apart() -> None:
    assert len({folded_email(text) for text in ("jo.berg@a.example", "joberg@a.example", "joberg+x@a.example")}) == 3


SHARED = [
    *(
        "info",
        "sales",
        "contact",
        "kontakt",
        "office",
        "hello",
        "support",
        "mail",
        "team",
        "admin",
        "verkauf",
        "service",
    ),
    *("vertrieb", "ventas", "commercial", "noreply", "no-reply", "no_reply", "post", "Info", "INFO2", "info+berlin"),
    *("sales.uk", "uk-sales", "info.berlin", "accueil", "contatto", "contacto", "vendite", "hr", "jobs", "buchhaltung"),
    *("e-mail", "customer.service", "helpdesk", "webmaster", "biuro", "zentrale", "secretariat", "reception"),
]


@pytest.mark.parametrize("local", SHARED)
def test_nobody_is_told_by_a_shared_mailbox(local: str) -> None:
    address = f"{local}@acme.example"
    assert folded_email(address) == address.lower()
    assert marks({"email": address}) == ()


@pytest.mark.parametrize(
    "local", ["jo", "anna.berg", "infante", "salesa.k", "j.mailer1x", "mailinger", "hrvoje", "itta.b"]
)
def test_people_are_no_shared_mailbox(local: str) -> None:
    assert marks({"email": f"{local}@acme.example"}) == (Mark("email", f"{local}@acme.example"),)


@pytest.mark.parametrize(
    "text",
    [
        "https://www.linkedin.com/in/anna-bérg",
        "http://linkedin.com/in/anna-bérg/",
        "linkedin.com/in/anna-bérg",
        "www.linkedin.com/in/Anna-BÉRG",
        "https://de.linkedin.com/in/anna-b%C3%A9rg?trk=people",
        "https://m.linkedin.com/in/anna-bérg#experience",
        "https://uk.linkedin.com/in/anna-bérg/en",
        "https://www.linkedin.com/in/anna-bérg/de-de/?originalSubdomain=at",
        "HTTPS://WWW.LINKEDIN.COM/IN/ANNA-B%C3%89RG",
        "https://www.linkedin.com/mwlite/in/anna-bérg",
        "https://www.linkedin.com/mwlite/profile/in/anna-bérg",
        "//linkedin.com/in/anna-bérg",
        " LinkedIn: https://www.linkedin.com/in/anna-bérg ",
        "<https://www.linkedin.com/in/anna-bérg>",
        "https://www.linkedin.com/in/anna-b%25C3%25A9rg",
        "https://www.linkedin.com/in/anna-be\u0301rg/recent-activity/all/",
        "/in/anna-bérg",
        "in/anna-bérg",
        "https://www.linkedin.com:443/in/anna-bérg",
    ],
)
def test_spellings_of_a_profile(text: str) -> None:
    assert folded_linkedin(text) == "in/anna-bérg"


def test_an_old_public_address_is_the_new_one() -> None:
    assert folded_linkedin("http://de.linkedin.com/pub/anna-berg/4/b58/8a1") == "in/anna-berg-8a1b584"
    assert folded_linkedin("linkedin.com/pub/anna-berg/12/34/5/") == "in/anna-berg-00503412"
    assert folded_linkedin("linkedin.com/pub/anna-berg/1/2/3") != folded_linkedin("linkedin.com/pub/anna-berg/1/2/4")


def test_sales_navigator_has_a_namespace_of_its_own() -> None:
    lead = folded_linkedin("https://www.linkedin.com/sales/lead/ACwAAAb1,NAME_SEARCH,x9?_ntb=1")
    assert lead == folded_linkedin("https://www.linkedin.com/sales/people/ACwAAAb1") == "sales/ACwAAAb1"
    assert lead != folded_linkedin("https://www.linkedin.com/sales/lead/ACWAAAB1,x")
    assert Mark("linkedin", lead).namespace != Mark("linkedin", "in/anna").namespace


@pytest.mark.parametrize(
    "text",
    [
        "",
        "n/a",
        "anna-berg",
        "https://www.linkedin.com/company/acme",
        "https://www.linkedin.com/school/x",
        "linkedin.com",
        "https://example.org/in/anna",
        "https://notlinkedin.com/in/anna",
        "https://example.org/linkedin.com/in/anna",
        "https://www.linkedin.com/in/undefined",
        "https://www.linkedin.com/in/xxxxx",
        "linkedin.com/in/a***",
        "xxxxx",
    ],
)
def test_what_is_no_profile(text: str) -> None:
    assert folded_linkedin(text) == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "Anna Berg"}, {"first_name": "ANNA", "last_name": "Berg"}),
        ({"name": "Berg, Anna"}, {"name": "anna  berg"}),
        ({"name": "Dr. Anna M. Berg, PhD"}, {"first_name": "Anna", "last_name": "Berg"}),
        ({"first_name": "Jürgen", "last_name": "Weiß"}, {"name": "Juergen Weiss"}),
        ({"first_name": "Łukasz", "last_name": "O'Neill"}, {"name": "Lukasz ONeill"}),
    ],
)
def test_one_name(one: dict[str, str], other: dict[str, str]) -> None:
    assert folded_name(one) == folded_name(other) is not None


@pytest.mark.parametrize(
    "values", [{}, {"name": "Anna"}, {"name": "n/a"}, {"first_name": "Anna"}, {"name": "xxxxx xxx"}]
)
def test_no_whole_name(values: dict[str, str]) -> None:
    assert folded_name(values) is None


@pytest.mark.parametrize(
    "text",
    [
        "Müller Söhne",
        "Müller Söhne GmbH",
        "MÜLLER SÖHNE G.m.b.H.",
        "Mueller Soehne GmbH & Co. KG",
        "Müller Söhne AG",
        "müller-söhne, Inc.",
        "Muller Sohne S.A.",
        "Müller Söhne S.r.l.",
        "Müller Söhne B. V.",
        "Müller Söhne Ltd",
    ],
)
def test_one_company(text: str) -> None:
    assert folded_company(text) == "muller sohne"


def test_a_company_is_never_all_legal_form() -> None:
    assert folded_company("AG") == "ag"
    assert folded_company("Co. KG") != ""
    assert folded_company("n/a") == folded_company("") == ""


@pytest.mark.parametrize(
    "text", ["+49 30 1115938", "030 1115938", "0049-30-111 59 38", "+49 (0)30 1115938", "(030) 1115938 ext. 12"]
)
def test_one_phone_number(text: str) -> None:
    assert folded_phone(text) == folded_phone("+49301115938") != ""


@pytest.mark.parametrize("text", ["", "n/a", "12345", "0000000000", "+49 xxx xxxx", "1234567890", "999999999"])
def test_what_is_no_phone_number(text: str) -> None:
    assert folded_phone(text) == ""


def test_ids_of_providers_are_marks_of_their_own() -> None:
    assert marks({"reachstream_id": " 7 "}) != marks({"leadsopedia_id": "7"})
    assert marks({"reachstream_id": "n/a", "leadsopedia_id": "xxxxx"}) == ()
    assert len({key(mark) for mark in (*marks({"reachstream_id": "7"}), *marks({"leadsopedia_id": "7"}))}) == 2


def test_a_key_is_the_same_in_every_process_and_fits_sqlite() -> None:
    program = "from leaddesk.domain.identity import *; print(key(Mark('email', 'jo@acme.example')))"
    said = {
        int(subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, cwd=ROOT).stdout)  # noqa: S603 - ours
        for _ in range(2)
    }
    assert said == {key(Mark("email", "jo@acme.example"))}
    assert -(2**63) <= said.pop() < 2**63


@pytest.mark.parametrize(
    "text",
    [
        "https://www.linkedin.com/in/www.linkedin.com/in/anna",
        "https://www.linkedin.com/in/{{linkedin}}",
        "https://www.linkedin.com/in/me/",
        "https://www.linkedin.com/in/unavailable",
        "https://www.linkedin.com/pub/dir/Anna/Berg",
        "https://www.linkedin.com/sales/lead/",
        "https://www.linkedin.com/sales/company/1441",
        "https://www.linkedin.com/sales/search/people?query=x",
        "https://www.linkedin.com/sales/gmail/profile/viewByEmail/jo@acme.example",
    ],
)
def test_what_stands_for_many_profiles_joins_nobody(text: str) -> None:
    assert folded_linkedin(text) == ""
    assert folded_all("linkedin", [text, "https://www.linkedin.com/in/anna"]) == ["", "in/anna"]


def test_an_address_within_an_address_is_the_inner_one() -> None:
    assert folded_linkedin("https://www.linkedin.com/in/https://www.linkedin.com/in/anna") == "in/anna"


ANYTHING = st.one_of(
    st.text(max_size=40),
    st.from_regex(r"[A-Za-zäß._+-]{1,8} ?@[A-Za-zü-]{1,6}\.[A-Za-z]{2,4}\.?", fullmatch=True),
    st.from_regex(
        r"(https?://)?((www|m|de)\.)?linkedin\.com/(in|pub|sales/lead|sales)/([\w%~.:@$-]{1,12}|me|lead|in/x)/?(\?x=1)?",
        fullmatch=True,
    ),
    st.sampled_from(
        ["info@acme.example", "xxxxx", "n/a", "123", "0", "linkedin.com/in/none", "a@xn--mller-kva.example"]
    ),
)


@given(ANYTHING)
def test_folding_twice_is_folding_once(text: str) -> None:
    for fold in (folded_email, folded_linkedin, folded_words, folded_company):
        once = fold(text)
        assert fold(once) == once


@given(ANYTHING)
def test_case_and_white_space_around_change_nothing(text: str) -> None:
    assert folded_email(f" \t{text}\n") == folded_email(text)
    assert folded_linkedin(f" {text} ") == folded_linkedin(text)
    if text.isascii() and "sales" not in text.lower() and "%" not in text:
        assert folded_email(text.upper()) == folded_email(text)
        assert folded_linkedin(text.upper()) == folded_linkedin(text)


@given(
    st.sampled_from(SHARED),
    st.from_regex(r"[a-z]{1,8}\.[a-z]{2,3}", fullmatch=True),
    st.dictionaries(st.sampled_from(["name", "company", "phone", "title"]), st.text()),
)
def test_no_mark_ever_comes_of_a_shared_mailbox(local: str, domain: str, others: dict[str, str]) -> None:
    assert is_shared(folded_email(f"{local}@{domain}") or "info@")
    assert marks({**others, "email": f"{local}@{domain}"}) == ()


@given(st.lists(ANYTHING, min_size=1, max_size=6), st.sampled_from(list(MARKED)))
def test_a_whole_column_folds_as_its_cells_do(cells: list[str], kind: str) -> None:
    one_by_one = [
        next((mark.value for mark in marks({MARKED[kind].value: cell}) if mark.kind == kind), "") for cell in cells
    ]
    assert folded_all(kind, cells) == one_by_one
