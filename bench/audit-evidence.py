#!/usr/bin/env python3
"""Recomputes what drivers' records claim, from the tree and the raw archives, sharing no code with the survey.

    python3 bench/audit-evidence.py --data DIR --tree DIR [--lore DIR] [--cves GITDIR] [--chain GITDIR]
        [--number 200] [--seed 1] [--id ID]... [--only lines,lists,patches,cves] [--cache DIR] [--ids 3]
    python3 bench/audit-evidence.py --self-test

Needs git, perl, grep and GNU make. Exit status: 0 all equal, 1 a difference, 2 a mistake in the arguments.
"""
import argparse
import calendar
import datetime
import json
import os
import re
import random
import sys

sys.dont_write_bytecode = True

import audit_cves
import audit_lists
import audit_mail
import audit_moves
import audit_records
import audit_sources

KINDS = ('lines', 'lists', 'patches', 'cves')
DAY = 86400


def say(text):
    print(text, file=sys.stderr, flush=True)


def seconds_of(day):
    return calendar.timegm(datetime.date.fromisoformat(day).timetuple())


def day_of(seconds):
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime('%Y-%m-%d')


def months_between(since, until):
    at, end, months = since[:7], until[:7], []
    while at <= end:
        months.append(at)
        year, month = int(at[:4]), int(at[5:])
        at = f'{year + month // 12}-{month % 12 + 1:02}'
    return months


def shown(names, most=12):
    names = list(names)
    return ' '.join(names[:most]) + (f' and {len(names) - most} more' if len(names) > most else '') or 'none'


def drawn_records(data, number, seed, ids):
    """Records drawn by seed out of all, in the order of the file; or those asked for by id."""
    records = audit_records.records_of(data)
    if ids:
        chosen = set(ids)
        missing = chosen - {record['id'] for record in records}
        if missing:
            raise SystemExit(f'no such driver in {data}: {shown(sorted(missing))}')
    else:
        chosen = set(random.Random(seed).sample(sorted(record['id'] for record in records),
                                                min(number, len(records))))
    return [record for record in records if record['id'] in chosen]


class Report:
    """Drivers equal and different by kind; each difference a line."""

    def __init__(self):
        self.kinds = {}

    def add(self, kind, id, difference):
        """difference: None when equal, '' when the record does not tell, else what differs."""
        self.kinds.setdefault(kind, []).append((id, difference))

    def print(self):
        for kind, rows in self.kinds.items():
            different = [(id, text) for id, text in rows if text]
            untold = sum(text == '' for _, text in rows)
            print(f'{kind}: {len(rows) - len(different) - untold} equal, {len(different)} different'
                  + (f', {untold} where the record does not tell' if untold else ''))
            for id, text in different:
                print(f'  {id}: {text}')

    def differs(self):
        return any(text for rows in self.kinds.values() for _, text in rows)


def own_of_record(record):
    """Paths from the root of the tree."""
    files = record.get('files')
    return files if files is None else sorted(
        os.path.normpath(os.path.join(record['directory'], file)) for file in files)


def compare_lines(report, sources, record, own):
    theirs = own_of_record(record)
    if theirs is None:
        report.add('own sources', record['id'], '')
    else:
        more, fewer = sorted(set(theirs) - set(own)), sorted(set(own) - set(theirs))
        report.add('own sources', record['id'], None if not more and not fewer else
                   f'record {len(theirs)}, auditor {len(own)}; only record: {shown(users(sources, more))}; '
                   f'only auditor: {shown(fewer)}')
    tree = record['signals'].get('tree')
    if tree is None:
        report.add('lines', record['id'], '')
        return
    lines = sources.lines(own)
    report.add('lines', record['id'], None if lines == tree['sourceLines'] else
               f'record {tree["sourceLines"]}, auditor {lines} in {shown(own)}')


def users(sources, files):
    """Each file with how many objects are compiled from it: why it is nobody's own."""
    for file in files:
        others = sorted(sources.users.get(file, ()))
        yield f'{file} ({len(others)} objects: {shown(others, 3)})' if others else f'{file} (no object)'


def compare_lists(report, record, named):
    patches = record['signals'].get('patches')
    if patches is not None and 'lists' in patches:
        entries = patches['lists']
    elif patches is None and record['signals'].get('maintainers') is None:
        report.add('lists', record['id'], '')
        return
    elif patches is None and 'files' in record:
        report.add('lists', record['id'], '')
        return
    else:
        entries = (record['signals'].get('maintainers') or {}).get('lists', [])
    theirs = {audit_lists.list_name(name_in(entry)) for entry in entries}
    more, fewer = sorted(theirs - set(named)), sorted(set(named) - theirs)
    report.add('lists', record['id'], None if not more and not fewer else
               f'record {shown(sorted(theirs))}; auditor {shown(sorted(named))}; only record: {shown(more)}; only '
               f'auditor: {shown(f"{name} ({named[name]})" for name in fewer)}')


