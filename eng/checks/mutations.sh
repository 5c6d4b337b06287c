#!/usr/bin/env bash
# Reads damaged copies of a small file of each format: none may crash the reader, hang it, or make it take memory that the
# file doesn't hold. Usage: eng/checks/mutations.sh [COUNT]   (100000 unless given)
set -euo pipefail
cd "$(dirname "$0")/../.."
fixtures=tests/Concord.Imaging.Tests/Fixtures
dotnet run -c Release --project bench/Concord.Imaging.Mutations -- "${1:-100000}" \
    $fixtures/Nifti/n1-int16-le.nii $fixtures/Nifti/n1-sform-be.nii.gz $fixtures/Nifti/pair1.hdr \
    $fixtures/Formats/int16.mha $fixtures/Formats/int16-zlib.mha $fixtures/Formats/int16.mhd \
    $fixtures/Formats/uint8.nrrd $fixtures/Formats/int16.nhdr $fixtures/Formats/int16.mgh $fixtures/Formats/float32.mgz \
    $fixtures/Formats/minc1-short.mnc $fixtures/Formats/minc2-short.mnc $fixtures/Formats/minc2-short-gz.mnc \
    $fixtures/Formats/minc2-earliest.mnc $fixtures/Formats/minc2-labels.mnc $fixtures/Formats/minc2-holes.mnc \
    $fixtures/BrainWeb/byte.rawb $fixtures/BrainWeb/byte.txt $fixtures/BrainWeb/packed.raws.gz $fixtures/BrainWeb/short.txt
