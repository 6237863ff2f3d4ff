"""The table as text: what is said, what was measured, whether they agree, where it holds.

All numbers come from the digest.
"""
from helpers.diagnosis import digest, guesses
from helpers.diagnosis.rows import BY_KEY, ROWS

SAID = {"+": "helps", "-": "no help", "(+)": "a little, perhaps", "": "not said"}
# where it holds and where not; where main contrast and lecture part, in which setting it would
APART = {
    "optimizers": "After so few updates gradient descent has not learned enough, and what learns "
                  "faster also predicts better. Where all reach a low training loss the rate "
                  "decides: AdamW (below) helps with 0.001; with 0.01 it hurts, and there the "
                  "sentence would hold.",
    "schedules": "A constant rate large enough to be quick never settles, and that costs on new "
                 "data, too. It would hold where the constant rate is small enough to settle.",
    "dropout": "At its best rate the network without dropout overfits less, and little is left to "
               "gain. It holds at one fixed learning rate with fewer and with more digits, and "
               "with early stopping.",
    "initialization": "On fifteen lectures it hurts at the end in five of nine settings, those in "
                      "which it fits the fifteen more closely; with early stopping it is about "
                      "equal in eight.",
    "pretraining": "The loss is about equal although the accuracy rises; after longer training the "
                   "loss is lower, too. It would hold where the task before has far more, and more "
                   "varied, images.",
    "convolution": "It holds where the same pattern can be anywhere in the image; it fails for "
                   "centred or shuffled digits, and for one convolutional layer alone.",
    "skip": "With two layers there is nothing to cure: gradient descent's training loss is even "
            "higher.",
    "normalization": "Layer normalization does less than batch normalization here, and nothing for "
                     "six layers of sigmoids.",
    "cross_entropy": "Training on the error rate itself finds almost nothing, so its validation "
                     "error is bad, too. It holds against a search that does find the fewest "
                     "errors, where outliers are among the points.",
    "hinge": "All are judged by the error rate. Against cross-entropy, which is as easy to train "
             "on, hinge is better only with outliers.",
    "more_data": "It does nothing while training is stopped too early, or fails.",
    "augmentation": "Noise helps, once training is long enough. A change of place helps where new "
                    "images differ in place, too. Flips, blur and large shifts hurt centred "
                    "digits.",
    "mixup": "Its answers are never certain, which costs loss but no accuracy. It holds where a "
             "part of the labels is wrong.",
    "entropy": "With two labels per class the first border is often wrong, and entropy makes it "
               "certain. It holds for clouds far apart, with the border right from the start.",
    "graph": "Where the labels cut across the clouds, it costs accuracy.",
    "l2": "Adam at its best rate leaves nothing to gain. It holds for gradient descent, and with "
          "few digits at a fixed rate.",
    "adamw": "Adam at its best rate leaves nothing to gain. It holds with few digits at a fixed "
             "rate.",
    "leaky_relu": "Started as usual there is little to cure. It holds where the first biases have "
                  "switched all units off.",
    "fewer": "Larger networks predict better here, although they could learn all by heart. It "
             "holds where many labels are wrong, which a small network cannot learn by heart; with "
             "early stopping the larger one is better there, too.",
    "more": "Larger networks predict better here, although they could learn all by heart. It "
            "holds where many labels are wrong, up to the size that can learn them all, and not "
            "with early stopping.",
}


def agreement(sign, word):
    """Whether a sign and a verdict's word agree: "agrees", "disagrees", "open" (the word is no
    answer), or "not said"."""
    if not sign:
        return "not said"
    measured = guesses.as_sign(word)
    if sign == "(+)" and word in ("about equal", "unclear"):
        return "agrees"
    if not measured:
        return "open"
    return "agrees" if measured == sign.strip("()") else "disagrees"


def agreements(key):
    """(optimization, generalization) of a row's main contrast."""
    row, words = BY_KEY[key], digest.words(key)
    signs = row.optimization, row.generalization
    return tuple(agreement(sign, word) for sign, word in zip(signs, words, strict=True))


def counted():
    """{"agrees": …, "disagrees": …, "open": …} over all cells in which something is said."""
    found = [one for row in ROWS for one in agreements(row.key)]
    return {word: found.count(word) for word in ("agrees", "disagrees", "open")}


def span(key):
    """In how many settings of a row the validation loss falls or rises, and where most."""
    found = digest.of(key)
    parts = [extreme(found, "helps", min), extreme(found, "hurts", max)]
    words = "; ".join(part for part in parts if part)
    return f"{len(found)} setting{'s' * (len(found) > 1)}: {words or 'none has a clear word'}"


def extreme(found, word, most):
    """How many have this word for the validation loss, and which of them most; "" if none."""
    those = [one for one in found if one.generalization.word == word]
    if not those:
        return ""
    best = most(those, key=lambda one: one.generalization.r)
    return f"{word} in {len(those)}, most {best.name} ({best.contrast.record}: " \
           f"{best.generalization.numbers})"


def table():
    """The table in Markdown: a line for each row, by its main contrast."""
    lines = ["| trick (lesson) | step | said: training / validation | training loss | "
             "validation loss | with early stopping | accuracy | do they agree? |",
             "|---" * 8 + "|"]
    return "\n".join(lines + [line(row, digest.of(row.key)[0]) for row in ROWS])


def line(row, one):
    """One line of the table."""
    ratios = (one.optimization, one.generalization, one.early_stopping)
    cells = [f"**{row.trick}** ({row.lesson[:2]})", str(row.step),
             f"{SAID[row.optimization]} / {SAID[row.generalization]}",
             *(f"{ratio.word}, {ratio.numbers}" for ratio in ratios), one.accuracy.points,
             " / ".join(agreements(row.key))]
    return "| " + " | ".join(cells) + " |"


def sentences():
    """For each row what is said, word for word, how it was measured, and where it holds."""
    return "\n\n".join(paragraph(row, digest.of(row.key)[0]) for row in ROWS)


def paragraph(row, one):
    """All that is said of one row, in Markdown."""
    marks = ("「", "」") if row.source == "Lee's lecture" else ("“", "”")
    said = f"**{row.trick}** ({row.source}): {marks[0]}{row.quote}{marks[1]} {row.english}"
    measured = f"*Measured:* {one.name}; {one.setting}. *Range:* {span(row.key)}."
    name = "Where they disagree" if "disagrees" in agreements(row.key) else "Mind"
    apart = f" *{name}:* {APART[row.key]}" if row.key in APART else ""
    return f"{said}  \n{measured}{apart}"


def of_guesses(mine):
    """The reader's guesses beside what was said and measured, in Markdown; a sentence if there is
    none."""
    found = guesses.compare(mine)
    if not found:
        return guesses.summary(mine)
    lines = ["| trick | your guess: step, training, validation | lecture | measured |", "|---" * 4
             + "|"]
    return "\n".join(lines + [guessed(one) for one in found.values()]
                     + ["", guesses.summary(mine)])


def guessed(one):
    """One line of it."""
    step, *signs = one.guess
    parts = [f"{step or '?'} {mark(one.step)}"]
    parts += [f"{sign or '?'} {mark(hit)}" for sign, hit in zip(signs, one.measured, strict=True)]
    said = ", ".join(SAID[sign] for sign in (one.row.optimization, one.row.generalization))
    return f"| {one.row.trick} | {', '.join(parts)} | {one.row.step}: {said} | " \
           f"{', '.join(one.words)} |"


def mark(hit):
    """A sign for right, wrong, or nothing to say."""
    return {True: "✓", False: "✗"}.get(hit, "–")