def name_in(entry):
    if isinstance(entry, str):
        return entry
    return next(entry[key] for key in ('list', 'name', 'address') if key in entry)


def compare_patches(report, record, window, pieces, archives, most):
    patches = record['signals'].get('patches')
    names = shown(sorted(archives))
    if not archives or patches is None:
        equal = not archives and (patches is None or patches['total'] == 0)
        report.add('patches', record['id'], None if equal else
                   f'record {"null" if patches is None else patches["total"]}, auditor '
                   f'{f"{len(pieces)} on {names}" if archives else "null: no archive of its lists"}')
        return
    differences = []
    months = months_between(patches.get('since', window[0]), patches.get('until', window[1]))
    counted = {month: [] for month in months}
    for mails in pieces.values():
        # A mail of a month that the record does not speak of is shown as one that it lacks.
        counted.setdefault(day_of(mails[0][0])[:7], []).append(mails[0][1])
    if patches['total'] != len(pieces):
        differences.append(f'total record {patches["total"]}, auditor {len(pieces)}')
    authors = len({address for address, _ in pieces})
    if patches['authors'] != authors:
        differences.append(f'authors record {patches["authors"]}, auditor {authors}')
    newest = max((mails[-1] for mails in pieces.values()), default=None)
    ends = {mails[-1][1] for mails in pieces.values() if newest and mails[-1][0] == newest[0]}
    last = patches.get('last')
    if (last and last['messageId']) not in (ends or {None}):
        differences.append(f'last record {last and last["messageId"]}, auditor '
                           f'{newest and f"{day_of(newest[0])} {newest[1]}"}')
    for month in sorted(set(counted) - set(months)):
        differences.append(f'{month} not in the record, auditor {len(counted[month])} ({shown(counted[month], most)})')
    for month, theirs in zip(months, patches['monthly']):
        mine = counted[month]
        if (theirs or 0) != len(mine):
            differences.append(f'{month} record {theirs}, auditor {len(mine)} ({shown(mine, most)})')
    if len(patches['monthly']) != len(months):
        differences.append(f'months record {len(patches["monthly"])}, auditor {len(months)}')
    report.add('patches', record['id'], f'on {names}: ' + '; '.join(differences) if differences else None)


def compare_days(report, record, days):
    ids, theirs = (record['signals'].get(field) or [] for field in ('cves', 'cveDates'))
    mine = [days.get(id) for id in ids]
    wrong = [f'{id} {said} for {day}' for id, said, day in zip(ids, theirs or mine, mine) if said != day]
    if not theirs and any(mine):
        wrong = [f'{len(ids)} without days']
    report.add('cve days', record['id'], None if not wrong else '; '.join(wrong[:3]))


def compare_cves(report, record, cves, named, own):
    theirs = record['signals'].get('cves')
    if theirs is None:
        report.add('cves', record['id'], '')
        return
    more, fewer = sorted(set(theirs) - set(cves)), sorted(set(cves) - set(theirs))
    report.add('cves', record['id'], None if not more and not fewer else
               f'record {len(theirs)}, auditor {len(cves)}; only record: {shown(why(more, named, record))}; only '
               f'auditor: {shown(f"{id} ({shown(sorted(named[id] & set(own)), 2)})" for id in fewer)}')


def why(ids, named, record):
    """The files of a CVE that lie beside the driver: those that the record may have taken for its own."""
    for id in ids:
        beside = sorted(file for file in named.get(id, ()) if file.startswith(record['directory'] + '/'))
        yield f'{id} ({shown(beside or sorted(named.get(id, ())), 2)})'


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--data', help='data set: a folder with drivers.ndjson and manifest.json')
    parser.add_argument('--tree', help='the kernel tree that it was surveyed from')
    parser.add_argument('--lore', help='folder of public-inbox git directories named LIST.0, or links to them')
    parser.add_argument('--cves', help='git directory of the kernel CVE records')
    parser.add_argument('--chain', help='git directory of releases (tags vX.Y): former paths by its renames')
    parser.add_argument('--number', type=int, default=200, help='how many drivers are drawn')
    parser.add_argument('--seed', default='1', help='the draw: the same seed, the same drivers')
    parser.add_argument('--id', action='append', default=[], help='this driver instead of a draw (repeatable)')
    parser.add_argument('--only', default=','.join(KINDS), help='what is compared')
    parser.add_argument('--cache', help='folder for what the archives held, so that a second run is fast')
    parser.add_argument('--ids', type=int, default=3, help='how many message ids a differing month names')
    parser.add_argument('--self-test', action='store_true', help='a made-up tree and archive instead')
    found = parser.parse_args()
    found.kinds = found.only.split(',')
    wanted = {'data': True, 'tree': True, 'lore': 'patches' in found.kinds, 'cves': 'cves' in found.kinds}
    if not found.self_test:
        for name in [name for name, needed in wanted.items() if needed and getattr(found, name) is None]:
            parser.error(f'--{name} is missing')
        if set(found.kinds) - set(KINDS):
            parser.error(f'--only takes {", ".join(KINDS)}')
    return found


