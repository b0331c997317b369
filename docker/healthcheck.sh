#!/bin/bash
# The health check of the images: `healthcheck.sh PROXY_PORT=8787 …` asks each port (a setting and its default) for
# /healthz. Bash alone, since a Node every few seconds would cost more than an idle app.
for argument in "$@"; do
  setting=${argument%%=*}
  port=${!setting:-${argument#*=}}
  line=
  if exec 3<> "/dev/tcp/127.0.0.1/$port"; then
    printf 'GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
    IFS= read -r -t 4 line <&3
    exec 3>&-
  fi
  if [[ $line != 'HTTP/1.'?' 200'* ]]; then
    echo "port $port ($setting): ${line:-no answer}"
    exit 1
  fi
done 2>&1
