#!/bin/sh
# Writes what `driverdex host --from` judges: this machine's modules and devices, as JSON on standard output. Needs a
# POSIX shell with awk, sed and tr; asks modprobe, where there is one, what devices without a driver could use.
# Changes nothing. An argument names the top of another file system: sh collect.sh /mnt
#   ssh server 'sh -s' < collect.sh | driverdex host --from -
LC_ALL=C; export LC_ALL; root=${1%/}; dep=/dev/null; modprobe=; comma=; problem=
quote() { # a JSON string; null for an empty one
	case $1 in
	'') printf null ;;
	*[\"\\[:cntrl:]]*) printf '"%s"' "$(printf %s "$1" | tr '\000-\037\177' ' ' | sed 's/[\\"]/\\&/g')" ;;
	*) printf '"%s"' "$1" ;;
	esac
}
first() { line=; [ -f "$1" ] && [ -r "$1" ] && { IFS= read -r line <"$1"; } 2>/dev/null; }
target() { name=; [ -d "$1" ] && name=$(cd -P "$1" 2>/dev/null && pwd -P) && name=${name##*/}; }
if [ -z "$root" ]; then
	host=$(uname -n) release=$(uname -r)
	command -v modprobe >/dev/null 2>&1 && [ -d "/lib/modules/$release" ] && modprobe=modprobe
else
	first "$root/etc/hostname"; host=$line; first "$root/proc/sys/kernel/osrelease"; release=$line
fi
[ -r "$root/lib/modules/$release/modules.dep" ] && dep=$root/lib/modules/$release/modules.dep
printf '{"driverdexHost":1,"host":%s,"release":%s,' "$(quote "$host")" "$(quote "$release")"
printf '"candidatesFrom":%s,\n"modules":[' "$(quote "$modprobe")"
if [ -r "$root/proc/modules" ]; then
	awk '!loaded { n = $1; sub(/:$/, "", n); p = n; sub(/.*\//, "", n); sub(/\.ko.*/, "", n); gsub(/-/, "_", n); path[n] = p; next }
	NF >= 6 { gsub(/[^A-Z]/, "", $7); p = $1 in path ? "\"" path[$1] "\"" : "null"
	printf "%s\n{\"name\":\"%s\",\"state\":\"loaded\",\"taint\":\"%s\",\"path\":%s}", comma, $1, $7, p; comma = "," }
	' "$dep" loaded=1 "$root/proc/modules"
	printf '],\n"modulesFrom":"proc",'
else
	problem='"no loaded modules: /proc/modules is not there (a kernel without modules, an image, or no /proc)"'
	printf '],\n"modulesFrom":null,'
fi
if [ ! -d "$root/sys/bus" ]; then
	printf '"devices":null,\n"problems":[%s"no devices: /sys/bus is not there (an image, or sysfs is not mounted)"]}\n' "${problem:+$problem,}"
	exit
fi
printf '"devices":['
for device in "$root"/sys/bus/*/devices/*; do
	bus=${device%/devices/*}; bus=${bus##*/}; address=${device##*/}
	case $bus in clockevents | clocksource | container | event_source | memory | memory_tiering | node | workqueue) continue ;; esac
	target "$device/driver"; driver=$name
	target "$device/driver/module"; module=$name
	first "$device/modalias"; modalias=$line
	[ -z "$modalias" ] && [ -f "$device/uevent" ] && modalias=$(sed -n 's/^MODALIAS=//p' "$device/uevent" 2>/dev/null)
	[ -n "$driver$modalias" ] || continue
	first "$device/product"; [ -n "$line" ] || first "${device%%:*}/product"
	printf '%s\n{"bus":%s,"address":%s,"modalias":%s,' "$comma" "$(quote "$bus")" "$(quote "$address")" "$(quote "$modalias")"
	printf '"driver":%s,"module":%s,"name":%s,"candidates":[' "$(quote "$driver")" "$(quote "$module")" "$(quote "$line")"
	comma=,
	if [ -n "$modprobe" ] && [ -z "$driver" ]; then
		modprobe -R "$modalias" 2>/dev/null | sed 's/.*/"&"/' | paste -sd, -
	fi
	printf ']}'
done
printf '],\n"problems":[%s]}\n' "$problem"