def former_paths(moves, own):
    """file -> seconds until which it counts (None: still): present paths and, where a chain is given, former ones."""
    counts = {file: None for file in own}
    for file in own:
        for before, date in moves.former(file) if moves else ():
            if counts.get(before, 0) is not None:
                counts[before] = max(counts.get(before, 0), date)
    return counts


def audit(options):
    """Compares every drawn driver's record; the report."""
    window = audit_records.manifest_of(options.data)['window']
    since, until = seconds_of(window['since']), seconds_of(window['until']) + DAY - 1
    records = drawn_records(options.data, options.number, options.seed, options.id)
    if options.cache:
        os.makedirs(options.cache, exist_ok=True)
    say(f'{len(records)} drivers drawn; reading Makefiles and includes of {options.tree}')
    sources = audit_sources.Sources(options.tree)
    moves = audit_moves.Moves(options.chain, options.cache, until) if options.chain else None
    report, known = Report(), []
    for record in records:
        if record['id'] in sources.objects:
            own = sources.own(record['id'])
            known.append((record, own, former_paths(moves, own)))
        else:
            report.add('own sources', record['id'], 'no such object in the tree')
    if 'lines' in options.kinds:
        for record, own, _ in known:
            compare_lines(report, sources, record, own)
    named = {}
    if {'lists', 'patches'} & set(options.kinds):
        named = lists_by_driver(options, known)
    if 'lists' in options.kinds:
        for record, _, _ in known:
            compare_lists(report, record, named[record['id']])
    if 'patches' in options.kinds:
        audit_patches(report, options, known, named, (since, until), (window['since'], window['until']))
    if 'cves' in options.kinds:
        files = audit_cves.files_by_cve(options.cves)
        days = audit_cves.days_of_publication(options.cves)
        for record, _, counts in known:
            compare_cves(report, record, audit_cves.cves_of(files, counts), files, counts)
            compare_days(report, record, days)
    return report


def lists_by_driver(options, known):
    stored = options.cache and os.path.join(options.cache, 'get-maintainer.json')
    cache = {}
    if stored and os.path.exists(stored):
        with open(stored, encoding='utf-8') as file:
            cache = json.load(file)
    named = {}
    for number, (record, own, _) in enumerate(known):
        asked = [file for file in own if file.endswith(('.c', '.S', '.rs'))]
        named[record['id']] = audit_lists.lists_of(options.tree, asked, cache)
        if number % 50 == 49:
            say(f'get_maintainer.pl asked for {number + 1} of {len(known)} drivers')
    if stored:
        with open(stored, 'w', encoding='utf-8') as file:
            json.dump(cache, file)
    return named


def audit_patches(report, options, known, named, seconds, window):
    # An archive that ended before the window was read for nothing: as good as not there.
    archives = {name: paths for name, paths in audit_lists.archives_in(options.lore).items()
                if any(audit_mail.newest_import(path) >= seconds[0] for path in paths)}
    wanted = {file for _, _, counts in known for file in counts}
    paths = sorted({path for lists in named.values() for name in lists for path in archives.get(name, ())})
    # A commit's author date is its mail's Date: three days more than enough for time zones.
    rows = audit_mail.rows_by_archive(paths, seconds[0] - 3 * DAY, wanted, options.cache, say)
    for record, _, counts in known:
        read = [name for name in named[record['id']] if name in archives]
        mails = [row for name in sorted(read) for path in archives[name] for row in named_rows(path, rows[path])]
        pieces = audit_mail.work_of(mails, counts, *seconds)
        compare_patches(report, record, window, pieces, read, options.ids)


def named_rows(path, rows):
    """The mails of an archive up to the day until which MAINTAINERS named its list."""
    local = re.sub(r'\.\d+$', '', os.path.basename(path))
    if local not in audit_lists.NAMED_UNTIL:
        return rows
    end = seconds_of(audit_lists.NAMED_UNTIL[local]) + DAY - 1
    return [row for row in rows if row[1] <= end]


def main():
    options = arguments()
    if options.self_test:
        import audit_self_test
        return audit_self_test.run()
    report = audit(options)
    if not options.chain and {'patches', 'cves'} & set(options.kinds):
        print('former paths: not looked at (no --chain)')
    report.print()
    return 1 if report.differs() else 0


if __name__ == '__main__':
    sys.exit(main())
