"""What a network for pictures is made of: layers whose units look at a small field each (Lee).

Pictures are (..., N, rows, columns, channels). A field of kernel × kernel pixels moves over them in
steps of `stride`, after `padding` blank pixels were put around; what is seen at a place becomes a
column of numbers, and a layer is a matrix product.

Inside, pictures stand as (..., channels, rows, columns, N): NumPy is fastest along the last axis,
and there are more examples than channels. `batch_last` goes from one to the other and back, a view.
"""
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from helpers.allowed import whole
from helpers.networks.layers import Layer, Parameter, check_shape


def batch_last(x):
    """(..., N, rows, columns, channels) to (..., channels, rows, columns, N), and back."""
    return x.swapaxes(-1, -4)


def padded(x, padding):
    """Pictures (..., channels, rows, columns, N) with so many blank pixels on every side."""
    *many, rows, columns, n = x.shape
    canvas = np.zeros((*many, rows + 2 * padding, columns + 2 * padding, n), x.dtype)
    canvas[..., padding:padding + rows, padding:padding + columns, :] = x
    return canvas


def im2col(x, kernel, stride=1, padding=0):
    """What is seen from every place, a view.

    (..., rows, columns, N) to (..., kernel, kernel, rows', columns', N).
    """
    windows = sliding_window_view(padded(x, padding), (kernel, kernel), axis=(-3, -2))
    return np.moveaxis(windows[..., ::stride, ::stride, :, :, :], (-2, -1), (-5, -4))


def col2im(dfields, shape, stride, padding):
    """The way back: each pixel of a picture of `shape` adds up what comes from all the fields that
    saw it."""
    *many, kernel, _, down, along, n = dfields.shape
    dx = np.zeros((*many, shape[0] + 2 * padding, shape[1] + 2 * padding, n), dfields.dtype)
    for i in range(kernel):
        for j in range(kernel):
            rows, columns = slice(i, i + stride * down, stride), slice(j, j + stride * along,
                                                                       stride)
            dx[..., rows, columns, :] += dfields[..., i, j, :, :, :]
    return dx[..., padding:padding + shape[0], padding:padding + shape[1], :]


@dataclass(frozen=True)
class Convolution(Layer):
    """y = x W + b at every place, with the same W: a filter finds its pattern anywhere. LeCun et
    al. (1989).

    `shape` is that of a picture, (rows, columns, channels). W is (channels · kernel · kernel,
    filters), channel by channel the pixels of a field line by line, and b (1, filters). ValueError
    for numbers that are not whole, and where the field does not fit in.
    """
    shape: tuple
    filters: int
    kernel: int = 3
    stride: int = 1
    padding: int = 0

    def __post_init__(self):
        check_shape(self.shape, 3)
        for name, low in (("filters", 1), ("kernel", 1), ("stride", 1), ("padding", 0)):
            whole(name, getattr(self, name), low)
        if min(self.places) < 1:
            raise ValueError(f"shape = {self.shape}: a field of {self.kernel} × {self.kernel} must "
                             f"fit into a picture "
                             f"with a padding of {self.padding}")

    @property
    def places(self):
        """How many fields there are, down and along."""
        return tuple((side + 2 * self.padding - self.kernel) // self.stride + 1
                     for side in self.shape[:2])

    @property
    def field(self):
        """How many numbers a field holds."""
        return self.kernel**2 * self.shape[-1]

    @property
    def parameters(self):
        return (Parameter((self.field, self.filters), self.field, self.filters),
                Parameter((1, self.filters), self.field, self.filters, bias=True))

    def output_shape(self, shape):
        if shape not in (None, self.shape):
            raise ValueError(f"{self} takes pictures of shape {self.shape}, but gets examples of "
                             f"shape {shape}")
        return (*self.places, self.filters)

    def columns(self, numbers):
        """Numbers at every place (..., numbers, rows', columns', N) as columns: (..., numbers,
        places · N)."""
        return numbers.reshape(*numbers.shape[:-3], -1)

    def pictures(self, columns):
        """And back again."""
        return columns.reshape(*columns.shape[:-1], *self.places, -1)

    def forward(self, params, x, uniform=None):
        W, b = params
        seen = im2col(batch_last(x), self.kernel, self.stride, self.padding)
        x = self.columns(seen.reshape(*seen.shape[:-6], self.field, *seen.shape[-3:]))
        return batch_last(self.pictures(W.swapaxes(-1, -2) @ x + b.swapaxes(-1, -2))), x

    def backward(self, params, x, dy):
        W, b = params
        dy = self.columns(batch_last(dy))
        dfields = self.pictures(W @ dy)
        dfields = dfields.reshape(*dfields.shape[:-4], -1, self.kernel, self.kernel,
                                  *dfields.shape[-3:])
        dx = batch_last(col2im(dfields, self.shape, self.stride, self.padding))
        return dx, (x @ dy.swapaxes(-1, -2), dy.sum(-1)[..., None, :])


