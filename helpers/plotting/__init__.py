"""How the course draws: terrain in grey, runs in colour, labels at the lines. Notebooks say
`plotting.NAME`.

Everything here draws arrays on given matplotlib Axes. It trains nothing, and knows no widget.
"""
from helpers.plotting.maps import heat, heat_axes, ring
from helpers.plotting.pictures import picture_axes
from helpers.plotting.runs import (
    curve,
    end_labels,
    ending,
    extend,
    label_lines,
    last,
    loss_axes,
    loss_line,
    path,
    run,
    seeds,
)
from helpers.plotting.strips import NUMBER, counted, logarithmic, more_seeds, paired_strip, ratios
from helpers.plotting.style import (
    GREYS,
    HALO,
    LOSSES,
    NEVER,
    RC_PARAMS,
    STYLES,
    WORDS,
    Style,
    ink,
    style_of,
    ticks,
    use_style,
)
from helpers.plotting.terrain import terrain
