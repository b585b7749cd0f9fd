"""
Chart: bars on a logarithmic scale as SVG, from labels and figures alone.

    chart.draw("Title", [("Panel", [("fenrun", 5.9, "ours"), ("DuckDB", 119.0, "peer")])], "ns")

Panels stand one below the other and share the scale; text is text; colours suit light and dark.
"""
import math
from xml.sax.saxutils import escape

WIDTH = 860
LABEL_WIDTH = 270
RIGHT_MARGIN = 90
ROW_HEIGHT = 24
BAR_HEIGHT = 15
HEAD_HEIGHT = 46
PANEL_HEAD_HEIGHT = 40
AXIS_HEIGHT = 30

STYLE = """
text { font: 13px system-ui, sans-serif; fill: #24292f }
.title { font-size: 16px; font-weight: 600 }
.panel { font-weight: 600 }
.tick { font-size: 11px; fill: #6e7781 }
.grid { stroke: #d0d7de }
.ours { fill: #1a7f37 }
.limit { fill: #8c959f }
.peer { fill: #2f6fd0 }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3 }
.tick { fill: #9198a1 }
.grid { stroke: #3d444d }
.ours { fill: #3fb950 }
.limit { fill: #768390 }
.peer { fill: #539bf5 }
}
"""


def short(value):
    """A figure as a person would say it."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}"


class Scale:
    """From the power of ten below the least to the one above the most."""

    def __init__(self, values):
        self.low = math.floor(math.log10(min(values)))
        self.high = max(math.ceil(math.log10(max(values))), self.low + 1)

    def x(self, value):
        share = (math.log10(value) - self.low) / (self.high - self.low)
        return LABEL_WIDTH + share * (WIDTH - LABEL_WIDTH - RIGHT_MARGIN)

    def ticks(self):
        return [10 ** power for power in range(self.low, self.high + 1)]


def draw_panel(scale, name, bars, top, unit):
    """The lines of one panel that begins at `top`, and where it ends."""
    out = [f'<text class="panel" x="12" y="{top + 24}">{escape(name)}</text>']
    first = top + PANEL_HEAD_HEIGHT
    end = first + len(bars) * ROW_HEIGHT
    for tick in scale.ticks():
        x = scale.x(tick)
        out.append(f'<line class="grid" x1="{x:.1f}" y1="{first - 4}" x2="{x:.1f}" y2="{end}"/>')
        out.append(f'<text class="tick" x="{x:.1f}" y="{end + 15}" text-anchor="middle">'
                   f'{tick:,g} {unit}</text>')
    for index, (label, value, kind) in enumerate(bars):
        y = first + index * ROW_HEIGHT
        x = scale.x(value)
        out.append(f'<text x="{LABEL_WIDTH - 10}" y="{y + 12}" text-anchor="end">'
                   f'{escape(label)}</text>')
        out.append(f'<rect class="{kind}" x="{LABEL_WIDTH}" y="{y}" '
                   f'width="{max(x - LABEL_WIDTH, 1):.1f}" height="{BAR_HEIGHT}" rx="2"/>')
        out.append(f'<text x="{x + 7:.1f}" y="{y + 12}">{short(value)}</text>')
    return out, end + AXIS_HEIGHT


def draw(title, panels, unit):
    """The whole SVG; panels are (name, bars), bars (label, value, "ours", "limit" or "peer")."""
    scale = Scale([value for _name, bars in panels for _label, value, _kind in bars])
    body, top = [], HEAD_HEIGHT - 12
    for name, bars in panels:
        lines, top = draw_panel(scale, name, bars, top, unit)
        body += lines
    head = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{top + 8}" '
            f'viewBox="0 0 {WIDTH} {top + 8}" role="img" aria-label="{escape(title)}">',
            f"<style>{STYLE}</style>",
            f'<text class="title" x="12" y="24">{escape(title)}</text>']
    return "\n".join(head + body + ["</svg>"]) + "\n"
