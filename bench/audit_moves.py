"""Former paths of files, by the renames between the releases of a release repository (tags vX.Y, in order of date)."""
import hashlib
import json
import os
import re
import subprocess


class Moves:
    """For a present path: its former paths, each with the seconds of the release that first had it elsewhere."""

    def __init__(self, repository, cache, until):
        tags = git(repository, 'for-each-ref', '--format=%(refname:short) %(*committerdate:unix)%(committerdate:unix)',
                   'refs/tags').split('\n')
        dated = sorted((int(date), tag) for tag, _, date in (line.partition(' ') for line in tags)
                       if re.fullmatch(r'v\d+\.\d+', tag) and date and int(date) <= until)
        self.steps = []
        for (_, before), (date, after) in zip(dated, dated[1:]):
            self.steps.append((date, renames(repository, before, after, cache)))

    def former(self, file):
        found = []
        for date, renamed in reversed(self.steps):
            if file in renamed:
                file = renamed[file]
                found.append((file, date))
        return found


def renames(repository, before, after, cache):
    """New path -> old path between two releases."""
    ids = git(repository, 'rev-parse', f'{before}^{{tree}}', f'{after}^{{tree}}')
    stored = cache and os.path.join(cache, f'moves-{hashlib.sha256(ids.encode()).hexdigest()[:16]}.json')
    if stored and os.path.exists(stored):
        with open(stored, encoding='utf-8') as file:
            return json.load(file)
    words = git(repository, 'diff-tree', '-r', '-z', '-M50%', '-l0', '--diff-filter=R', '--name-status',
                f'{before}^{{tree}}', f'{after}^{{tree}}').split('\0')
    found = {words[at + 2]: words[at + 1] for at in range(0, len(words) - 2, 3)}
    if stored:
        with open(stored, 'w', encoding='utf-8') as file:
            json.dump(found, file)
    return found


def git(repository, *words):
    return subprocess.run(['git', '-C', repository, *words], stdout=subprocess.PIPE, check=True).stdout.decode(
        'utf-8', 'replace').strip()
