#!/usr/bin/env bash
# Runs a command in a fresh, minimal Debian that ends with it. Needs root, debootstrap and a mirror; how this machine reaches
# mirrors and registries, that Debian does.
# Usage: chroot.sh DISTRIBUTION DIRECTORY COMMAND...: COMMAND runs in a copy of DIRECTORY.
set -euo pipefail
[ "$(id -u)" = 0 ] || exec sudo "$0" "$@"
mirror=${DEBIAN_MIRROR:-http://deb.debian.org}
distribution=$1 directory=$2
shift 2
umask 022
root=$(mktemp -d -p /var/tmp)
chmod 755 "$root" # apt reads as a user of its own
trap 'rm -rf --one-file-system "$root"' EXIT

debootstrap --variant=minbase --include=ca-certificates "$distribution" "$root" "$mirror/debian" >"$root.log" 2>&1 ||
    { cat "$root.log" >&2; exit 1; }
rm "$root.log"
cat >"$root/etc/apt/sources.list" <<END
deb $mirror/debian $distribution main
deb $mirror/debian $distribution-updates main
deb $mirror/debian-security $distribution-security main
END
apt-config dump Acquire >"$root/etc/apt/apt.conf.d/90machine"
for file in /etc/resolv.conf /etc/ssl/certs/ca-certificates.crt /etc/npmrc ~root/.npmrc; do
    [ ! -e "$file" ] || cp "$file" "$root$file"
done
cp -a "$directory" "$root/given"
chown -R root: "$root/given"

# The mounts are its own and go with its last process, before the folder does.
unshare --mount --pid --fork --kill-child --propagation private bash -euc '
    root=$1
    shift
    mount --rbind /dev "$root/dev"
    mount --rbind /sys "$root/sys"
    mount -t proc proc "$root/proc"
    exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
        chroot "$root" bash -euc "cd /given && apt-get -q update >/dev/null && \"\$@\"" command "$@"' enter "$root" "$@"
