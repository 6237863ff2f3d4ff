"""What measures each row of the table: which contender of which record against which other.

The first of a row is its main one, in the setting in which its contenders are compared at their
best, where there is one. `data` and `size` are the training data; all images are real digits.
"""
from dataclasses import dataclass

DATA = ("digits", "digits anywhere", "mirrored digits", "lectures", "points")


@dataclass(frozen=True)
class Contrast:
    """The contender `with_` of a record against `without`; `size` training examples of `data`.

    Where the training data themselves differ (more data), `size` is that of `with_`.
    """
    row: str
    record: str
    without: str
    with_: str
    data: str
    size: int

    @property
    def key(self):
        """The name under which it stands in the digest."""
        return f"{self.record}: {self.without} → {self.with_}"


def several(row, data, size, records, without, *contenders):
    """Each contender against `without`, in every record."""
    return tuple(Contrast(row, record, without, with_, data, size)
                 for record in records for with_ in contenders)


RULES = ("Adam", "momentum", "RMSProp", "Adagrad")
SKIPS = ("skip_20", "skip_2", "skip_10", "skip_40")
RATES = ("0.001", "0.003", "0.01", "0.03")
NORMS = ("batch normalization", "layer normalization")
PIXELS = ("normalization", "normalization_deep", "normalization_raw", "normalization_sigmoid",
          "normalization_standardized", "normalization_together")
PLAIN, SHARED = "plain, wide", "CNN"
STARTS = ("kaiming_relu", "kaiming_sigmoid", "kaiming_tanh")
CLOUDS = ("wide", "thin", "moons", "across")

OPTIMIZERS = (
    *several("optimizers", "digits", 1000, ["optimizers"], "gradient descent", *RULES),
    *several("optimizers", "digits anywhere", 300, ["optimizers_cnn"], "gradient descent", *RULES))
SCHEDULES = (
    *several("schedules", "digits", 1000, ["schedules"], "constant", "cosine", "step",
             "warm-up and cosine", "one-cycle"),
    *(Contrast("schedules", "warmup_noise", f"constant, η = {lr}", f"warm-up, η = {lr}", "digits",
               1000) for lr in RATES))
DROPOUT = (
    *several("dropout", "digits", 300, ["dropout"], "p = 0", "best p", "p = 0.2", "p = 0.5",
             "p = 0.8"),
    *several("dropout", "digits", 50, ["dropout_50"], "p = 0", "p = 0.5"),
    *several("dropout", "digits", 100, ["dropout_100"], "p = 0", "p = 0.5"),
    *several("dropout", "digits", 1000, ["dropout_1000", "dropout_narrow", "dropout_small",
                                         "dropout_early"], "p = 0", "p = 0.5"),
    *several("dropout", "digits", 300, ["early_stopping"], "Adam", "dropout"))
STARTED = (
    *several("initialization", "digits", 500, ["kaiming_fixed"], "plain normal", "Kaiming",
             "Xavier", "small, 0.01"),
    *several("initialization", "digits", 300, ["kaiming_digits"], "plain normal", "1 × Kaiming"),
    *several("initialization", "lectures", 15, [f"{name}{how}" for name in STARTS
                                                for how in ("", "_raw", "_zero")],
             "plain normal", "Kaiming"))
PRETRAINING = (
    *several("pretraining", "digits anywhere", 100, ["pretraining", "pretraining_late"],
             "from scratch", "pre-trained"),
    *several("pretraining", "digits", 50, ["rotation", "rotation_late"], "from scratch",
             "pre-trained"))
CONVOLUTION = (
    *several("convolution", "digits anywhere", 300,
             ["cnn", "cnn_long", "cnn_moved", "cnn_shuffled"], PLAIN, SHARED),
    *several("convolution", "digits anywhere", 1000, ["cnn_1000"], PLAIN, SHARED),
    *several("convolution", "digits", 300,
             ["cnn_centred", "cnn_centred_long", "cnn_centred_shuffled"], PLAIN, SHARED),
    *several("convolution", "digits", 100, ["cnn_centred_100"], PLAIN, SHARED),
    *several("convolution", "digits", 300, ["nested"], "fully connected", "convolution"),
    *several("convolution", "digits anywhere", 300, ["nested_canvas", "nested_canvas_long"],
             "fully connected", "convolution"))
SKIP = (
    *several("skip", "digits", 400, SKIPS, "gradient descent, no skip", "gradient descent, skip"),
    *several("skip", "digits", 400, SKIPS, "Adam, no skip", "Adam, skip"),
    *several("skip", "lectures", 15, ["skip_line"], "gradient descent, no skip",
             "gradient descent, skip"),
    *several("skip", "lectures", 15, ["skip_line"], "Adam, no skip", "Adam, skip"))
NORMALIZATION = several("normalization", "digits", 500, PIXELS, "none", *NORMS)
CROSS_ENTROPY = (
    *several("cross_entropy", "digits", 300, ["cross_entropy"], "error rate", "cross-entropy"),
    *several("cross_entropy", "digits", 300, ["cross_entropy"], "error rate, nudge 1",
             "cross-entropy"),
    *several("cross_entropy", "points", 100, ["metric", "metric_outliers"], "fewest errors",
             "cross-entropy, λ = 0"))
HINGE = (
    *several("hinge", "digits", 300, ["cross_entropy"], "error rate", "hinge"),
    *several("hinge", "digits", 300, ["hinge"], "cross-entropy, λ = 0.001", "hinge, λ = 0.01"),
    *several("hinge", "digits", 300, ["hinge"], "cross-entropy, λ = 0", "hinge, λ = 0"),
    *several("hinge", "digits", 300, ["cross_entropy"], "cross-entropy", "hinge"),
    *several("hinge", "digits", 50, ["hinge_50"], "cross-entropy, λ = 0.001", "hinge, λ = 0.01"),
    *several("hinge", "points", 100, ["metric", "metric_outliers"], "cross-entropy, λ = 0",
             "hinge, λ = 0"))
