"""What passes through a network at one theta: what every layer gives, the gradient on its way back,
and their expected size."""
import numpy as np

BELL = np.linspace(-6, 6, 2000)  # symmetric and without 0, where a ReLU has no slope
# of a standard normal variable, near each place of BELL
SHARE = np.exp(-BELL**2 / 2) / np.sum(np.exp(-BELL**2 / 2))


def layer_signals(task, theta):
    """Two lists with one array (..., N, n) for each layer, in order: what it gives, and the
    gradient ∂L/∂ of that."""
    batch = task.evaluation(theta)
    params, scores, caches, y = batch.forward(theta)
    back = [task.criterion.grad(scores, y)]
    for layer, own, cache in zip(batch.network.layers[:0:-1], params[:0:-1], caches[:0:-1],
                                 strict=True):
        back.append(layer.backward(own, cache, back[-1])[0])
    return batch.network.activations(theta, task.x), back[::-1]


def sent(task, theta, zero=0.0):
    """What every activation gives, the gradient that comes back to it (two lists of (N, n)), and
    how much of both is left at the end of its way: of linear layers with an activation between.

    Values below `zero`, what rounding leaves of a sum that is 0, count as 0.
    """
    both = layer_signals(task, theta)
    h, dh = [[np.where(abs(values) < zero, 0, values) for values in way[1::2]] for way in both]
    if not dh[-1].any():  # then those before it are 0 as well, but for rounding
        dh = [np.zeros_like(values) for values in dh]
    first, last = map(root_mean_square, (dh[0], dh[-1]))
    return h, dh, root_mean_square(h[-1]) / root_mean_square(task.x), first / max(last, 1e-300)


def trend(share):
    """In words: what is left of activations or gradients."""
    return ("die out", "keep their size", "explode")[np.searchsorted((0.1, 10), share)]


def root_mean_square(values):
    """√E[v²] over all values of an array."""
    return np.sqrt(np.mean(values**2))


def expected(activation, depth, variance):
    """Root mean squares to expect after the activation of each of `depth` layers: of h, and of
    ∂L/∂h where the last is 1.

    All layers have the same width n and independent weights of variance σ²; `variance` is n σ². x
    has a mean square of 1. Then z is nearly normal, with E[z²] = n σ² E[h²], and E[h²] = E[f(z)²]
    is an average over a bell curve; on the way back every layer multiplies the mean square by n σ²
    E[f′(z)²]. He et al. (2015) do so for ReLU.
    """
    squares, factors = [1.0], []
    for _ in range(depth):
        h, cache = activation.forward((), np.sqrt(variance * squares[-1]) * BELL)
        slope, _ = activation.backward((), cache, np.ones_like(BELL))
        squares.append(SHARE @ h**2)
        factors.append(variance * (SHARE @ slope**2))
    return np.sqrt(squares[1:]), np.sqrt(np.cumprod([1.0, *factors[:0:-1]])[::-1])


def block_sizes(task, theta, depth):
    """Root mean squares of what each of `depth` equal blocks gives, and of ∂L/∂ of its matrix: an
    array (2, depth).

    Before the blocks stand two layers, the second with a matrix of the same shape; after them one.
    """
    layers = (len(task.network.layers) - 3) // depth
    given = task.network.activations(theta, task.x)[1 + layers:-1:layers]
    grads = [array for own in task.network.unpack(task.grad(theta)) for array in own]
    square = [array for array in grads if array.shape[-1] == array.shape[-2]][1:]
    return np.array([[*map(root_mean_square, given)], [*map(root_mean_square, square)]])
