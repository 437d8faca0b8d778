"""The typesetter with the package's own font, loaded once for all that is drawn."""

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typst


@cache
def compiler() -> "typst.Compiler":
    """One compiler for all reports: it keeps the fonts and what reports have in common."""
    import typst

    folder = str(files("grants.render") / "fonts")
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
    return typst.Compiler(font_paths=fonts)


def picture(svg: str, *, ppi: int) -> bytes:
    """A drawing as PNG, with the letters of the package's own font."""
    page = (
        b'#set page(width: auto, height: auto, margin: 0pt)\n#set text(font: "Source Sans 3")\n'
        b'#image(bytes(sys.inputs.svg), format: "svg")'
    )
    made = compiler().compile(input=page, format="png", ppi=ppi, sys_inputs={"svg": svg})
    assert isinstance(made, bytes)
    return made
