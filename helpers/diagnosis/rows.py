"""The lecture's table: of each trick the step that it changes, and what is said of it.

The slides hold an empty table; what stands here is what is spoken of each cell, as quoted. A sign
is "+" (helps), "-" (no help, or worse), "(+)" (a little, or perhaps) or "" (not said). What was
measured stands in `contrasts`, the words for it come from the records.
"""
from dataclasses import dataclass

LEE, VIETNAMESE = "Lee's lecture", "the Vietnamese lecture"
SIGNS = ("+", "-", "(+)", "")
STEPS = {1: "the loss", 2: "the set of functions", 3: "the search"}


@dataclass(frozen=True)
class Row:
    """A trick of the lecture's table.

    `step` is 1, 2 or 3, `optimization` and `generalization` are one of SIGNS. `quote` is word for
    word, […] where something is left out; `lesson` is a notebook, without its ending.
    """
    key: str
    trick: str
    step: int
    optimization: str
    generalization: str
    quote: str
    english: str
    lesson: str
    source: str = LEE


OPTIMIZERS = ("它可以讓你的 optimization 做得更好 […] 但它通常對於 generalization 是沒有幫助的",
              "It can make your optimization better […] but it is usually no help for "
              "generalization.")
MORE_LOSS = ("它帶來的好處是更好的 Generalization 但它對 Optimization 是沒有幫助的",
             "The benefit that it brings is better generalization, but it is of no help for "
             "optimization.")

ROWS = (
    Row("optimizers", "Adagrad, RMSProp, momentum, Adam", 3, "+", "-", *OPTIMIZERS,
        "02_optimizers"),
    Row("schedules", "learning-rate schedule, warm-up", 3, "+", "-", *OPTIMIZERS, "03_schedules"),
    Row("dropout", "dropout", 3, "-", "+",
        "Dropout 帶來的好處是 更好的 generalization […] 但 Dropout 對於 optimization 是沒有好處的",
        "The benefit of dropout is better generalization […] but for optimization dropout has no "
        "benefit.", "04_dropout"),
    Row("initialization", "initialization (Kaiming)", 3, "+", "(+)",
        "就算你有好的 optimizer 有時候同時加上好的 initialization 還是會造成顯著差異的 […] "
        "我們期待如果有一個好的 initialization 也許可以帶我們走到 比較好的 global minimum",
        "Even with a good optimizer, a good initialization besides sometimes makes a marked "
        "difference […] we hope that a good initialization may lead us to a better global "
        "minimum.", "05_initialization"),
    Row("pretraining", "pre-training as initialization", 3, "+", "+",
        "它對 optimization 跟 generalization 兩者同時都有幫助",
        "It helps both at the same time, optimization and generalization.", "05_initialization"),
    Row("convolution", "convolution", 2, "-", "+",
        "它的好處是 generalization 它是讓你的模型更不容易 overfit 它不是 design for optimization",
        "Its benefit is generalization: it makes your model less prone to overfitting. It is not "
        "designed for optimization.", "06_cnn"),
    Row("skip", "skip connection", 2, "+", "", "那會讓你的整個 training 變得容易一點",
        "That makes your whole training a bit easier.", "07_skip_connections"),
    Row("normalization", "normalization", 2, "+", "(+)",
        "通常 normalization 它真正想要帶來的好處是 讓你有更好的 optimization […] "
        "normalization 對 generalization 也是有一點點幫助的",
        "Usually the benefit that normalization really wants to bring is better optimization […] "
        "normalization also helps generalization a little bit.", "08_normalization"),
    Row("cross_entropy", "cross-entropy in place of accuracy", 1, "+", "-",
        "帶來的好處是 你能夠做 Optimization […] "
        "但是它對 Generalization 是沒有幫助甚至是有害的",
        "The benefit is that you can optimize at all […] but for generalization it is of no help, "
        "or even does harm.", "09_losses"),
    Row("hinge", "hinge loss", 1, "+", "(+)",
        "這個 Loss 既能做 Gradient 它甚至對 Generalization 有幫助呢 […] "
        "Hinge Loss 可能就可以達到 improve Generalization 的效果",
        "A loss that has a gradient and even helps generalization? […] the hinge loss can perhaps "
        "improve generalization.", "09_losses"),
    Row("more_data", "more data", 1, "-", "+",
        "它帶來的是 Generalization 的好處 […] 你有更多資料的時候 你的 Optimization 只會更困難",
        "What it brings is a benefit for generalization […] when you have more data, your "
        "optimization only gets harder.", "10_augmentation"),
    Row("augmentation", "augmentation", 1, "-", "+",
        "它帶來了更好的 Generalization 大家注意它對 Optimization 是沒有幫助的",
        "It brings better generalization. Mind that it is no help for optimization.",
        "10_augmentation"),
    Row("mixup", "mixup", 1, "-", "+",
        "這招就叫做 Mixup […] 它帶來了更好的 Generalization "
        "大家注意它對 Optimization 是沒有幫助的",
        "This trick is called mixup […] It brings better generalization. Mind that it is no help "
        "for optimization.", "10_augmentation"),
    Row("entropy", "semi-supervised, entropy", 1, "-", "+", *MORE_LOSS, "11_semi_supervised"),
    Row("graph", "semi-supervised, graph", 1, "-", "+", *MORE_LOSS, "11_semi_supervised"),
    Row("l2", "L2 regularization", 1, "-", "+",
        "它帶來的好處是更好的 generalization 但它跟 optimization 沒有關係或沒有幫助",
        "The benefit that it brings is better generalization, but with optimization it has "
        "nothing to do, or is of no help.", "12_regularization"),
    Row("weight_decay", "weight decay", 3, "-", "+",
        "它對 generalization 有幫助 但對 optimization 沒有幫助",
        "It helps generalization, but does not help optimization.", "12_regularization"),
    Row("adamw", "AdamW against Adam", 3, "-", "+",
        "相較於 Adam AdamW 並不是更強的 Optimization 方式 它是更強的 generalization 的方式",
        "Compared with Adam, AdamW is no stronger way of optimizing, it is a stronger way of "
        "generalizing.", "12_regularization"),
    Row("adamw_descent", "AdamW against gradient descent", 3, "+", "",
        "相較於原來最簡單的 gradient descent 它是一個更強的 Optimization 的方式",
        "Compared with the simplest, gradient descent, it is a stronger way of optimizing.",
        "12_regularization"),
    Row("leaky_relu", "leaky ReLU", 2, "+", "",
        "Dying ReLU […] Cách giải quyết: dùng phiên bản Leaky ReLU.",
        "Dying ReLU […] The cure: use leaky ReLU.", "07_skip_connections", VIETNAMESE),
    Row("fewer", "fewer parameters", 2, "-", "+", "Overfitting - Giảm số tham số.",
        "Overfitting: reduce the number of parameters.", "12_regularization", VIETNAMESE),
    Row("more", "more parameters", 2, "+", "-",
        "Underfitting - Tăng số tham số bằng cách tăng số lớp hoặc số nút ẩn",
        "Underfitting: increase the number of parameters by more layers or hidden units.",
        "12_regularization", VIETNAMESE),
)
BY_KEY = {row.key: row for row in ROWS}
