#!/usr/bin/env bash
# Builds Heliostat's images, all of them or the named ones.
#
#   docker/build.sh [proxy jawn worker web ops simulator all-in-one minio]
#
#   TAG       their tag                        default: the version in package.json
#   IMAGES    what their names start with      default: heliostat; for example registry.example.com/team/heliostat
#   BUILDER   the command that builds          default: docker build
#   PLATFORM  passed on as --platform          default: this machine's
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

all=(proxy jawn worker web ops simulator all-in-one minio)
version=$(sed -n 's/^  "version": "\(.*\)",$/\1/p' package.json | head -1)
revision=$(git rev-parse HEAD 2>/dev/null || echo unknown)
export DOCKER_BUILDKIT=1
read -ra builder <<< "${BUILDER:-docker build}"

names=("$@")
[ ${#names[@]} -gt 0 ] || names=("${all[@]}")
for name in "${names[@]}"; do
  [ -f "docker/$name/Dockerfile" ] || { echo "There is no image $name; there are: ${all[*]}" >&2; exit 2; }
done

for name in "${names[@]}"; do
  image="${IMAGES:-heliostat}/$name:${TAG:-$version}"
  echo "▸ $image"
  "${builder[@]}" ${PLATFORM:+--platform "$PLATFORM"} \
    --build-arg "VERSION=$version" --build-arg "REVISION=$revision" \
    -f "docker/$name/Dockerfile" -t "$image" .
done
