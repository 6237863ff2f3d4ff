"""The colours of the course, as readers see them who see three other sets of colours."""
import itertools

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from helpers.plotting.style import STYLES

pytestmark = pytest.mark.site
LEAST = 10  # ΔE in CAM02-UCS; a difference of 1 is just seen side by side


@pytest.mark.parametrize("kind", ["deuteranomaly", "protanomaly", "tritanomaly"])
@pytest.mark.parametrize("one, other", [*itertools.combinations(STYLES, 2)])
def test_two_contenders_are_told_apart(one, other, kind):
    from colorspacious import cspace_convert, deltaE
    seen = {"name": "sRGB1+CVD", "cvd_type": kind, "severity": 100}
    colours = [np.clip(cspace_convert(to_rgb(STYLES[name].color), seen, "sRGB1"), 0, 1)
               for name in (one, other)]
    assert deltaE(*colours, input_space="sRGB1") >= LEAST


def test_no_two_contenders_share_line_and_marker():
    looks = [(str(style.linestyle), style.marker) for style in STYLES.values()]
    assert len({*looks}) == len(looks)
