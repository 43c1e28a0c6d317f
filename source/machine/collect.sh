#!/bin/sh
# Writes what `driverdex host --from` judges: this machine's modules and devices, as JSON on standard output. Needs a
# POSIX shell with awk, sed, tr, dd and head; asks modprobe, where there is one, what devices without a driver could use.
# Changes nothing. An argument names the top of another file system: sh collect.sh /mnt
#   ssh server 'sh -s' < collect.sh | driverdex host --from -
# Whatever a name, a file or a link there holds, what is printed is JSON: texts are cut at 4096 bytes, control characters
# become spaces, what is no UTF-8 question marks. Of another file system only regular files inside it are opened.
[ -n "$ZSH_VERSION" ] && emulate sh
LC_ALL=C; export LC_ALL; root=${1%/}; modprobe=; comma=; problem=; looked=0
if [ -n "$1" ]; then root=$(cd -P -- "$1" 2>/dev/null && pwd -P) || { echo "$1 is no folder" >&2; exit 2; }; root=${root%/}; fi
quote() { # a JSON string; null for an empty one
	case $1 in
	'') printf null; return ;;
	*[!A-Za-z0-9\ ._:,=*+/@\(\)-]*) ;;
	*) [ ${#1} -le 4096 ] && { printf '"%s"' "$1"; return; } ;;
	esac
	text=$(printf '%.4096s' "$1" | tr '\000-\037\177' ' '; printf .); text=${text%.}
	case $text in *[!\ -~]*)
		printf %s "$text" | iconv -f UTF-8 -t UTF-8 >/dev/null 2>&1 || text=$(printf %s "$text" | tr '\200-\377' '?') ;;
	esac
	printf '"%s"' "$(printf %s "$text" | sed 's/[\\"]/\\&/g')"
}
inside() { # whether a folder lies inside the other file system; here every one does
	[ -z "$root" ] && return
	case $(cd -P -- "$1" 2>/dev/null && pwd -P)/ in "$root"/*) return 0 ;; esac
	return 1
}
file() { [ -f "$1" ] && [ -r "$1" ] && { [ -z "$root" ] || { [ ! -h "$1" ] && inside "${1%/*}"; }; }; }
first() { # the first line of a small file
	line=
	file "$1" || return
	if [ -z "$root" ]; then { IFS= read -r line <"$1"; } 2>/dev/null; else line=$(head -c 4096 "$1" | tr -d '\000' | sed 1q); fi
}
event() {
	if [ -z "$root" ]; then modalias=$(sed -n '/^MODALIAS=/{s///p;q;}' "$1" 2>/dev/null); else modalias=$(head -c 4096 "$1" | sed -n '/^MODALIAS=/{s///p;q;}'); fi
}
target() { name=; [ -d "$1" ] && inside "$1" && name=$(cd -P -- "$1" 2>/dev/null && pwd -P) && name=${name##*/}; }
content() { file "$1" && dd if="$1" bs=65536 count=1024 2>/dev/null | tr '\000' ' '; }
if [ -z "$root" ]; then
	host=$(uname -n) release=$(uname -r)
	command -v modprobe >/dev/null 2>&1 && [ -d "/lib/modules/$release" ] && modprobe=modprobe
else
	first "$root/etc/hostname"; host=$line; first "$root/proc/sys/kernel/osrelease"; release=$line
fi
printf '{"driverdexHost":1,"host":%s,"release":%s,' "$(quote "$host")" "$(quote "$release")"
printf '"candidatesFrom":%s,\n"modules":[' "$(quote "$modprobe")"
if file "$root/proc/modules"; then
	{ content "$root/lib/modules/$release/modules.dep"; printf '\n\001\n'; content "$root/proc/modules"; } | awk '
	$1 == "\001" { loaded = 1; next }
	!loaded { n = $1; if (length(n) > 4096 || n !~ /^[A-Za-z0-9_.,:@+\/-]+:$/) next
		sub(/:$/, "", n); p = n; sub(/.*\//, "", n); sub(/\.ko.*/, "", n); gsub(/-/, "_", n); path[n] = p; next }
	NF >= 6 && length($1) <= 200 && $1 ~ /^[A-Za-z0-9_-]+$/ && $2 ~ /^[0-9]+$/ { t = substr($7, 1, 40); gsub(/[^A-Z]/, "", t)
	p = $1 in path ? "\"" path[$1] "\"" : "null"
	printf "%s\n{\"name\":\"%s\",\"state\":\"loaded\",\"taint\":\"%s\",\"path\":%s}", comma, $1, t, p; comma = "," }'
	printf '],\n"modulesFrom":"proc",'
else
	problem='"no loaded modules: /proc/modules is not there (a kernel without modules, an image, or no /proc)"'
	printf '],\n"modulesFrom":null,'
fi
if [ ! -d "$root/sys/bus" ] || ! inside "$root/sys/bus"; then
	printf '"devices":null,\n"problems":[%s"no devices: /sys/bus is not there (an image, or sysfs is not mounted)"]}\n' "${problem:+$problem,}"
	exit
fi
printf '"devices":['
for device in "$root"/sys/bus/*/devices/*; do
	bus=${device%/devices/*}; bus=${bus##*/}; address=${device##*/}
	case $bus in clockevents | clocksource | container | event_source | memory | memory_tiering | node | workqueue) continue ;; esac
	looked=$((looked + 1))
	[ "$looked" -le 20000 ] || { problem="${problem:+$problem,}\"devices beyond the first 20000, not looked at\""; break; }
	inside "$device" || continue
	target "$device/driver"; driver=$name
	target "$device/driver/module"; module=$name
	first "$device/modalias"; modalias=$line
	[ -z "$modalias" ] && file "$device/uevent" && event "$device/uevent"
	[ -n "$driver$modalias" ] || continue
	first "$device/product"; [ -n "$line" ] || first "${device%%:*}/product"
	printf '%s\n{"bus":%s,"address":%s,"modalias":%s,' "$comma" "$(quote "$bus")" "$(quote "$address")" "$(quote "$modalias")"
	printf '"driver":%s,"module":%s,"name":%s,"candidates":[' "$(quote "$driver")" "$(quote "$module")" "$(quote "$line")"
	comma=,
	if [ -n "$modprobe" ] && [ -z "$driver" ]; then
		modprobe -R -- "$modalias" 2>/dev/null | sed -n 's/^[A-Za-z0-9_-]\{1,\}$/"&"/p' | paste -sd, -
	fi
	printf ']}'
done
printf '],\n"problems":[%s]}\n' "$problem"
