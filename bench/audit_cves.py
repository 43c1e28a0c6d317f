"""Kernel CVE records, read from their git repository: which files each published one names."""
import json
import re
import subprocess
import time

PUBLISHED = re.compile(r'cve/published/\d{4}/(CVE-\d{4}-\d+)\.json')


def files_by_cve(repository, branch='master'):
    """CVE id (from the file's name) -> set of programFiles."""
    listing = subprocess.run(['git', '-C', repository, 'ls-tree', '-r', '-z', branch, 'cve/published/'],
                             stdout=subprocess.PIPE, check=True).stdout.decode()
    entries = []
    for entry in listing.split('\0'):
        meta, _, path = entry.partition('\t')
        found = PUBLISHED.fullmatch(path)
        if found:
            entries.append((found[1], meta.split()[2]))
    batch = subprocess.run(['git', '-C', repository, 'cat-file', '--batch'], check=True, stdout=subprocess.PIPE,
                           input=''.join(blob + '\n' for _, blob in entries).encode()).stdout
    named, at = {}, 0
    for id, _ in entries:
        line, at = batch[at:batch.index(b'\n', at)], batch.index(b'\n', at) + 1
        size = int(line.split()[2])
        text, at = batch[at:at + size], at + size + 1
        try:
            affected = json.loads(text)['containers']['cna'].get('affected', [])
        except (ValueError, KeyError, AttributeError):
            continue
        named[id] = {file for one in affected for file in one.get('programFiles', [])}
    return named


def days_of_publication(repository, branch='master'):
    """CVE id -> UTC day of the commit that first added its record. What the very first commit holds has no day: where a
    history was cut short, everything older is there."""
    log = subprocess.run(['git', '-C', repository, 'log', '--reverse', '--diff-filter=A', '--name-only', '--no-renames',
                          '--format=commit %ct %p', branch, '--', 'cve/published/'],
                         stdout=subprocess.PIPE, check=True).stdout.decode()
    days, day = {}, None
    for line in log.split('\n'):
        commit = re.fullmatch(r'commit (\d+) ?(.*)', line)
        if commit:
            day = time.strftime('%Y-%m-%d', time.gmtime(int(commit[1]))) if commit[2] else None
            continue
        found = PUBLISHED.fullmatch(line)
        if found and day is not None:
            days.setdefault(found[1], day)
    return days


def cves_of(named, counts):
    """Ids whose record names a file that counts. counts: file -> seconds of the day until which it does, or None: a
    former path counts for fixes (the id's year is the fix's) up to the year of the move; another file may lie there."""
    def names_one(id, paths):
        return any(counts[path] is None or cve_order(id)[0] <= time.gmtime(counts[path]).tm_year
                   for path in paths & counts.keys())
    return sorted((id for id, paths in named.items() if names_one(id, paths)), key=cve_order)


def cve_order(id):
    _, year, number = id.split('-')
    return int(year), int(number)
