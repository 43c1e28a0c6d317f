"""Records of a data set as source/dataset/packing/ lays them on disk: the parts that the auditor compares, made whole."""
import json
import os


def manifest_of(data):
    with open(os.path.join(data, 'manifest.json'), encoding='utf-8') as file:
        return json.load(file)


def records_of(data):
    """Every driver's record, with what was left out of `signals` and its patches and releases put back."""
    manifest = manifest_of(data)
    with open(os.path.join(data, 'drivers.ndjson'), encoding='utf-8') as file:
        return [whole(json.loads(line), manifest) for line in file if line.strip()]


def whole(record, manifest):
    packing = manifest.get('packing')
    if packing is None:
        return record
    signals = record['signals']
    for field in ('away', 'removalPatches', 'cves', 'cveDates', 'support', 'signs'):
        signals.setdefault(field, [])
    for field in ('commits', 'patches'):
        signals.setdefault(field, None)
    for field in ('buses', 'firmware', 'names', 'needs'):
        record.setdefault(field, [])
    if signals['tree'] is not None:
        signals['tree'].setdefault('version', manifest['treeVersion'])
    releases = signals['releases']
    for field in ('added', 'removed', 'substantive') if releases is not None else ():
        changed = sum(bool(count) for count in releases['files'])
        if len(releases[field]) == changed:
            lines = iter(releases[field])
            releases[field] = [next(lines) if count else count for count in releases['files']]
    patches = signals['patches']
    if patches is not None:
        spans = {entry['list']: entry for entry in packing['lists']}
        patches['lists'] = [{**spans.get(entry['list'], {}), **entry} for entry in patches['lists']]
        first = min((entry['since'] for entry in patches['lists'] if entry['since']), default=None)
        last = max((entry['until'] for entry in patches['lists'] if entry['until']), default=None)
        if first is not None:
            patches.setdefault('since', max(first, manifest['window']['since']))
            patches.setdefault('until', min(last, manifest['window']['until']))
        patches.setdefault('elsewhere', {'total': 0, 'last': None})
        patches.setdefault('last', patches['substantive']['last'])
    return record
