"""Writes torch_networks.npz: networks as PyTorch computes and trains them, an oracle that does not
repeat our code.

    python -m venv venv-torch && venv-torch/bin/pip install torch==2.13.0 numpy
    venv-torch/bin/python tests/reference/make_torch_networks.py

Written with torch 2.13.0 (CPU, float64, gradients by autograd); PyTorch is needed only to write it
anew. In it, `about` is a JSON text: the version, and the settings of the optimizers. For each
network NAME, over 3 seeds: `NAME x`, `NAME y`, `NAME start` (3, P), `NAME scores`, `NAME loss`
(3,), `NAME grad` (3, P), and for each optimizer `NAME OPTIMIZER losses` (51, 3) and `NAME OPTIMIZER
end` (3, P). theta holds the weights of a layer as (n_in, n_out), row by row, and then its biases.
`dropout x`, `mask`, `y`, `dy`, `dx` are one draw of nn.Dropout(0.3).
"""
import json
from pathlib import Path

import numpy as np
import torch
from torch import nn

STEPS, SEEDS, N = 50, 3, 12

OPTIMIZERS = {
    "SGD": dict(lr=0.1),
    "Adam": dict(lr=0.01, betas=(0.9, 0.999), eps=1e-8),
    "AdamW": dict(lr=0.01, betas=(0.8, 0.95), eps=1e-6, weight_decay=0.3),
}


class Residual(nn.Sequential):
    def forward(self, x):
        return x + super().forward(x)


NETWORKS = {  # name: (shape of an example, layers, loss)
    "relu": ((5,),
             lambda: [nn.Linear(5, 7), nn.ReLU(), nn.Linear(7, 6), nn.ReLU(), nn.Linear(6, 4)],
             nn.CrossEntropyLoss()),
    "tanh": ((3,), lambda: [nn.Linear(3, 6), nn.Tanh(), nn.Linear(6, 2)], nn.MSELoss()),
    "sigmoid": ((3,),
                lambda: [nn.Linear(3, 6), nn.Sigmoid(), nn.Linear(6, 6), nn.Sigmoid(),
                         nn.Linear(6, 1)],
                nn.MSELoss()),
    "leaky": ((5,), lambda: [nn.Linear(5, 7), nn.LeakyReLU(0.2), nn.Linear(7, 4)],
              nn.CrossEntropyLoss()),
    "flatten": ((3, 4), lambda: [nn.Flatten(), nn.Linear(12, 5), nn.ReLU(), nn.Linear(5, 3)],
                nn.CrossEntropyLoss()),
    "residual": ((5,),
                 lambda: [nn.Linear(5, 6), Residual(nn.Linear(6, 8), nn.Tanh(), nn.Linear(8, 6)),
                          nn.ReLU(),
                                Residual(nn.Linear(6, 6), nn.Sigmoid()), nn.Linear(6, 4)],
                 nn.CrossEntropyLoss()),
}


def flat(tensors):
    """Our theta: weights as (n_in, n_out), then biases."""
    return torch.cat([tensor.detach().reshape(len(tensor), -1).T.reshape(-1)
                      for tensor in tensors]).numpy()


def train(network, loss, x, y, optimizer, settings):
    """The loss at the start and after each of STEPS updates, and where they end."""
    descent = getattr(torch.optim, optimizer)(network.parameters(), **settings)
    losses = []
    for _ in range(STEPS):
        descent.zero_grad()
        value = loss(network(x), y)
        value.backward()
        losses.append(value.item())
        descent.step()
    return [*losses, loss(network(x), y).item()], flat(network.parameters())


def one_seed(shape, layers, loss, seed):
    """All numbers of one network on the data of one seed."""
    torch.manual_seed(seed)
    x, network = torch.randn(N, *shape), nn.Sequential(*layers())
    outputs = network[-1].out_features
    y = (
        torch.randn(N, outputs)
        if isinstance(loss, nn.MSELoss)
        else torch.softmax(4 * torch.randn(N, outputs), dim=1)
    )
    start = {name: value.clone() for name, value in network.state_dict().items()}
    scores = network(x)
    value = loss(scores, y)
    grad = flat(torch.autograd.grad(value, list(network.parameters())))
    numbers = {"x": x.numpy(), "y": y.numpy(), "start": flat(network.parameters()),
               "scores": scores.detach().numpy(),
               "loss": value.item(), "grad": grad}
    for optimizer, settings in OPTIMIZERS.items():
        network.load_state_dict(start)
        numbers[f"{optimizer} losses"], numbers[f"{optimizer} end"] = train(
            network, loss, x, y, optimizer, settings
        )
    return numbers


def dropout():
    """One draw of dropout, forward and back."""
    torch.manual_seed(0)
    x, dy = torch.randn(N, 50, requires_grad=True), torch.randn(N, 50)
    y = nn.Dropout(0.3)(x)
    y.backward(dy)
    numbers = {"x": x.detach(), "mask": y != 0, "y": y.detach(), "dy": dy, "dx": x.grad}
    return {name: tensor.numpy() for name, tensor in numbers.items()}


def main():
    torch.set_default_dtype(torch.float64)
    arrays = {f"dropout {name}": array for name, array in dropout().items()}
    for name, row in NETWORKS.items():
        seeds = [one_seed(*row, seed) for seed in range(SEEDS)]
        for key in seeds[0]:
            arrays[f"{name} {key}"] = np.stack([numbers[key] for numbers in seeds], axis=1
                                               if "losses" in key else 0)
        for optimizer in OPTIMIZERS:
            print(name, optimizer, "from and to a loss of",
                  arrays[f"{name} {optimizer} losses"][[0, -1]].mean(axis=1))
    about = {"torch": torch.__version__.split("+")[0], "dtype": "float64", "optimizers": OPTIMIZERS}
    np.savez_compressed(Path(__file__).with_name("torch_networks.npz"),
                        about=json.dumps(about, indent=1), **arrays)


if __name__ == "__main__":
    main()
