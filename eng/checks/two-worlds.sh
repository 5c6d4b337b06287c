#!/usr/bin/env bash
# Do the two kinds of anatomy agree? Trains on 12 simulated subjects of one kind and segments 6 of the other, both ways.
# two-worlds.sh LABELMAP-FOLDER OUTPUT-FOLDER [RECIPE]
set -euo pipefail
maps=$(realpath "$1")
out=$(realpath -m "$2")
recipe=${3:-demo}
. "$(dirname "$0")/common.sh"
grid="--size 104x124x104 --spacing 1.75"
for part in train:12:1 test:6:2; do
    IFS=: read -r name count seed <<<"$part"
    concord simulate brain --anatomy "$maps" -n "$count" $grid --seed "$seed" -o "$out/labelmaps-$name"
    concord simulate brain --anatomy procedural -n "$count" $grid --seed "$seed" -o "$out/procedural-$name"
done
for pair in labelmaps:procedural procedural:labelmaps; do
    IFS=: read -r from to <<<"$pair"
    concord train "$out/$from-train/manifest.yaml" --recipe "$recipe" --strategy ace --steps 800 --seed 1 -o "$out/run-$from"
    for test in "$to" "$from"; do
        concord predict --model "$out/run-$from" --manifest "$out/$test-test/manifest.yaml" -o "$out/predicted-$from-on-$test"
        concord evaluate --reference "$out/$test-test/manifest.yaml" --prediction "$out/predicted-$from-on-$test" \
            -o "$out/$from-on-$test.csv"
    done
done
