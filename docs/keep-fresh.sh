#!/bin/sh
# A data set of the newest release, made once it is out: keep-fresh.sh WORK [SURVEY-FLAG…]. See docs/keep-fresh.md.
# WORK holds linux.git (a mirror of the kernel) and, as far as wanted, vulns (a clone) and lists/NAME (mirrors of archives).
# It gets data-RELEASE, the link `current` to the newest, and news-RELEASE.ndjson: what changed since the one before.
set -eu
work=${1:?keep-fresh.sh WORK [SURVEY-FLAG...]: WORK is a folder with linux.git}
shift
cd "$work"

git -C linux.git remote update
release=$(git -C linux.git tag --list --sort=-version:refname | grep -Ex 'v[0-9]+\.[0-9]+' | head -n 1)
if [ -z "$release" ]; then
	echo "linux.git has no tag of a release" >&2
	exit 2
fi
if [ -e "data-$release" ]; then
	echo "$release is there: nothing to do"
	exit 0
fi

for list in lists/*; do
	[ -d "$list" ] || continue
	git -C "$list" remote update
	set -- "$@" --lore "$list"
done
if [ -d vulns ]; then
	git -C vulns pull --quiet --ff-only
	set -- "$@" --cves vulns
fi

rm -rf tree "draft-$release"
mkdir tree
git -C linux.git archive "$release" | tar -x -C tree
driverdex survey --tree tree --releases linux.git --out "draft-$release" "$@"
driverdex validate "draft-$release"
if [ -e current ]; then
	driverdex diff current "draft-$release" --format ndjson > "news-$release.ndjson" || test $? -eq 1
fi
mv "draft-$release" "data-$release"
ln -sfn "data-$release" current
rm -rf tree
echo "current is $release"
