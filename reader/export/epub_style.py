"""How a book looks: one style sheet, across or downwards.

Owns as little as can be: faces, sizes and colours are the reading system's and its reader's.  Prefixed twins stand
where EPUB 3.3 (section 6.3.1.2) keeps them for older reading systems.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Dot(NamedTuple):
    """An emphasis dot: its class, and its style in CSS Text Decoration."""

    name: str
    style: str


DOTS: Final = {
    "": Dot("dots", "filled sesame"),
    "﹅": Dot("dots", "filled sesame"),
    "﹆": Dot("dots-sesame-open", "open sesame"),
    "●": Dot("dots-circle", "filled circle"),
    "○": Dot("dots-circle-open", "open circle"),
    "•": Dot("dots-dot", "filled dot"),
    "・": Dot("dots-dot", "filled dot"),
    "◦": Dot("dots-dot-open", "open dot"),
    "◉": Dot("dots-ring", "filled double-circle"),
    "◎": Dot("dots-ring-open", "open double-circle"),
    "▲": Dot("dots-triangle", "filled triangle"),
    "△": Dot("dots-triangle-open", "open triangle"),
    "×": Dot("dots-cross", '"×"'),
    "✕": Dot("dots-cross", '"×"'),
}
"""By the dot as the text shows it; any other is a sesame."""

_ACROSS: Final = """\
h1 { margin: 2em 0 1.5em; }
h2, h3, h4, h5, h6 { margin: 1.5em 0 0.75em; }
p { margin: 0 0 0.75em; }
:lang(ja) p, :lang(zh) p { margin: 0; }
.scene-break { margin: 1.5em 0; }
blockquote { margin: 1em 0 1em 2em; }
li { margin: 0; }
.author-note, .footnotes { margin: 2em 0; padding: 0.75em 1em; border: thin solid; }
figure { margin: 1em 0; }
img { max-width: 100%; height: auto; }
"""

_DOWN: Final = """\
html {
  -epub-writing-mode: vertical-rl;
  -webkit-writing-mode: vertical-rl;
  writing-mode: vertical-rl;
  -epub-line-break: strict;
  line-break: strict;
}
h1 { margin: 0 1em 0 1.5em; }
h2, h3, h4, h5, h6 { margin: 0 0.75em 0 1em; }
p { margin: 0; }
.scene-break { margin: 0 1.5em; }
blockquote { margin: 2em 1em 0; }
ul, ol { margin: 0; padding: 1.5em 0 0; }
.author-note, .footnotes { margin: 0 2em; padding: 1em 0.75em; border: thin solid; }
figure { margin: 0 1em; }
img { max-height: 100%; max-width: 100%; }
.tcy {
  -epub-text-combine: horizontal;
  -webkit-text-combine: horizontal;
  -ms-text-combine-horizontal: all;
  text-combine-upright: all;
}
"""

_BOTH: Final = """\
body { line-height: 1.75; }
h1, h2, h3, h4, h5, h6 { line-height: 1.35; text-align: start; page-break-after: avoid; break-after: avoid; }
h1 { font-size: 1.4em; }
h2 { font-size: 1.2em; }
h3, h4, h5, h6 { font-size: 1em; }
.section { font-size: 0.9em; }
.scene-break, .pause { text-indent: 0; }
.scene-break { text-align: center; }
.caption, figcaption { font-size: 0.85em; }
pre { white-space: pre-wrap; }
table { border-collapse: collapse; }
td { border: thin solid; padding: 0.2em 0.5em; vertical-align: top; }
ul.bare { list-style-type: none; }
.author-note, .footnotes { font-size: 0.9em; }
.noteref { font-size: 0.75em; vertical-align: super; text-decoration: none; }
rt { font-size: 0.5em; }
nav ol { list-style-type: none; }
.front { text-align: center; }
.cover { text-align: center; margin: 0; padding: 0; }
.cover img { height: 98%; max-width: 100%; }
"""


def style(*, vertical: bool) -> str:
    """The whole sheet."""
    dots = "".join(
        f".{name} {{ font-style: normal; -epub-text-emphasis-style: {drawn};"
        f" -webkit-text-emphasis-style: {drawn}; text-emphasis-style: {drawn}; }}\n"
        for name, drawn in dict.fromkeys(DOTS.values())
    )
    return '@charset "UTF-8";\n' + _BOTH + dots + (_DOWN if vertical else _ACROSS)
