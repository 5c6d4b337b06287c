#!/usr/bin/env bash
# Multiplies real scans by random known fields and measures what a correction leaves of them.
# Usage: eng/checks/bias-field.sh DATA [COUNT]   (DATA holds open-ms and ptbp; 2 fields a scan unless given)
set -euo pipefail
cd "$(dirname "$0")/../.."
d=$(realpath "$1")
scans=()
for p in patient19 patient26; do
    for s in T1 T1POST T2 FLAIR; do scans+=("$d/open-ms/mni/$p/$s.nii.gz"); done
done
for t in "$d"/ptbp/*_T1w.nii.gz; do scans+=("$t=${t%_T1w.nii.gz}_dseg.nii.gz"); done
dotnet run -c Release --project bench/Concord.Imaging.BiasField -- "${2:-2}" "${scans[@]}"
