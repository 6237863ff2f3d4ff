"""One training step of a small convolutional network on 64 digits, against eager PyTorch.

conv 3×3 (8, padding 1) – ReLU – conv 3×3 (16, padding 1, stride 2) – ReLU – linear; the rest is as
in `training.py`, which says how to install PyTorch: float32, one thread, Adam, all 64 digits at
every step, our time that of 8 seeds, divided by 8.
"""
import training
from helpers.datasets import images
from helpers.networks.activations import ReLU
from helpers.networks.convolution import AddChannel, Convolution
from helpers.networks.layers import Flatten, Linear
from helpers.networks.network import Network

NETWORK = Network((AddChannel(), Convolution((8, 8, 1), 8, padding=1), ReLU(),
                   Convolution((8, 8, 8), 16, stride=2, padding=1), ReLU(),
                   Flatten((4, 4, 16)), Linear(256, 10)))


def layers(nn):
    """The same in PyTorch."""
    return [nn.Conv2d(1, 8, 3, padding=1), nn.ReLU(), nn.Conv2d(8, 16, 3, padding=1, stride=2),
            nn.ReLU(), nn.Flatten(),
            nn.Linear(256, 10)]


def main():
    digits = images.digits()[0][:64]
    training.compare("conv 8 – conv 16 – linear", NETWORK, layers, digits, digits[:, None])


if __name__ == "__main__":
    main()
