"""What is measured for lesson 02: the optimizers on networks, each at its own best learning
rate."""
from functools import partial

from helpers.experiments.common import classifier, on_digits
from helpers.experiments.experiment import Contender, Experiment, Steps
from helpers.experiments.n06_cnn import cnn, on_canvas
from helpers.experiments.training import Training
from helpers.optimizers import Adagrad, Adam, AdamW, GradientDescent, Momentum, RMSProp

RULES = {  # a rule, and the learning rate around which it is tuned
    "gradient descent": (GradientDescent, 0.3), "momentum": (Momentum, 0.3),
         "Adagrad": (Adagrad, 0.03),
    "RMSProp": (RMSProp, 0.003), "Adam": (Adam, 0.003), "AdamW": (AdamW, 0.003),
}


def on_network(seeds, rule, lr, updates=150, **more):
    """1,000 digits in batches of 50."""
    task, validation, theta = on_digits(seeds, classifier(64, 64), 1000, 50)
    return Training(task, validation, rule(lr, **more), theta, updates)


def on_cnn(seeds, rule, lr, updates=150, **more):
    """300 digits anywhere on 12 × 12 in batches of 50, and a convolutional network."""
    task, validation, theta = on_canvas(seeds, cnn(12), n=300)
    return Training(task, validation, rule(lr, **more), theta, updates)


def each(train):
    """Every rule with its rate tuned; of AdamW the decay too."""
    contenders = {name: Contender(partial(train, rule=rule), {"lr": Steps(lr)})
                  for name, (rule, lr) in RULES.items()}
    rule, lr = RULES["AdamW"]
    decayed = Contender(partial(train, rule=rule),
                        {"lr": Steps(lr), "decay": (0.0, 0.03, 0.1, 0.3, 1.0)})
    return contenders | {"AdamW": decayed}


EXPERIMENTS = {
    "optimizers": Experiment(
        "optimizers", 3,
        "1,000 digits, 64-64-64-10, ReLU, 150 updates, batches of 50, each at its best",
        partial(each, on_network), improves="optimization"),
    "optimizers_cnn": Experiment(
        "optimizers, convolutional network", 3,
        "300 digits anywhere on 12 × 12, 150 updates, batches of 50, each at its best",
        partial(each, on_cnn), improves="optimization", cut=5),
}
