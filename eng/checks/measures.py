#!/usr/bin/env python3
"""Computes measures of random pairs of masks with SciPy, for a test to compare with Concord's.

measures.py > tests/Concord.Evaluation.Tests/Fixtures/scipy.csv      (Debian: apt install python3-scipy)

A pair is a number: both sides draw the same masks from it by SplitMix64, as Random64 does.
"""
import numpy as np
from scipy import ndimage
from scipy.spatial import cKDTree

WORD = (1 << 64) - 1
SPACINGS = [(1, 1, 1), (1, 1, 3), (0.958, 0.958, 3), (1.5, 0.75, 1), (2, 2, 2)]


def mix(z):
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & WORD
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & WORD
    return z ^ (z >> 31)


class Stream:
    def __init__(self, seed):
        self.state = mix((seed + 0x9E3779B97F4A7C15) & WORD)

    def next(self, below):
        self.state = (self.state + 0x9E3779B97F4A7C15) & WORD
        return (mix(self.state) * below) >> 64


def boxes(random, size, count):
    """A mask of boxes, which may touch the border, indexed x, y, z."""
    mask = np.zeros(size, bool)
    for _ in range(count):
        low = [random.next(n) for n in size]
        high = [min(n - 1, a + 2 + random.next(10)) for n, a in zip(size, low)]
        mask[low[0] : high[0] + 1, low[1] : high[1] + 1, low[2] : high[2] + 1] = True
    return mask


def boundary(mask, in_slice):
    if in_slice:
        return mask & ~ndimage.binary_erosion(mask, np.ones((3, 3, 1)), border_value=1)
    return mask & ~ndimage.binary_erosion(mask)


def distances(a, b, spacing, in_slice):
    a, b = (np.argwhere(boundary(m, in_slice)) * spacing for m in (a, b))
    if len(a) == 0 or len(b) == 0:
        return None
    return cKDTree(b).query(a)[0], cKDTree(a).query(b)[0]


def hd95(d):
    return None if d is None else max(np.percentile(d[0], 95), np.percentile(d[1], 95))


def lesions(mask, other):
    labels, count = ndimage.label(mask, np.ones((3, 3, 3)))
    return count, len(np.unique(labels[other & mask]))


def measure(number):
    random = Stream(number)
    size = [8 + random.next(14) for _ in range(3)]
    spacing = SPACINGS[random.next(len(SPACINGS))]
    # Every tenth reference and every tenth prediction, one apart, is empty; now and then both are.
    a = boxes(random, size, 0 if number % 10 == 3 else 1 + random.next(5))
    b = boxes(random, size, 0 if number % 10 == 4 or number % 20 == 3 else 1 + random.next(5))
    na, nb, both = int(a.sum()), int(b.sum()), int((a & b).sum())
    faces, in_slice = distances(a, b, spacing, False), distances(a, b, spacing, True)
    la, fa = lesions(a, b)
    lb, fb = lesions(b, a)
    recall, precision = (fa / la if la else 1), (fb / lb if lb else 1)
    return {
        "dice": 2 * both / (na + nb) if na + nb else None,
        "hd95": hd95(faces),
        "hd95_in_slice": hd95(in_slice),
        "assd": None if faces is None else np.concatenate(faces).mean(),
        "avd": 100 * abs(na - nb) / na if na else None,
        "volume_similarity": 1 - abs(na - nb) / (na + nb) if na + nb else None,
        "lesion_recall": recall,
        "lesion_precision": precision,
        "lesion_f1": 2 * precision * recall / (precision + recall) if precision + recall else 0,
        "volume_ml": nb * np.prod(spacing) / 1000,
        "reference_volume_ml": na * np.prod(spacing) / 1000,
    }


print("pair,metric,value")
for number in range(50):
    for name, value in measure(number).items():
        print(f"{number},{name},{'' if value is None else repr(float(value))}")
