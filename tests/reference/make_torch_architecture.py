"""Writes torch_architecture.npz: convolution, pooling, normalization and losses as PyTorch computes
them; and small CNNs trained.

    venv-torch/bin/python tests/reference/make_torch_architecture.py      (see
    make_torch_networks.py)

Written with torch 2.13.0 (CPU, float64, gradients by autograd). Everything is stored in our layout:
pictures (N, rows, columns, channels), W (channels · kernel · kernel, filters). For each layer NAME:
`x`, `dy`, `y`, `dx`, and of its parameters `W`, `b`, `dW`, `db` (gain and shift of a normalization
are W and b). Batch normalization besides: `batches` (3, N, …) that passed through it in training,
the `mean` and `variance` it then remembers, and `used`, what it makes of x with them. For each
loss: `scores`, `y`, `loss`, `grad`. For each network, over 3 seeds: as in torch_networks.npz.
"""
import json
from pathlib import Path

import numpy as np
import torch
from make_torch_networks import SEEDS, STEPS, N, flat
from torch import nn
from torch.nn import functional

FEW = 5  # examples that pass through a single layer
OPTIMIZERS = {"SGD": dict(lr=0.1), "Adam": dict(lr=0.01, betas=(0.9, 0.999), eps=1e-8)}
CONVOLUTIONS = {  # name: (shape of a picture, filters, kernel, stride, padding)
    "convolution": ((5, 6, 2), 3, 3, 1, 0), "convolution padded": ((5, 6, 2), 3, 3, 1, 1),
    "convolution stride": ((7, 6, 3), 2, 3, 2, 1), "convolution stride 3": ((8, 7, 1), 2, 2, 3, 2),
    "convolution kernel 1": ((3, 4, 3), 5, 1, 1, 0),
                "convolution kernel 5": ((6, 6, 1), 4, 5, 1, 2),
}
POOLS = {"pool 2": ((4, 6, 3), 2), "pool 3": ((6, 3, 2), 3)}
BATCH_NORMS = {"batch norm rows": (nn.BatchNorm1d, (5,)),
               "batch norm pictures": (nn.BatchNorm2d, (3, 4, 2))}
LAYER_NORMS = {"layer norm rows": (5,), "layer norm pictures": (3, 4, 2)}


class Rows(nn.Module):
    """Pictures as rows of numbers in our order: line by line, channels last."""
    def forward(self, x):
        return x.permute(0, 2, 3, 1).flatten(1)


NETWORKS = {  # of grey pictures of 6 × 6, three classes
    "cnn": lambda: [nn.Conv2d(1, 3, 3, padding=1), nn.ReLU(),
                    nn.Conv2d(3, 4, 3, padding=1, stride=2), nn.Tanh(), Rows(),
                    nn.Linear(36, 3)],
    "cnn pool": lambda: [nn.Conv2d(1, 3, 3, padding=1), nn.Sigmoid(), nn.MaxPool2d(2), Rows(),
                         nn.Linear(27, 3)],
    "cnn batch norm": lambda: [nn.Conv2d(1, 3, 3, padding=1), nn.BatchNorm2d(3), nn.ReLU(),
                               nn.Conv2d(3, 4, 3, stride=2),
                               nn.BatchNorm2d(4), nn.ReLU(), Rows(), nn.Linear(16, 5),
                               nn.BatchNorm1d(5), nn.Tanh(), nn.Linear(5, 3)],
    "cnn layer norm": lambda: [nn.Conv2d(1, 3, 3, stride=2), nn.Tanh(), Rows(), nn.LayerNorm(12),
                               nn.Linear(12, 3)],
}


def ours(x):
    """PyTorch's channels stand second, ours last."""
    return x.detach().movedim(1, -1).numpy() if x.ndim == 4 else x.detach().numpy()


def theirs(shape, *many):
    """A random picture, or rows, in PyTorch's layout."""
    return torch.randn(*many, FEW, shape[-1],
                       *shape[:-1]) if len(shape) == 3 else torch.randn(*many, FEW, *shape)


def through(layer, x):
    """Forward and back with a random dy."""
    x.requires_grad_()
    y = layer(x)
    dy = torch.randn_like(y)
    y.backward(dy)
    return {"x": ours(x), "y": ours(y), "dy": ours(dy), "dx": ours(x.grad)}


def convolution(shape, filters, kernel, stride, padding):
    layer = nn.Conv2d(shape[-1], filters, kernel, stride, padding)
    numbers = through(layer, theirs(shape))
    arrays = {"W": layer.weight, "b": layer.bias, "dW": layer.weight.grad, "db": layer.bias.grad}
    return numbers | {name: array.detach().reshape(filters, -1).T.numpy() for name,
                      array in arrays.items()}


def scaled(layer):
    """Gain and shift that are not 1 and 0."""
    nn.init.normal_(layer.weight), nn.init.normal_(layer.bias)
    return layer


def learned(layer, shape):
    arrays = {"W": layer.weight, "b": layer.bias, "dW": layer.weight.grad, "db": layer.bias.grad}
    return {name: array.detach().reshape(shape).numpy() for name, array in arrays.items()}