MORE_DATA = (
    *(Contrast("more_data", "more_data", f"{one} pictures", f"{other} pictures", "digits", other)
      for one, other in ((100, 400), (50, 100), (200, 800), (50, 800))),
    *several("more_data", "digits", 400, ["representative"], "100 alone", "plus all", "plus 0–4",
             "plus bold"),
    *several("more_data", "digits", 1000, ["augmentation_early", "augmentation_deep"], "none",
             "1,000 pictures"))
AUGMENTATION = (
    *several("augmentation", "digits", 300, ["augmentation"], "none", "noise 0.3", "noise 0.1",
             "blur", "brightness", "shift 1", "shift 2", "flip"),
    *several("augmentation", "digits", 300, ["augmentation_long", "augmentation_shifted"], "none",
             "noise 0.3", "shift 1"),
    *several("augmentation", "digits", 100, ["augmentation_100"], "none", "noise 0.3", "shift 1"),
    *several("augmentation", "digits", 300, ["augmentation_wrong", "augmentation_early",
                                             "augmentation_deep"], "none", "noise 0.3"),
    *several("augmentation", "mirrored digits", 300, ["augmentation_mirrored"], "none", "flip",
             "flip, label too", "noise 0.3", "shift 1"),
    *several("augmentation", "digits anywhere", 300, ["augmentation_canvas",
                                                      "augmentation_anywhere"], "none",
             "re-place"))
MIXUP = (
    *several("mixup", "digits", 300, ["augmentation"], "none", "mixup 0.5", "mixup Beta(0.4)",
             "mixup Beta(1)"),
    *several("mixup", "digits", 300, ["augmentation_wrong"], "none", "mixup 0.5",
             "mixup Beta(1)"),
    *several("mixup", "digits", 300, ["augmentation_long"], "none", "mixup Beta(1)"),
    *several("mixup", "mirrored digits", 300, ["augmentation_mirrored"], "none", "mixup 0.5"))
ENTROPY = (
    *several("entropy", "digits", 300, ["semi_digits"], "labels only", "entropy"),
    *several("entropy", "points", 200, [f"entropy_{cloud}" for cloud in CLOUDS], "λ = 0",
             "λ = 0.1"))
GRAPH = (
    *several("graph", "digits", 300, ["semi_digits"], "labels only", "graph"),
    *several("graph", "points", 200, [f"graph_{cloud}" for cloud in CLOUDS], "λ = 0", "λ = 100"))
L2 = (
    *several("l2", "digits", 300, ["adamw"], "Adam", "Adam + L2"),
    *several("l2", "digits", 300, ["l2"], "λ = 0", "λ = 0.001", "λ = 0.01"),
    *several("l2", "digits", 100, ["adamw_100"], "Adam", "Adam + L2 0.001"),
    *several("l2", "digits", 1000, ["adamw_small"], "Adam", "Adam + L2 0.001"))
WEIGHT_DECAY = several("weight_decay", "digits", 300, ["weight_decay"], "decay = 0",
                       "decay = 0.002")
ADAMW = (
    *several("adamw", "digits", 300, ["adamw"], "Adam", "AdamW", "AdamW 0.3", "AdamW 3"),
    *several("adamw", "digits", 100, ["adamw_100"], "Adam", "AdamW 1", "AdamW 3"),
    *several("adamw", "digits", 1000, ["adamw_small"], "Adam", "AdamW 1"))
ADAMW_DESCENT = (
    *several("adamw_descent", "digits", 1000, ["optimizers"], "gradient descent", "AdamW"),
    *several("adamw_descent", "digits anywhere", 300, ["optimizers_cnn"], "gradient descent",
             "AdamW"),
    *(Contrast("adamw_descent", "adamw_rates", "gradient descent, η = 1", f"AdamW, η = {lr}",
               "digits", 300) for lr in RATES[:3]))
LEAKY_RELU = (
    *several("leaky_relu", "digits", 300, ["leaky_digits", "leaky_digits_dead"], "ReLU",
             "leaky ReLU"),
    *several("leaky_relu", "lectures", 15, ["dying_relu"], "ReLU", "leaky ReLU"))
FEWER, MORE = (
    (*(Contrast(row, "capacity", f"{n:,} digits, {a} units", f"{n:,} digits, {b} units", "digits",
                n) for n in (100, 1000) for a, b in pairs),
     *(Contrast(row, "capacity_wrong", f"{a} units", f"{b} units", "digits", 300)
       for a, b in wrong))
    for row, pairs, wrong in (
        ("fewer", ((128, 16), (128, 4)), ((128, 8), (128, 32))),
        ("more", ((4, 16), (16, 128)), ((4, 8), (8, 128), (32, 256)))))

CONTRASTS = (*OPTIMIZERS, *SCHEDULES, *DROPOUT, *STARTED, *PRETRAINING, *CONVOLUTION, *SKIP,
             *NORMALIZATION, *CROSS_ENTROPY, *HINGE, *MORE_DATA, *AUGMENTATION, *MIXUP, *ENTROPY,
             *GRAPH, *L2, *WEIGHT_DECAY, *ADAMW, *ADAMW_DESCENT, *LEAKY_RELU, *FEWER, *MORE)


def of(row):
    """All that measures a row, by its key; the main one first."""
    return tuple(contrast for contrast in CONTRASTS if contrast.row == row)
