#!/usr/bin/env bash
# The comparisons of docs/results/benchmark.md, from label maps or BrainWeb models: both scenarios with 600 steps on two cores
# and with 2,400 on a GPU, different scanners, full width, and ceilings of another loss. Hours; stopped and started again it
# goes on. As each ends, its tables and figures are copied to docs/results; a part that fails stops no other.
# Usage: [DEVICE=cuda] eng/checks/comparisons.sh ANATOMIES OUTPUT-FOLDER [PART...]
# Parts: see the end; all of 600 steps, in this order, if none is named. Parts whose folders differ can run side by side.
set -euo pipefail
all=(wmh tumor oracles-wmh full-tumor sites)
long=(wmh-2400 tumor-2400 sites-2400 full-wmh-2400)
anatomies=$(realpath "$1")
out=$(realpath -m "$2")
shift 2
parts=("$@")
[[ $# -gt 0 ]] || parts=("${all[@]}")
for part in "${parts[@]}"; do
    [[ " ${all[*]} ${long[*]} " == *" $part "* ]] || { echo "unknown part: $part (known: ${all[*]} ${long[*]})" >&2; exit 2; }
done
. "$(dirname "$0")/common.sh"
# A copy: whoever builds meanwhile disturbs nothing.
cp -r "$(dirname "$program")" "$work/program"
program=$work/program/concord.dll
device=${DEVICE:-cpu}
status=0

# NAME SCENARIO OPTION...
compare() {
    local name=$1 scenario=$2
    shift 2
    if ! concord benchmark "$scenario" -o "$out/$name" --device "$device" "$@"; then
        # A training that failed leaves a report of the others; anything else, such as Ctrl-C, ends it all.
        compgen -G "$out/$name/runs/*/*/failed.txt" >/dev/null || exit 1
        status=1
    fi
    [[ -f $out/$name/summary.md ]] || return 0
    mkdir -p "docs/results/$name"
    cp "$out/$name"/{summary.md,results.csv} "$out/$name"/figures/*.png "docs/results/$name"
}
half() { compare "$@" --recipe half --anatomy "$anatomies"; }
# Everything with one seed before the paper's rows with three.
long() { half "$@" --steps 2400 --strategies all --seeds 1 && half "$@" --steps 2400; }
# NAME SCENARIO MANIFEST OPTION...: with the data of SCENARIO's first part; seed 1.
again() {
    local name=$1 scenario=$2 train=$out/$2/data/$3.yaml
    [[ -f $train ]] || { echo "$name: no $train: run the part of $scenario first" >&2; status=1; return 0; }
    compare "$name" "$scenario" --manifest "$train" --test "$out/$scenario/data/test.yaml" --seeds 1 "${@:4}"
}

for part in "${parts[@]}"; do
    case $part in
        wmh) half tissue-wmh tissue-wmh ;;
        tumor) half tissue-tumor tissue-tumor ;;
        oracles-wmh) again tissue-wmh-oracles tissue-wmh joint --recipe half --strategies naive-ce,naive-dice ;;
        full-tumor) again tissue-tumor-full tissue-tumor train --recipe paper --steps 600 --strategies multi-unet,naive-ce,ace ;;
        sites) half tissue-wmh-sites tissue-wmh --site-shift ;;
        wmh-2400) long tissue-wmh-2400 tissue-wmh ;;
        tumor-2400) long tissue-tumor-2400 tissue-tumor ;;
        sites-2400) half tissue-wmh-sites-2400 tissue-wmh --site-shift --steps 2400 --seeds 1 ;;
        full-wmh-2400) again tissue-wmh-full-2400 tissue-wmh train --recipe paper --steps 2400 --strategies multi-unet,naive-ce,ace ;;
    esac
done
exit $status
