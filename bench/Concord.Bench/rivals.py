"""What Concord is measured against, in Python: one command a line, tabs between words; answers with seconds and results."""
import gzip
import sys
import time

import numpy as np
import scipy
from scipy import ndimage
from scipy.spatial import cKDTree

try:
    import nibabel
except ImportError:
    nibabel = None


# Without nibabel, the standard library's calls that nibabel makes: gzip.open, level 1 for writing, and numpy from the bytes.
def read(path):
    if nibabel:
        return np.asanyarray(nibabel.load(path).dataobj)
    with gzip.open(path) as file:
        header = file.read(352)
        shape = np.frombuffer(header[40:56], "<i2")[1:4]
        voxels = bytearray(4 * int(np.prod(shape.astype(int))))
        file.readinto(voxels)
    return np.frombuffer(voxels, "<f4")


def write(source, path):
    with gzip.open(source) as file:
        content = file.read()
    if nibabel:
        image = nibabel.load(source)
        image = nibabel.Nifti1Image(np.array(image.dataobj), image.affine, image.header)
    began = time.perf_counter()
    if nibabel:
        nibabel.save(image, path)
    else:
        with gzip.open(path, "wb", 1) as file:
            file.write(content)
    return time.perf_counter() - began


def boundary(mask):
    return mask & ~ndimage.binary_erosion(mask)


def measures(path, spacing):
    a, b = (np.load(f"{path}-{n}.npy").astype(bool) for n in "ab")
    began = time.perf_counter()
    points = [np.argwhere(boundary(m)) * spacing for m in (a, b)]
    # On all cores, as Concord does.
    d = [cKDTree(points[1 - i]).query(points[i], workers=-1)[0] for i in (0, 1)]
    hd95 = max(np.percentile(d[0], 95), np.percentile(d[1], 95))
    assd = (d[0].sum() + d[1].sum()) / (len(d[0]) + len(d[1]))
    touch = np.ones((3, 3, 3))
    found = []
    for own, other in ((a, b), (b, a)):
        labels, count = ndimage.label(own, touch)
        found.append(len(np.unique(labels[other & own])) / count)
    f1 = 2 * found[0] * found[1] / (found[0] + found[1]) if any(found) else 0.0
    return time.perf_counter() - began, hd95, assd, f1


version = f"nibabel {nibabel.__version__}" if nibabel else "Python's gzip and NumPy, as nibabel calls them"
print(f"{version}; SciPy {scipy.__version__}", flush=True)
for line in sys.stdin:
    what, *words = line.rstrip("\n").split("\t")
    began = time.perf_counter()
    if what == "read":
        read(*words)
        answer = [time.perf_counter() - began]
    elif what == "write":
        answer = [write(*words)]
    else:
        answer = measures(words[0], [float(s) for s in words[1:]])
    print(*answer, sep="\t", flush=True)
