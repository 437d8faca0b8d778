"""Who pays: the text of postings.csv, and back."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.values.financing import KINDS, Payer

sources = st.builds(Payer, st.sampled_from(KINDS), st.none(), st.booleans()) | st.builds(
    Payer, st.just("partner"), st.from_regex(r"\A[a-z]{1,5}(-[a-z0-9]{1,5})?\Z"), st.booleans()
)


@given(sources)
def test_a_source_reads_back_as_it_was_written(source: Payer) -> None:
    assert Payer.parse(str(source)) == source


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("grnat", "did you mean 'grant'?"),
        ("own:hospital", "so it begins with partner:"),
        ("partner:", "write grant, own, partner"),
        ("grant/kind", "write grant, own, partner"),
        ("Partner", "write grant, own, partner"),
        ("partner:Hammel", "write grant, own, partner"),
    ],
)
def test_another_text_is_explained(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        Payer.parse(text)
