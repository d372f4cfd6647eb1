"""What speaks for one person, and what against."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from leaddesk.domain.identity import folded_name, marks
from leaddesk.domain.likely import Person, Reason, bits_of, doubts, is_certain, reasons_between, reasons_of


def person(name: str = "", **values: str) -> Person:
    return Person(frozenset(marks(values)), folded_name({"name": name}))


MAIL = "anna@acme.example"


def test_one_mark_is_enough_as_long_as_nothing_speaks_against_it() -> None:
    assert is_certain(person("Anna Berg", email=MAIL), person("Berg, Anna", email=MAIL))
    assert is_certain(person("Anna Berg", email=MAIL), person("Anna Schmidt", email=MAIL))
    assert is_certain(person("Jo Berg", email=MAIL), person("Johanna Moss", email=MAIL))
    assert is_certain(person("Anna Berg", email=MAIL), person(email=MAIL))
    assert not is_certain(person("Anna Berg", email=MAIL), person("Carl Dunn", email=MAIL))
    assert not is_certain(person(), person())


def test_profiles_of_two_namespaces_say_nothing_against_each_other() -> None:
    one, other = (
        person(linkedin="linkedin.com/in/a", email=MAIL),
        person(linkedin="linkedin.com/sales/lead/A", email=MAIL),
    )
    assert is_certain(one, other)
    assert doubts(one, person(linkedin="linkedin.com/in/b")) == {Reason.OTHER_PROFILE}


def test_why_is_told() -> None:
    one = person("Anna Berg", email=MAIL, reachstream_id="1")
    other = person("Carl Dunn", email=MAIL, reachstream_id="2")
    told = reasons_between(one, other)
    assert told == {Reason.SAME_EMAIL, Reason.OTHER_NAME, Reason.OTHER_ID}
    assert reasons_of(bits_of(*told)) == told


PEOPLE = st.builds(
    person,
    name=st.sampled_from(["", "Anna Berg", "Carl Dunn", "Anna"]),
    email=st.sampled_from(["", MAIL, "info@acme.example", "b@x.example"]),
    linkedin=st.sampled_from(["", "linkedin.com/in/a", "linkedin.com/in/b"]),
    reachstream_id=st.sampled_from(["", "1", "2"]),
)


@given(PEOPLE, PEOPLE)
def test_it_is_the_same_from_both_sides(one: Person, other: Person) -> None:
    assert is_certain(one, other) == is_certain(other, one)
    assert doubts(one, other) == doubts(other, one)
    assert reasons_between(one, other) == reasons_between(other, one)
    assert is_certain(one, one) == bool(one.marks)
