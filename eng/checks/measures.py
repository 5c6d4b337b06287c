#!/usr/bin/env python3
"""Computes measures of random pairs of masks with SciPy, for a test to compare with Concord's.

measures.py > tests/Concord.Evaluation.Tests/Fixtures/scipy.csv      (Debian: apt install python3-scipy)

A pair is a number: both sides draw the same masks from it by SplitMix64, as Random64 does.
"""
from itertools import product

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


def boxes(random, size, count, least, sides):
    """A mask of boxes, which may touch the border, indexed x, y, z."""
    mask = np.zeros(size, bool)
    for _ in range(count):
        low = [random.next(n) for n in size]
        high = [min(n - 1, a + least + random.next(sides)) for n, a in zip(size, low)]
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


def rings(code):
    """The polygons that keep the set voxels of a 2x2x2 code apart from the others: rings of edge middles."""
    inside = lambda p: code >> (7 - (4 * p[0] + 2 * p[1] + p[2])) & 1
    links = {}
    for axis, side in product(range(3), range(2)):
        face = []
        for a, b in ((0, 0), (1, 0), (1, 1), (0, 1)):
            p = [a, b]
            p.insert(axis, side)
            face.append(tuple(p))
        cut = [i for i in range(4) if inside(face[i]) != inside(face[(i + 1) % 4])]
        middle = [tuple((np.array(face[i]) + face[(i + 1) % 4]) / 2) for i in range(4)]
        pairs = [tuple(cut)] if len(cut) == 2 else [((i - 1) % 4, i) for i in cut if inside(face[i])]
        for a, b in pairs:
            links.setdefault(middle[a], []).append(middle[b])
            links.setdefault(middle[b], []).append(middle[a])
    found, left = [], set(links)
    while left:
        ring = [min(left)]
        left.remove(ring[0])
        while more := [p for p in links[ring[-1]] if p in left]:
            ring.append(more[0])
            left.remove(more[0])
        found.append(ring)
    return found


def triangles(ring):
    """The normals (their lengths are areas) of the division with the largest area, then the largest triangle."""

    def divide(i, j):
        if j - i < 2:
            return [[]]
        return [
            a + b + [np.cross(np.subtract(ring[k], ring[i]), np.subtract(ring[j], ring[i])) / 2]
            for k in range(i + 1, j)
            for a in divide(i, k)
            for b in divide(k, j)
        ]

    area = lambda t: [np.linalg.norm(n) for n in t]
    return max(divide(0, len(ring) - 1), key=lambda t: (round(sum(area(t)), 6), max(area(t))))


def canonical(code):
    """Which code's surface the table has: the minority's, and an irregular choice for an L of voxels and one alone."""
    count, other = bin(code).count("1"), 255 - code
    if count != 4:
        return code if count < 4 else other
    if not any(len(r) == 5 for r in rings(code)):
        return code
    low = min(code, other)
    return 255 - low if low in (30, 54, 57, 86, 89, 120) else low


NORMALS = [[n for r in rings(canonical(c)) for n in triangles(r)] for c in range(256)]


def surface_hd95(a, b, spacing):
    """The robust Hausdorff distance of the surface-distance package."""
    if not a.any() and not b.any():
        return 0.0
    scale = np.array([spacing[1] * spacing[2], spacing[0] * spacing[2], spacing[0] * spacing[1]])
    areas = np.array([sum(np.linalg.norm(n * scale) for n in normals) for normals in NORMALS])
    codes = []
    for mask in (a, b):
        wide = np.pad(mask, 1).astype(int)
        code = np.zeros(np.array(mask.shape) + 1, int)
        for i, j, k in product(range(2), repeat=3):
            code += wide[i : i + code.shape[0], j : j + code.shape[1], k : k + code.shape[2]] << (7 - 4 * i - 2 * j - k)
        codes.append(code)
    borders = [(c > 0) & (c < 255) for c in codes]

    def one_way(i, j):
        if not borders[i].any() or not borders[j].any():
            return np.inf
        d = ndimage.distance_transform_edt(~borders[j], sampling=spacing)[borders[i]]
        w = areas[codes[i][borders[i]]]
        order = np.lexsort((w, d))
        share = np.cumsum(w[order]) / w.sum()
        return d[order][min(np.searchsorted(share, 0.95), len(d) - 1)]

    return max(one_way(0, 1), one_way(1, 0))


def brats(a, b, spacing):
    """Dice and HD95 as a whole and lesion by lesion, by the rules of BraTS 2023 for gliomas."""
    near, touch = ndimage.generate_binary_structure(3, 2), np.ones((3, 3, 3))
    limited = lambda d: 374.0 if np.isinf(d) else d
    dice = lambda m, n: 2 * (m & n).sum() / (m.sum() + n.sum())
    grow = lambda m: ndimage.binary_dilation(m, near, iterations=3)
    together, count = ndimage.label(grow(a), touch)
    predicted, all_predicted = ndimage.label(b, touch)
    touched, dices, distances_ = set(), [], []
    for lesion in range(1, count + 1):
        own = a & (together == lesion)
        parts = set(np.unique(predicted[grow(own)])) - {0}
        touched |= parts
        if own.sum() * np.prod(spacing) <= 50:
            continue
        answer = np.isin(predicted, list(parts))
        dices.append(dice(own, answer))
        distances_.append(limited(surface_hd95(own, answer, spacing)))
    false = all_predicted - len(touched)
    n = len(dices) + false
    return {
        "brats_dice": dice(a, b) if a.any() or b.any() else 1,
        "brats_hd95": limited(surface_hd95(a, b, spacing)),
        "brats_lesionwise_dice": sum(dices) / n if n else 1,
        "brats_lesionwise_hd95": (sum(distances_) + 374 * false) / n if n else 0,
    }


def measure(number):
    random = Stream(number)
    # The last ten are large, with many small lesions, some of which grow together and some of which don't count.
    large = number >= 40
    size = [(30 if large else 8) + random.next(14) for _ in range(3)]
    spacing = SPACINGS[random.next(len(SPACINGS))]
    fewest, least, sides = (8, 1, 5) if large else (1, 2, 10)
    # Every tenth reference and every tenth prediction, one apart, is empty; now and then both are.
    a = boxes(random, size, 0 if number % 10 == 3 else fewest + random.next(5), least, sides)
    is_empty = number % 10 == 4 or number % 20 == 3
    if large and not is_empty:
        # The reference, moved by up to a voxel and without its first third, and two more lesions.
        moved = np.roll(a, [random.next(3) - 1 for _ in range(3)], (0, 1, 2))
        moved[: size[0] // 3] = False
        b = moved | boxes(random, size, 2, least, sides)
    else:
        b = boxes(random, size, 0 if is_empty else fewest + random.next(5), least, sides)
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
        "false_positive_ml": None if na else nb * np.prod(spacing) / 1000,
        "volume_ml": nb * np.prod(spacing) / 1000,
        "reference_volume_ml": na * np.prod(spacing) / 1000,
        **brats(a, b, spacing),
    }


print("pair,metric,value")
for number in range(50):
    for name, value in measure(number).items():
        print(f"{number},{name},{'' if value is None else repr(float(value))}")
