#!/bin/sh
# Writes rootfs.tar, a minimal Debian, beside this file.
# CERTIFICATES: the host's certificate bundle. DEBIAN_MIRROR: a mirror of Debian's archive, if not the public one.
set -eu
cd "$(dirname "$0")"

# The host's bundle goes where update-ca-certificates looks: a later `apt-get install ca-certificates` keeps it.
# shellcheck disable=SC2086 # no mirror means no argument
exec mmdebstrap --quiet --variant=minbase --include=ca-certificates,wget --dpkgopt="$PWD/dpkg.cfg" \
	--customize-hook='rm -f "$1"/var/cache/apt/*.bin' \
	--customize-hook="upload apt.conf /etc/apt/apt.conf.d/container" \
	--customize-hook="upload policy-rc.d /usr/sbin/policy-rc.d" \
	--customize-hook="upload '$CERTIFICATES' /usr/local/share/ca-certificates/host.crt" \
	--customize-hook='chroot "$1" update-ca-certificates' \
	bookworm rootfs.tar ${DEBIAN_MIRROR:-}
