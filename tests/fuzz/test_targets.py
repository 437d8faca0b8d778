"""Every target takes its seeds, what fuzzing found before, and mutations of both."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.seeds import seeds_of
from tests.fuzz.targets import TARGETS

SEEDS = {target: list(seeds_of(target)) for target in TARGETS}
MAX_MUTATED = 1 << 16


@st.composite
def mutated(draw: st.DrawFn) -> tuple[str, bytes]:
    """A target and one of its seeds with some bytes changed, removed, repeated or put in."""
    target = draw(st.sampled_from(sorted(TARGETS)))
    content = bytearray(draw(st.sampled_from(SEEDS[target]))[:MAX_MUTATED])
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(content)))
        end = draw(st.integers(start, min(len(content), start + 200)))
        kept = bytes(content[start:end])
        content[start:end] = draw(
            st.one_of(
                st.binary(max_size=8),
                st.just(kept * 2),
                st.sampled_from(
                    [b"", b"\n", b",", b'"', b"{{", b"}}", b"<", b"\x00", b"-", b"9" * 40, b"[["]
                ),
            )
        )
    return target, bytes(content)


@pytest.mark.parametrize("target", TARGETS)
def test_seeds_and_findings_are_taken(target: str) -> None:
    assert SEEDS[target]
    for content in SEEDS[target]:
        TARGETS[target](content)


@given(mutated())
def test_mutations_are_taken(mutation: tuple[str, bytes]) -> None:
    target, content = mutation

    TARGETS[target](content)
