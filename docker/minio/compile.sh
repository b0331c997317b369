#!/bin/sh
# Compiles MinIO's server and client at pinned commits into a folder (docker/minio/bin unless told), with the list of
# the modules inside them. Needs Go 1.24 or newer.
set -eu
out=${1:-$(cd "$(dirname "$0")" && pwd)/bin}
mkdir -p "$out"

export CGO_ENABLED=0 GOBIN="$out"
go install -trimpath -ldflags '-s -w' github.com/minio/minio@v0.0.0-20260212201848-7aac2a2c5b7c
go install -trimpath -ldflags '-s -w' github.com/minio/mc@v0.0.0-20250313080218-cf909e1063a9
go version -m "$out/minio" "$out/mc" > "$out/modules.txt"
