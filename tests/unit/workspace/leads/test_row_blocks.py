"""What is worked out for many rows at once is what is worked out for each."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from leaddesk.domain.identity import Mark, key
from leaddesk.domain.import_rows import SEPARATOR
from leaddesk.domain.imports import Mapping
from leaddesk.workspace.leads.row_blocks import RowBlock, RowBlocks, keys_of, packed, unpacked


@given(
    st.sampled_from(["email", "linkedin", "contents"]),
    st.lists(st.text(min_size=1, max_size=90).filter(lambda t: "\n" not in t)),
)
def test_keys_of_many_are_those_of_each(kind: str, folded: list[str]) -> None:
    assert keys_of(kind, folded).tolist() == [key(Mark(kind, text)) for text in folded]


CELLS = st.sampled_from(["", "Anna", "Berg", "ä@x.example", "info@x.example", "not", "\u3000", " x", "x\xa0", "Ñ à"])
MAPPINGS = st.sampled_from(
    [
        Mapping(("first_name", "last_name", "email")),
        Mapping(("name", "custom:Shoe", "email")),
        Mapping(("first_name", "name", "last_name")),
        Mapping(("email", None, "custom:Shoe")),
        Mapping(("email", "email", "title")),
        Mapping(("title", "level", "email", "name")),
    ]
)


@given(MAPPINGS, st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=8), st.booleans())
def test_rows_that_were_not_taken_apart_become_the_same(
    mapping: Mapping, rows: list[tuple[str, str, str]], keeps_given: bool
) -> None:
    reading = RowBlocks(mapping, keeps_given=keeps_given)
    text = SEPARATOR.join(cell for row in rows for cell in row).encode()
    apart, joined = reading.block(7, [list(row) for row in rows]), reading.joined_block(7, text, 3)
    for block in (joined, unpacked(packed(joined))):
        assert filled(block) == filled(apart)
        assert [*block.numbers] == [*apart.numbers]
        assert (block.keys.tolist(), block.owners.tolist()) == (apart.keys.tolist(), apart.owners.tolist())
        assert [(number, [*row], why) for number, row, why in block.refused] == [
            (number, [*row], why) for number, row, why in apart.refused
        ]
        assert (block.total, [*block.given]) == (apart.total, [*apart.given])


def filled(block: RowBlock) -> list[list[str | None]]:
    return [[*cells] if cells and any(cells) else [] for cells in block.table.apart()]
