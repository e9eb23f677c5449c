#!/usr/bin/env bash
# Runs a program in a network of its own, in which some addresses answer nothing and the name servers of this machine are
# the program's: nothing outside is touched or reached. Usage: own_network.sh PROGRAM [ARGUMENT...]
set -euo pipefail

# Root needs no user namespace, and has none to get inside a chroot.
if [[ ${1-} != --inside ]]; then
    namespaces=(--net)
    [ "$(id -u)" = 0 ] || namespaces+=(--user --map-root-user)
    unshare "${namespaces[@]}" -- true || { echo "no network namespace: the rows that need one cannot be shown" >&2; exit 1; }
    exec unshare "${namespaces[@]}" -- "$0" --inside "$@"
fi
shift

ip link set lo up
# A wire into the void: what goes to a neighbour of this name is lost.
ip link add void0 type veth peer name void1
ip addr add 10.99.0.1/24 dev void0
ip addr add fd99::1/64 dev void0 nodad
ip link set void0 up
ip link set void1 up
ip neigh add 10.99.0.2 lladdr 02:00:00:00:00:02 dev void0 nud permanent
ip neigh add fd99::2 lladdr 02:00:00:00:00:02 dev void0 nud permanent
# Hosts that the routing table knows to be out of reach; for all others there is no route.
ip route add unreachable 203.0.113.0/24

# Nothing can be mounted everywhere: so the program answers at the addresses that /etc/resolv.conf names already.
read -ra servers <<<"$(sed -nE 's/^nameserver[[:space:]]+([0-9a-fA-F.:]+).*/\1/p' /etc/resolv.conf 2>/dev/null | tr '\n' ' ')"
for server in "${servers[@]}"; do
    case $server in
        127.* | ::1) ;;
        *:*) ip addr add "$server/128" dev lo nodad ;;
        *) ip addr add "$server/32" dev lo ;;
    esac
done
export FAULT_NAME_SERVERS="${servers[*]:-127.0.0.1}"
exec "$@"
