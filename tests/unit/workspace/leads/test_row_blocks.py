"""What is worked out for many rows at once is what is worked out for each."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from leaddesk.domain.identity import Mark, key
from leaddesk.workspace.leads.row_blocks import keys_of


@given(
    st.sampled_from(["email", "linkedin", "contents"]),
    st.lists(st.text(min_size=1, max_size=90).filter(lambda t: "\n" not in t)),
)
def test_keys_of_many_are_those_of_each(kind: str, folded: list[str]) -> None:
    assert keys_of(kind, folded).tolist() == [key(Mark(kind, text)) for text in folded]
