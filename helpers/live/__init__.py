"""The live figure: `from helpers.live import live`."""
from helpers.live.picture import Live

__all__ = ["Live", "live"]


def live(draw, background=None, axes=(1, 2), size=(10, 4), drag=None, presets=None, predict=None,
         pin=False, play=None, more=None, **controls):
    """A picture that follows its controls.

    draw(axes, **values)  ordinary matplotlib; returns the sentence below the figure. If it is a
                          generator, each `yield` (of the progress, 0 to 1) may show a picture,
                          and a new drag starts it afresh. The colours of its lines begin anew each
                          time; limits, aspects, labels and titles are as the background left them.
    background(axes, …)   draws what stays, once; drawn again when a control that it names changes.
                          Limits, scales, ticks, grids, colour bars and more Axes belong here: a
                          `draw` that changes scales or ticks is an error, said below the figure.
    axes, size            rows and columns of the figure, and its size in inches (100 pixels each).
    drag                  {0: ("x", "y")}: a pointer on the first Axes moves these controls, in the
                          Axes' coordinates. ("x", None) moves one; ("x", "y", "shares") counts from
                          0 to 1, for Axes whose limits follow a control.
    presets               {name: {control: value}}: buttons that move the controls there.
    predict               {"ask": …, "options": […], "at": {control: value}, "answer": …}: the
                          reader guesses, the controls move there, and answer(**values) is the
                          option that holds.
    pin                   whether a button can keep the present run in the picture, pale.
    play                  the name of a (low, high, default) control that a Play button moves from
                          low to high.
    more                  more(seed): a generator of progress that trains one seed more and returns
                          what it gave; `draw` is given the list of these as `more`.
    controls              a number for lr, alpha, beta or lam (or lr_Adam, beta_2, …); (low, high,
                          default), in powers of ten where high is 1000 times low or more; a list
                          or dict of choices; True or False; a text; or any ipywidget.
    Returns a Live, which shows itself as the last line of a cell. ValueError for a control of
    another kind, and for a name or value of drag, presets, predict or play that does not fit.
    """
    figure = Live(draw, background or (lambda axes: None), axes, size, controls)
    figure.furnish(drag, presets, predict, pin, play, more)
    return figure
