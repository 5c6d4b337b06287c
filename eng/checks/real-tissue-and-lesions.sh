#!/usr/bin/env bash
# Trains ace and naive-ce on the real scans of docs/results/real.yaml, and prints the Dice of children that neither was
# trained on, and what each makes of the MS patients. An interrupted training goes on when this is run again.
# Usage: eng/checks/real-tissue-and-lesions.sh FOLDER   (for runs and segmentations; the data lie in ../shared/data)
set -euo pipefail
mkdir -p "$1"
folder=$(realpath "$1")
. "$(dirname "$0")/common.sh"
data=docs/results/real.yaml
for strategy in ace naive-ce; do
    run="$folder/$strategy"
    if [ -e "$run/state.safetensors" ]; then
        concord train "$data" -o "$run" --resume
    else
        concord train "$data" -o "$run" --recipe docs/results/real-recipe.yaml --strategy $strategy --seed 1
    fi
    for subset in test all; do
        concord predict --model "$run" --manifest "$data" --subset $subset --overwrite \
            -o "$folder/$strategy-$subset" >/dev/null
    done
    echo "== $strategy, subjects never trained on"
    concord evaluate --reference "$data" --prediction "$folder/$strategy-test" --metrics dice -o "$folder/$strategy-test.csv"
    cat "$folder/$strategy-test.csv"
    echo "== $strategy, the MS patients"
    concord evaluate --reference "$data" --prediction "$folder/$strategy-all" | grep ^patient
    grep ^patient "$folder/$strategy-all/volumes.tsv"
done
