"""The list of characters says what the fonts in the package have."""

from pathlib import Path

from fontTools.ttLib import TTFont

import grants.render
from grants.values.glyphs import not_in_font

FONTS = sorted((Path(grants.render.__file__).parent / "fonts").glob("*.ttf"))


def test_the_list_is_that_of_the_fonts() -> None:
    assert len(FONTS) == 4
    shared = set.intersection(*(set(TTFont(path).getBestCmap()) for path in FONTS))

    missing = not_in_font()
    drawn = (code for code in range(0x110000) if chr(code) not in "\n\r\t")
    listed = {code for code in drawn if not missing.match(chr(code))}
    assert listed == {code for code in shared if code >= 32}
    assert set("æøåÆØÅéö–»«“”’…•€% 0123456789") <= {chr(code) for code in listed}


def test_figures_are_all_as_wide_as_each_other() -> None:
    for path in FONTS:
        font = TTFont(path)
        widths = {font["hmtx"][font.getBestCmap()[ord(figure)]][0] for figure in "0123456789"}
        assert max(widths) - min(widths) <= 1, path  # of a thousand to the height


def test_the_licence_is_with_them() -> None:
    assert "SIL Open Font License" in (FONTS[0].parent / "OFL.txt").read_text(encoding="utf-8")
