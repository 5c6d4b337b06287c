#!/usr/bin/env bash
# Registers real scans that were moved by known transforms, and a pair as it left the scanner, beside elastix.
# Usage: eng/checks/registration.sh DATA [COUNT]   (DATA holds open-ms and brats15; 20 transforms unless given)
set -euo pipefail
cd "$(dirname "$0")/../.."
d=$(realpath "$1")
pairs=()
for p in patient19 patient26; do
    for s in FLAIR T2; do pairs+=("$d/open-ms/mni/$p/T1.nii.gz=$d/open-ms/mni/$p/$s.nii.gz"); done
done
for p in "$d"/brats15/*/; do pairs+=("${p}T1c_subtrMeanDivStd.nii.gz=${p}Flair_subtrMeanDivStd.nii.gz"); done
raw=$d/open-ms/raw/patient04/study1
dotnet run -c Release --project bench/Concord.Imaging.Alignment -- "${2:-20}" "${pairs[@]}" \
    raw "${raw}_T1W.nii.gz=${raw}_FLAIR.nii.gz" "${raw}_T1W.nii.gz=${raw}_T2W.nii.gz"
