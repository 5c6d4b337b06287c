#!/usr/bin/env bash
# Segments a 182x218x182 pair (T1, FLAIR) with the paper's full-width network after one training step, over the whole field
# of view, and prints time, peak resident memory, and whether grid and affine bytes are those of the input.
# Usage: eng/checks/predict-memory.sh OPEN-MS   (the folder with patient26/T1.nii.gz, FLAIR.nii.gz and lesion.nii.gz)
set -euo pipefail
data=$(realpath "$1")
. "$(dirname "$0")/common.sh"
cat >"$work/data.yaml" <<YAML
classes: [background, csf, gm, wm, wmh]
datasets:
  - name: open-ms
    root: "$data"
    sequences: { T1: "*/T1.nii.gz", FLAIR: "*/FLAIR.nii.gz" }
    labels: "*/lesion.nii.gz"
    protocol: { 0: not [wmh], 1: wmh }
YAML
concord train "$work/data.yaml" -o "$work/run" --recipe paper --steps 1 >/dev/null 2>&1
start=$(date +%s.%N)
peak_of predict --model "$work/run" -i "T1=$data/patient26/T1.nii.gz" \
    -i "FLAIR=$data/patient26/FLAIR.nii.gz" -o "$work/out"
echo "seconds: $(echo "$(date +%s.%N) - $start" | bc)"
echo "peak resident MB: $((peak / 1024))"
# NIfTI-1: the sizes, and from 252 to 328 both forms.
header() { gzip -dc "$1" | head -c 348 | od -An -tx1 -v -w1 | sed -n "$2"; }
for range in 41,56p 77,108p 253,328p; do
    diff <(header "$data/patient26/T1.nii.gz" $range) <(header "$work/out/T1_dseg.nii.gz" $range) >/dev/null ||
        { echo "bytes $range of the header differ" && exit 1; }
done
echo "sizes, voxel sizes and affine: the bytes of the input"
