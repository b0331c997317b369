#!/usr/bin/env bash
# Checks every Terraform folder: fmt, init, validate, test (with mocked providers: nothing is made, no account is needed).
# Works on a copy, so that no lock file or provider is left behind.
# usage: check.sh [folder…]     such as: check.sh modules/eks stacks/aws
# STRICT=1: what cannot run is a failure. Without, it is named as "not run".
# Providers come from where Terraform is configured to get them (TF_CLI_CONFIG_FILE: a mirror), else from its registry.
set -uo pipefail
cd "$(dirname "$0")"

strict=${STRICT:-0}
failed=()
not_run=()
note() { printf 'terraform/check.sh: %s\n' "$*"; }

finish() {
  for line in "${not_run[@]+"${not_run[@]}"}"; do note "not run: $line"; done
  if [ ${#failed[@]} -gt 0 ]; then
    for line in "${failed[@]}"; do note "FAILED: $line"; done
    exit 1
  fi
  if [ ${#not_run[@]} -gt 0 ] && [ "$strict" = 1 ]; then
    note 'FAILED: STRICT=1, and not everything could run'
    exit 1
  fi
  if [ ${#not_run[@]} -gt 0 ]; then note 'ok, as far as it could run'; else note 'ok'; fi
  exit 0
}

if ! command -v terraform > /dev/null; then
  not_run+=('fmt, validate and test: terraform is not installed (https://developer.hashicorp.com/terraform/install, 1.9 or newer)')
  finish
fi

export CHECKPOINT_DISABLE=1 TF_IN_AUTOMATION=1 TF_INPUT=0
unformatted=$(terraform fmt -check -recursive -no-color 2> /dev/null)
if [ $? -ne 0 ]; then
  failed+=("fmt: $(tr '\n' ' ' <<< "$unformatted")— run terraform fmt -recursive in terraform/")
else
  note 'fmt: ok'
fi

if [ $# -gt 0 ]; then
  folders=("$@")
else
  folders=()
  while IFS= read -r file; do folders+=("$(dirname "${file#./}")"); done < <(find . -name versions.tf -not -path '*/.terraform/*' | sort)
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/terraform"
# Neither the state nor the values of somebody's installation belong to a test.
tar cf - --exclude=.terraform --exclude='*.tfstate*' --exclude='*.tfvars' --exclude=.terraform.lock.hcl . | tar xf - -C "$work/terraform"
[ -d ../charts ] && ln -s "$(cd .. && pwd)/charts" "$work/charts"

for folder in "${folders[@]}"; do
  folder=${folder%/}
  if [ ! -e "$work/terraform/$folder/versions.tf" ]; then
    failed+=("$folder: no such folder with a versions.tf under terraform/")
    continue
  fi
  if ! log=$(cd "$work/terraform/$folder" && terraform init -backend=false -no-color 2>&1); then
    # What only a registry that is away can cause is not the code's fault; everything else is.
    if ! grep -q 'no available releases match' <<< "$log" && grep -qE 'Failed to query available provider packages|could not connect|Failed to install provider|Could not retrieve the list' <<< "$log"; then
      not_run+=("$folder: its providers could not be fetched: $(grep -m1 -oE '(could not connect|Could not retrieve|provider registry|Failed to install)[^│]*' <<< "$log" | head -c 200)")
    else
      failed+=("$folder: init")
      printf '%s\n' "$log"
    fi
    continue
  fi
  if ! log=$(cd "$work/terraform/$folder" && terraform validate -no-color 2>&1); then
    failed+=("$folder: validate")
    printf '%s\n' "$log"
    continue
  fi
  if ! log=$(cd "$work/terraform/$folder" && terraform test -no-color 2>&1); then
    failed+=("$folder: test")
    printf '%s\n' "$log"
    continue
  fi
  note "$folder: validate ok, $(grep -oE '[0-9]+ passed' <<< "$log" | tail -1)"
  rm -rf "$work/terraform/$folder/.terraform"
done
finish
