"""Cuts the sandbox's typefaces down to the characters it sets, and renames them.

Run in this folder after
    npm install --no-save @expo-google-fonts/inter @expo-google-fonts/playfair-display \
        @expo-google-fonts/noto-sans-sc @expo-google-fonts/noto-serif-sc
with fonttools 4.60 or newer:
    python subset_fonts.py

The licence (SIL OFL 1.1) reserves some font names for unmodified fonts, hence the new names.
"""

from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
PACKAGES = HERE / "node_modules" / "@expo-google-fonts"
TARGET = HERE.parent / "resources/dev/atelier/providers/sandbox/type"


def codec(name, leads, trails):
    """All characters of a two-byte character set."""
    found = set()
    for lead in leads:
        for trail in trails:
            try:
                found.update(map(ord, bytes((lead, trail)).decode(name)))
            except UnicodeDecodeError:
                pass
    return found


SIMPLIFIED = codec("gb2312", range(0xA1, 0xF8), range(0xA1, 0xFF))
TRADITIONAL = codec("big5", range(0xA4, 0xC7), [*range(0x40, 0x7F), *range(0xA1, 0xFF)])
KANA = {*range(0x3000, 0x3100), *range(0xFF00, 0xFFEF)}
LATIN = {*range(0x20, 0x250), *range(0x2010, 0x2040), 0x20AC, 0x2116, 0x2122}
LATIN |= {0x2190, 0x2191, 0x2192, 0x2193, 0x2715}
GREEK_CYRILLIC = {*range(0x370, 0x530)}

FONTS = [
    ("inter/500Medium/Inter_500Medium", "sans-medium", "Atelier Sans Medium", LATIN | GREEK_CYRILLIC),
    ("inter/800ExtraBold/Inter_800ExtraBold", "sans-bold", "Atelier Sans Bold", LATIN | GREEK_CYRILLIC),
    ("playfair-display/500Medium/PlayfairDisplay_500Medium", "serif-medium", "Atelier Serif Medium", LATIN | GREEK_CYRILLIC),
    ("playfair-display/900Black/PlayfairDisplay_900Black", "serif-black", "Atelier Serif Black", LATIN | GREEK_CYRILLIC),
    ("noto-sans-sc/700Bold/NotoSansSC_700Bold", "sans-sc-bold", "Atelier Sans SC Bold", SIMPLIFIED | TRADITIONAL | KANA | LATIN),
    ("noto-serif-sc/900Black/NotoSerifSC_900Black", "serif-sc-black", "Atelier Serif SC Black", SIMPLIFIED | KANA | LATIN),
]


def rename(font, name):
    table = font["name"]
    table.names = [n for n in table.names if n.nameID in (0, 8, 9, 11, 12, 13, 14)]
    for record, text in ((1, name), (2, "Regular"), (3, name), (4, name), (6, name.replace(" ", ""))):
        table.setName(text, record, 3, 1, 0x409)


def cut(source, target, name, characters):
    options = Options()
    options.layout_features = ["kern", "liga", "ccmp", "locl"]
    options.hinting = False
    options.name_IDs = ["*"]
    font = TTFont(PACKAGES / f"{source}.ttf", recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    rename(font, name)
    font.save(TARGET / f"{target}.ttf")


if __name__ == "__main__":
    for row in FONTS:
        cut(*row)
