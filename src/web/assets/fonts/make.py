#!/usr/bin/env python3
"""Makes the font files of this folder. Needs fonttools and brotli.

    make.py FOLDER        FOLDER holds the woff2 files of the npm package
                          @fontsource/be-vietnam-pro 5.3.0 (OFL-1.1)

The package cuts each weight into Latin and Vietnamese files, so that a Vietnamese word is set from
two fonts and loses its kerning; and it has no tabular figures. Here the two are one file, and the
digits get copies 640 units wide under the feature `tnum`.
"""
import os, sys, tempfile
from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import GlyphComponent, Glyph

DIGITS = "zero one two three four five six seven eight nine".split()
WIDTH = 640

for weight in (400, 500, 600, 700):
    parts = []
    for script in ("latin", "vietnamese"):
        font = TTFont(os.path.join(sys.argv[1], f"be-vietnam-pro-{script}-{weight}-normal.woff2"))
        font.flavor = None
        part = tempfile.NamedTemporaryFile(suffix=".ttf", delete=False).name
        font.save(part)
        parts.append(part)
    font = Merger().merge(parts)
    cmap, glyf, hmtx = font.getBestCmap(), font["glyf"], font["hmtx"]
    order = list(font.getGlyphOrder())
    rules = []
    for digit, char in zip(DIGITS, "0123456789"):
        source = cmap[ord(char)]
        advance, left = hmtx[source]
        component = GlyphComponent()
        component.glyphName, component.flags = source, 0x0002
        component.x, component.y = (WIDTH - advance) // 2, 0
        glyph = Glyph()
        glyph.numberOfContours = -1
        glyph.components = [component]
        name = f"{digit}.tf"
        glyf.glyphs[name] = glyph
        order.append(name)
        hmtx[name] = (WIDTH, left + component.x)
        rules.append(f"sub {source} by {name};")
    font.setGlyphOrder(order)
    glyf.glyphOrder = order
    for name in order[-10:]:
        glyf[name].recalcBounds(glyf)
    font["maxp"].numGlyphs = len(order)
    addOpenTypeFeaturesFromString(
        font, "languagesystem DFLT dflt; languagesystem latn dflt; feature tnum {" + " ".join(rules) + "} tnum;",
        tables={"GSUB"})
    for table in ("DSIG", "meta", "STAT"):
        if table in font:
            del font[table]
    font.flavor = "woff2"
    font.save(f"be-vietnam-pro-{weight}.woff2")
