"""Writes intervals.csv: limits that independent packages give, for src/domain/interval/independent.rs.

Packages, in a scratch environment (python -m venv, pip install), none of them part of this program:
    samplics 0.6.1 (MIT licence): variance of a ratio by Taylor linearisation, people as clusters
    statsmodels 0.15.0 (BSD-3-Clause licence): Wilson's limits
    numpy 2.4.6, scipy 1.17.1 (BSD-3-Clause licences): what those two stand on

Run:  python tests/statistics/intervals.py > tests/statistics/intervals.csv

Two differences from docs/method.md are taken into account here, in the open:
- samplics multiplies the variance by n/(n - 1), n being the number of clusters, as survey packages
  do. The method's v has no such factor, so the package's variance is multiplied by (n - 1)/n.
- The method's z is 1.959964 and 2.575829, six decimals, where packages take the quantile itself.
  statsmodels is therefore asked for the confidence level that belongs to exactly that z.
One person alone has no variance in the package (n - 1 = 0); the sum of squares is 0 then, and v is.
A variance below 1e-20 is what floating point leaves of 0. Where v is 0 the method takes n answers.
"""

import random
import sys
import warnings

warnings.simplefilter("ignore")
import numpy as np
from samplics import PopParam
from samplics.estimation import TaylorEstimator
from scipy.stats import norm
from statsmodels.stats.proportion import proportion_confint

Z = {"95": 1.959964, "99": 2.575829}
NOTHING = 1e-20


def items(people, kind):
    """One row an answered question: what it counts on the 0-1 scale, and whose it is."""
    rows = []
    for person, codes in enumerate(expanded(people)):
        for code in codes:
            if code == "-":
                continue
            level = int(code)
            value = {"top-share": float(level >= 4), "mean-score": level / 5, "mean-from-zero": (level - 1) / 4}[kind]
            rows.append((value, person))
    return rows


def expanded(people):
    for part in people.split():
        times, codes = part.split("x")
        yield from [codes] * int(times)


def limits(people, kind):
    rows = items(people, kind)
    y = np.array([value for value, _ in rows])
    psu = np.array([person for _, person in rows])
    n, answers = len(set(psu)), len(rows)
    if n > 1:
        ratio = TaylorEstimator(PopParam.ratio)
        # The package divides by the ratio for a figure nobody asks for, so it gets the opposite of
        # answers that are all 0: the variance is the same.
        asked = y if y.any() else 1 - y
        ratio.estimate(y=asked, x=np.ones(answers), samp_weight=np.ones(answers), psu=psu, remove_nan=False)
        point = float(ratio.point_est) if y.any() else 0.0
        error = float(ratio.stderror)
        variance = error**2 * (n - 1) / n
    else:
        point, variance = float(y.mean()), 0.0
    if variance < NOTHING:
        effective = float(n)
    else:
        effective = min(point * (1 - point) / variance, float(answers))
    found = [point, variance, effective]
    for z in Z.values():
        low, high = proportion_confint(point * effective, effective, alpha=2 * norm.sf(z), method="wilson")
        found += [float(low), float(high)]
    return n, answers, found


def drawn(seed, n_people, n_questions, chances, missing):
    """Sheets of people who are alike in themselves: each has a mood that moves all answers."""
    draw = random.Random(seed)
    sheets = {}
    for _ in range(n_people):
        mood = draw.choice([-1, 0, 0, 0, 1])
        codes = ""
        for _ in range(n_questions):
            level = draw.choices([1, 2, 3, 4, 5], chances)[0]
            codes += "-" if draw.random() < missing else str(min(5, max(1, level + mood)))
        sheets[codes] = sheets.get(codes, 0) + 1
    return " ".join(f"{times}x{codes}" for codes, times in sorted(sheets.items()))


HAPPY, TORN, SAD = [1, 2, 8, 45, 44], [30, 5, 5, 20, 40], [20, 30, 30, 15, 5]
CASES = [
    ("one person, one question, satisfied", "1x5"),
    ("one person, one question, not satisfied", "1x2"),
    ("one person, five questions", "1x54321"),
    ("two people who differ", "1x5 1x1"),
    ("nobody of ten is satisfied", "10x1"),
    ("all of ten are satisfied", "10x5"),
    ("one of three", "1x4 2x3"),
    ("thirty, one question", "21x5 5x4 3x3 1x1"),
    ("one question of 312", "180x5 83x4 30x3 12x2 7x1"),
    ("one question of 10,000, one not satisfied", "9999x5 1x2"),
    ("thirty answers of ten people alike", "6x555 4x222"),
    ("all torn alike: v is 0", "8x51"),
    ("all neutral", "12x333"),
    ("everyone the best in everything", "40x55555"),
    ("everyone the worst in everything", "40x11111"),
    ("torn within each person: at most Sigma a answers", "5x5511 5x1155 1x5111 1x1555"),
    ("some left out everything but one", "3x5---- 2x-2--- 4x--44- 1x----1"),
    ("some left out all: they are nobody", "5x44 3x-- 2x1-"),
    ("few answers, many questions", "1x5555544444333335555 1x1111122222111113333"),
    ("those who answer more are happier", "10x55555 10x1---- 5x44---"),
    ("those who answer more are sadder", "10x11111 10x5---- 5x22---"),
    ("one large cluster among small ones", "30x4 1x1111111111111111111"),
    ("five factors, 30 people", drawn(1, 30, 5, HAPPY, 0.1)),
    ("five factors, 30 people, half missing", drawn(2, 30, 5, TORN, 0.5)),
    ("five factors, 500 people", drawn(3, 500, 5, HAPPY, 0.15)),
    ("five factors, 500 torn people", drawn(4, 500, 5, TORN, 0.15)),
    ("nineteen items, 60 people", drawn(5, 60, 19, HAPPY, 0.05)),
    ("nineteen items, 200 people, a third missing", drawn(6, 200, 19, SAD, 0.33)),
    ("two questions, 3,000 people", drawn(7, 3000, 2, HAPPY, 0.02)),
    ("three questions, 3,000 sad people", drawn(8, 3000, 3, SAD, 0.2)),
    ("five factors, 4 people", drawn(9, 4, 5, TORN, 0.2)),
]


def main():
    out = sys.stdout
    out.write("# Limits by samplics 0.6.1 (MIT) and statsmodels 0.15.0 (BSD-3-Clause); made by intervals.py, which says how.\n")
    out.write("# people: times x codes of one sheet, one character a question, - for left out; empty: as in the line above.\n")
    out.write("case;kind;people;n;answers;ratio;variance;effective;low_95;high_95;low_99;high_99\n")
    for name, people in CASES:
        for kind in ["top-share", "mean-score", "mean-from-zero"]:
            n, answers, found = limits(people, kind)
            numbers = ";".join(repr(number) for number in found)
            told = people if kind == "top-share" else ""
            out.write(f"{name};{kind};{told};{n};{answers};{numbers}\n")


main()