def batch_norm(kind, shape):
    layer = scaled(kind(shape[-1]))
    numbers = through(layer, theirs(shape))
    numbers |= learned(layer, (1,) * len(shape) + shape[-1:])
    layer.reset_running_stats()
    batches = theirs(shape, 3) + 2
    for batch in batches:
        layer(batch)
    used = layer.eval()(theirs_again(numbers["x"]))
    return numbers | {"batches": np.stack([ours(batch) for batch in batches]),
                      "mean": layer.running_mean.numpy(),
                      "variance": layer.running_var.numpy(), "used": ours(used)}


def theirs_again(x):
    x = torch.from_numpy(x)
    return x.movedim(-1, 1) if x.ndim == 4 else x


def layer_norm(shape):
    """Here PyTorch takes the layout it is given: ours."""
    layer = scaled(nn.LayerNorm(shape))
    x = torch.randn(FEW, *shape, requires_grad=True)
    y = layer(x)
    dy = torch.randn_like(y)
    y.backward(dy)
    numbers = {"x": x.detach(), "y": y.detach(), "dy": dy, "dx": x.grad}
    return {name: array.numpy() for name, array in numbers.items()} | learned(layer, (1, *shape))


def crammer_singer(scores, labels):
    right = functional.one_hot(labels, scores.shape[1]).bool()
    highest = scores.masked_fill(right, -torch.inf).max(dim=1).values
    return functional.relu(1 + highest - scores[right]).mean()


def entropy(scores, labels):
    return torch.distributions.Categorical(logits=scores).entropy().mean()


# name: (classes, loss); PyTorch's margin loss divides by the number of classes, and sums over all
# others
LOSSES = {
    "hinge": (4, crammer_singer),
    "hinge 2": (2, lambda scores, labels: 2 * functional.multi_margin_loss(scores, labels)),
    "entropy": (4, entropy),
}


def loss(classes, function):
    scores, labels = (2 * torch.randn(N, classes)).requires_grad_(), torch.randint(classes, (N,))
    value = function(scores, labels)
    value.backward()
    return {"scores": scores.detach().numpy(), "y": np.eye(classes)[labels.numpy()],
            "loss": value.item(),
            "grad": scores.grad.numpy()}


def train(network, x, y, optimizer, settings):
    """The training loss at the start and after each of STEPS updates, and where they end."""
    descent, losses = getattr(torch.optim, optimizer)(network.parameters(), **settings), []
    for _ in range(STEPS):
        descent.zero_grad()
        value = functional.cross_entropy(network(x), y)
        value.backward()
        losses.append(value.item())
        descent.step()
    return [*losses, functional.cross_entropy(network(x), y).item()], flat(network.parameters())


def one_seed(layers, seed):
    torch.manual_seed(seed)
    x, network, y = torch.randn(N, 1, 6, 6), nn.Sequential(*layers()), torch.randint(3, (N,))
    start = {name: value.clone() for name, value in network.state_dict().items()}
    scores = network(x)
    value = functional.cross_entropy(scores, y)
    grad = flat(torch.autograd.grad(value, list(network.parameters())))
    numbers = {"x": x[:, 0].numpy(), "y": np.eye(3)[y.numpy()], "start": flat(network.parameters()),
               "scores": scores.detach().numpy(), "loss": value.item(), "grad": grad}
    for optimizer, settings in OPTIMIZERS.items():
        network.load_state_dict(start)
        numbers[f"{optimizer} losses"], numbers[f"{optimizer} end"] = train(
            network, x, y, optimizer, settings
        )
    return numbers


def main():
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(0)
    parts = {name: convolution(*row) for name, row in CONVOLUTIONS.items()}
    parts |= {name: through(nn.MaxPool2d(size), theirs(shape)) for name,
              (shape, size) in POOLS.items()}
    parts |= {name: batch_norm(*row) for name, row in BATCH_NORMS.items()}
    parts |= {name: layer_norm(shape) for name, shape in LAYER_NORMS.items()}
    parts |= {name: loss(*row) for name, row in LOSSES.items()}
    for name, layers in NETWORKS.items():
        seeds = [one_seed(layers, seed) for seed in range(SEEDS)]
        parts[name] = {key: np.stack([numbers[key] for numbers in seeds], axis=1 if "losses" in key
                                     else 0) for key in seeds[0]}
        for optimizer in OPTIMIZERS:
            print(name, optimizer, "from and to a loss of",
                  parts[name][f"{optimizer} losses"][[0, -1]].mean(axis=1))
    about = {"torch": torch.__version__.split("+")[0], "dtype": "float64",
             "optimizers": OPTIMIZERS, "convolutions": CONVOLUTIONS}
    arrays = {f"{name} {key}": array for name, numbers in parts.items() for key,
              array in numbers.items()}
    np.savez_compressed(Path(__file__).with_name("torch_architecture.npz"),
                        about=json.dumps(about, indent=1), **arrays)


if __name__ == "__main__":
    main()
