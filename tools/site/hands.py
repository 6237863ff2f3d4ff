"""What is taken in the hand on the site: where in a picture, and to which places it goes."""
from helpers.live.controls import allowed

MANY = 8  # marks in a picture that the hand moves over: so many are there to be chosen from


def pairs(figure, names):
    """The pairs of controls that are taken in the hand together, each once."""
    found = [tuple(pair[:2]) for pair in figure.touch.drag.values()]
    return list(dict.fromkeys(pair for pair in found if {*pair} <= {*names}))


def marks(figure, together):
    """[{control: value}] where the picture, as it is drawn, has a mark: each can be chosen then."""
    found = []
    for number, names in figure.touch.drag.items():
        points = [line.get_xydata()[0] for line in figure.screen.axes[number].lines
                  if line.get_marker() not in ("None", "", None) and len(line.get_xydata()) == 1]
        if tuple(names[:2]) in together and len(points) >= MANY:
            found += [values for point in points if (values := on_sliders(figure, names, point))]
    return found


def on_sliders(figure, names, point):
    """{control: value} of a point, on the sliders' own grids; None where it is off a slider."""
    values = {}
    for name, along in zip(names, point, strict=False):
        try:
            values[name] = allowed(name, figure.controls[name], float(along))
        except ValueError:
            return None
    return values


def areas(figure, names, places):
    """Where the picture can be taken hold of: its box, and the shares of each place in it.

    A training was drawn for one control at a time, so there no two are taken together.
    """
    found = []
    for number, moved in figure.touch.drag.items():
        if figure.progressive and None not in moved[:2]:
            continue
        ax, along = figure.screen.axes[number], {}
        area = figure.touch.area(number, ax)
        for axis, name in zip("xy", moved, strict=False):
            if name in names:
                values = [value for value, _ in places[name]]
                along[axis] = [names.index(name), values_at(ax, axis, values, "shares" in moved)]
        if along:
            found.append({"box": area["box"], "moves": area["moves"], **along})
    return found


def values_at(ax, axis, values, shares):
    """The shares of an Axes at which values lie; `shares` are shares already."""
    if shares:
        return [round(float(value), 4) for value in values]
    middle = [sum(ax.get_xlim()) / 2, sum(ax.get_ylim()) / 2]
    if min(middle) <= 0:
        middle = [ax.get_xlim()[1], ax.get_ylim()[1]]
    found = []
    for value in values:
        point = [value, middle[1]] if axis == "x" else [middle[0], value]
        placed = (ax.transData - ax.transAxes).transform(point)
        found.append(round(float(placed["xy".index(axis)]), 4))
    return found
