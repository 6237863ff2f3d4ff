"""Pictures that are shown pixel by pixel."""


def picture_axes(ax, rows, columns):
    """Background of a picture of so many pixels: all are seen, each is a square."""
    ax.set(xlim=(-0.5, columns - 0.5), ylim=(rows - 0.5, -0.5), aspect="equal")
