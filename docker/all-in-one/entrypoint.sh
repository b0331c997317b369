#!/bin/sh
# Looks at the volume before anything is started on it, so that what is wrong with it is said once, and plainly.
set -eu

data=${HELIOSTAT_DATA_DIR:-/data}
lock=$data/container.lock

if ! mkdir -p "$data" 2>/dev/null || ! ( : >> "$lock" ) 2>/dev/null; then
  echo "$data cannot be written by user $(id -u); it belongs to user $(stat -c %u "$data" 2>/dev/null || echo '?')." >&2
  echo "Use a named volume (-v heliostat:/data), or give the folder on the host to this user: chown -R $(id -u):$(id -g) FOLDER" >&2
  exit 1
fi

# Process ids mean nothing in another container, so the launcher's own lock cannot see a second container on this volume.
exec 9>> "$lock"
if ! flock --nonblock 9; then
  echo "Another container runs on the volume of $data: stop it first, or give this one a volume of its own." >&2
  exit 1
fi
exec node /app/docker/main.mjs "$@"