def correlate(image, w, stride=1, padding=0):
    """What one filter w (k, k, channels) gives at every place of one image (rows, columns,
    channels): (rows', columns')."""
    layer = Convolution(image.shape, 1, len(w), stride, padding)
    W = np.moveaxis(w, -1, 0).reshape(-1, 1)
    return layer.forward((W, np.zeros((1, 1), W.dtype)), image[None])[0][0, ..., 0]


def strongest(y, size, count=3):
    """The largest responses of a map, of patches size × size that do not overlap: (value, row,
    column)."""
    y, found = y.copy(), []
    for _ in range(count):
        row, column = np.unravel_index(y.argmax(), y.shape)
        found.append((y[row, column], row, column))
        y[max(0, row - size + 1):row + size, max(0, column - size + 1):column + size] = -np.inf
    return found


class LocallyConnected(Convolution):
    """Every place has weights and a bias of its own: small im2col, and nothing is shared.

    W is (places, channels · kernel · kernel, filters), b (places, 1, filters), the places line by
    line.
    """

    @property
    def parameters(self):
        return tuple(own._replace(shape=(prod(self.places), *own.shape))
                     for own in super().parameters)

    def columns(self, numbers):
        """Columns for each place: (..., places, numbers, N)."""
        return numbers.reshape(*numbers.shape[:-3], -1, numbers.shape[-1]).swapaxes(-2, -3)

    def pictures(self, columns):
        columns = columns.swapaxes(-2, -3)
        return columns.reshape(*columns.shape[:-2], *self.places, -1)


@dataclass(frozen=True)
class MaxPool(Layer):
    """Of each square of size × size pixels the highest, in every channel: (rows, columns) become
    (rows, columns) / size.

    Where several are the highest they share the gradient. ValueError for pictures that are no
    multiple of the size.
    """
    size: int = 2

    def __post_init__(self):
        whole("size", self.size, 1)

    def output_shape(self, shape):
        if shape is None:
            return None
        if len(shape) != 3 or shape[0] % self.size or shape[1] % self.size:
            raise ValueError(f"{self} takes pictures whose rows and columns are multiples of "
                             f"{self.size}, "
                             f"but gets examples of shape {shape}")
        return (shape[0] // self.size, shape[1] // self.size, shape[2])

    def forward(self, params, x, uniform=None):
        squares = im2col(batch_last(x), self.size, self.size)
        highest = squares.max(axis=(-5, -4), keepdims=True)
        return batch_last(highest[..., 0, 0, :, :, :]), squares == highest

    def backward(self, params, chosen, dy):
        share = batch_last(dy) / chosen.sum(axis=(-5, -4), dtype=dy.dtype)
        down, along = dy.shape[-3:-1]
        return batch_last(col2im(chosen * share[..., None, None, :, :, :],
                                 (down * self.size, along * self.size), self.size, 0)), ()


@dataclass(frozen=True)
class AddChannel(Layer):
    """A grey picture (rows, columns) becomes one with a single channel, (rows, columns, 1)."""

    def output_shape(self, shape):
        if shape is not None and len(shape) != 2:
            raise ValueError(f"{self} takes pictures of shape (rows, columns), but gets examples "
                             f"of shape {shape}")
        return None if shape is None else (*shape, 1)

    def forward(self, params, x, uniform=None):
        return x[..., None], None

    def backward(self, params, cache, dy):
        return dy[..., 0], ()


def matrix(layer, W):
    """A convolution as the fully connected layer that it is: W (field, filters) to a matrix (n_in,
    n_out).

    Rows are the numbers of a picture, columns those that the layer gives, both line by line,
    channels last. All but field entries of a column are 0, and the columns of a filter hold the
    same weights. A `LocallyConnected` layer takes its W likewise.
    """
    size = prod(layer.shape)
    # every number of a picture by its place; 0 is padding
    number = np.arange(1, size + 1).reshape(1, *layer.shape)
    seen = im2col(batch_last(number), layer.kernel, layer.stride, layer.padding)
    seen = seen.reshape(layer.field, -1).T
    dense = np.zeros((size + 1, len(seen), layer.filters), W.dtype)
    dense[seen, np.arange(len(seen))[:, None]] = W
    return dense[1:].reshape(size, -1)
