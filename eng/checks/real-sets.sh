#!/usr/bin/env bash
# Imports each real set, checks it, trains 50 steps on it, predicts its subjects and evaluates them.
# Usage: eng/checks/real-sets.sh DATA [FOLDER]   (DATA holds ptbp, open-ms, brats15 and synthseg-labelmaps; results go to FOLDER)
set -euo pipefail
cd "$(dirname "$0")/../.."
data=$(realpath "$1")
out=${2:-$(mktemp -d)}
concord() { dotnet artifacts/bin/Concord.Cli/release_*/concord.dll "$@"; }
mkdir -p "$out"
{ grep -v '^steps:' recipes/quick.yaml && echo "steps: 50"; } >"$out/recipe.yaml"
for set in ptbp:ptbp open-ms:open-ms/mni brats2015:brats15 synthseg-labels:synthseg-labelmaps; do
    name=${set%%:*}
    began=$SECONDS
    rm -rf "$out/$name"
    mkdir -p "$out/$name"
    concord import "$name" "$data/${set#*:}" -o "$out/$name/data.yaml" >"$out/$name/import.txt"
    code=0
    concord check "$out/$name/data.yaml" --html "$out/$name/check.html" >"$out/$name/check.txt" || code=$?
    concord train "$out/$name/data.yaml" --recipe "$out/recipe.yaml" -o "$out/$name/run" >"$out/$name/train.txt"
    concord predict --model "$out/$name/run" --manifest "$out/$name/data.yaml" -o "$out/$name/out" >"$out/$name/predict.txt"
    concord evaluate --reference "$out/$name/data.yaml" --prediction "$out/$name/out" --metrics dice >"$out/$name/scores.csv"
    echo "$name: check's exit code $code, $(grep -c '^finding' "$out/$name/check.txt") findings; $(wc -l <"$out/$name/predict.txt") subjects predicted, $(grep -c ',dice,' "$out/$name/scores.csv") Dice; $((SECONDS - began)) s"
done
