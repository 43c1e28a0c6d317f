"""The auditor's own test: a made-up tree, archives, CVE records, releases, and what the drivers' records must say."""
import argparse
import base64
import copy
import importlib
import json
import os
import subprocess
import tempfile

TREE = {
    'drivers/Makefile': 'obj-y += a/\nobj-$(CONFIG_B) += b/\n',
    'drivers/a/Makefile': 'ccflags-y := -I $(src)/nothing -I $(src)/include\n'
                          'obj-$(CONFIG_ONE) := one.o\nobj-$(CONFIG_TWO) := two.o\n'
                          'two-y := two-main.o common.o\ntwo-$(CONFIG_DEBUG) += two-debug.o\n'
                          'ifdef CONFIG_EXTRA\ntwo-y += two-extra.o\nelse\ntwo-y += two-stub.o\nendif\n'
                          '$(foreach name,three,$(eval $(name)-objs := $(name)-core.o common.o)'
                          '$(eval obj-m += $(name).o))\n'
                          'obj-$(CONFIG_RUST) += four.o\n',
    'drivers/a/one.c': '#include "shared.h"\n#include "one.h"\n#include "part.c"\n#include "public.h"\nint one;\n',
    'drivers/a/one.h': '#include "one-inner.h"\n',
    'drivers/a/one-inner.h': '/* reached through one.h */\n',
    'drivers/a/part.c': 'int part;\n',
    'drivers/a/shared.h': '#include "shared-inner.h"\n',
    'drivers/a/shared-inner.h': '/* of whoever includes shared.h */\n',
    'drivers/a/public.h': '/* reached from net/ through include/ */\n',
    'drivers/a/two-main.c': '#include "shared.h"\n#include <deep.h>\n',
    'drivers/a/two-debug.c': 'int debug;\n', 'drivers/a/two-extra.c': 'int extra;\n',
    'drivers/a/two-stub.S': '#include "stub.inc"\n', 'drivers/a/stub.inc': '\n\n',
    'drivers/a/common.c': 'int common;\n', 'drivers/a/include/deep.h': '\n',
    'drivers/a/three-core.c': 'int three;\n',
    'drivers/a/four.rs': 'mod inner;\n', 'drivers/a/inner.rs': '// part of four\n',
    'drivers/a/nobody.c': '#include "one.h"\n',
    'drivers/b/Makefile': 'obj-$(CONFIG_FIVE) += five.o\nfive-y := of-a/six.o five-main.o\n'
                          '$(obj)/of-a/%.o: $(srctree)/drivers/a/elsewhere/%.c FORCE\n\t$(call build)\n',
    'drivers/a/elsewhere/six.c': 'int six;\n',
    'drivers/b/five-main.c': 'no newline at the end',
    'include/linux/out.h': '#include "../../drivers/a/public.h"\n',
    'net/user.c': '#include <linux/out.h>\n',
    'scripts/get_maintainer.pl':
        'print "list-a\\@old.host (open list:A DRIVERS)\\nlinux-kernel\\@vger.kernel.org (open list)\\n";\n'
        'print "oe-linux-nfc\\@lists.linux.dev (moderated list:A CORE)\\n" if "@ARGV" =~ m{a/one};\n',
}
OWN = {
    'drivers/a/one': ('one-inner.h one.c one.h part.c', 8),
    'drivers/a/two': ('include/deep.h stub.inc two-debug.c two-extra.c two-main.c two-stub.S', 8),
    'drivers/a/three': ('three-core.c', 1),
    'drivers/a/four': ('four.rs inner.rs', 2),
    'drivers/b/five': ('../a/elsewhere/six.c five-main.c', 1),
}
ADA, BOB, CAROL = 'Ada <Ada@Example.org>', 'Bob <bob@example.org>', 'Carol <carol@example.org>'


def diff(path, before=None):
    return f'diff --git a/{before or path} b/{path}\n--- a/{before or path}\n+++ b/{path}\n@@ -1 +1 @@\n-a\n+b\n'


def mail(id, date, who, subject, body, encoded=False, kind='text/plain'):
    head = f'Date: {date}\nFrom: {who}\nMessage-ID: <{id}>\nSubject: {subject}\nContent-Type: {kind}\n'
    if encoded:
        return f'{head}Content-Transfer-Encoding: base64\n\n{base64.encodebytes(body.encode()).decode()}'
    return f'{head}\n{body}'


ONE = 'drivers/a/one.c'
LIST_A = [
    mail('old', 'Sun, 14 Nov 2021 10:00:00 +0000', ADA, '[PATCH] a: one: before the window', diff(ONE)),
    mail('v1', 'Sat, 31 Jan 2026 23:30:00 -0200', ADA, '[PATCH] a: one: fix it', 'text\n' + diff(ONE)),
    mail('v2', 'Tue, 10 Mar 2026 10:00:00 +0000', 'ada@example.org', '[RFC] [PATCH v2]  a: One: \n fix it',
         diff('drivers/a/part.c'), encoded=True),
    mail('reply', 'Wed, 4 Mar 2026 10:00:00 +0000', BOB, 'Re: [PATCH v2] a: one: fix it', diff(ONE)),
    mail('tagged', 'Wed, 4 Mar 2026 10:00:00 +0000', BOB, '[List-a] Re: [PATCH v2] a: one: fix it', diff(ONE)),
    mail('merged', 'Wed, 4 Mar 2026 10:00:00 +0000', BOB, '[GIT PULL] of a',
         diff(ONE).replace('diff --git a/drivers/a/one.c', 'diff --cc') + diff('drivers/a/shared.h')),
    mail('quoted', 'Wed, 4 Mar 2026 10:00:00 +0000', BOB, '[PATCH] a: comment',
         ''.join('> ' + line + '\n' for line in diff(ONE).splitlines()) + diff('drivers/a/shared.h')),
    mail('shared', 'Thu, 5 Mar 2026 10:00:00 +0000', BOB, '[PATCH] a: of nobody', diff('drivers/a/shared.h')),
    mail('cross', 'Fri, 6 Mar 2026 10:00:00 +0000', BOB, '[PATCH] a: one: cross', diff(ONE)),
    mail('sent-on', 'Sat, 7 Mar 2026 10:00:00 +0000', CAROL, '[PATCH net] a: one: cross',
         'From: Bob <bob@example.org>\n\ntext\n' + diff(ONE)),
    mail('twice', 'Sat, 7 Mar 2026 10:00:00 +0000', BOB, '[PATCH] a: one: twice (as this list spells it)', diff(ONE)),
    mail('moved', 'Sun, 1 Jun 2025 10:00:00 +0000', CAROL, '[PATCH] a: one: at its old place',
         diff('drivers/old/one.c')),
    mail('too-late', 'Sun, 1 Mar 2026 10:00:00 +0000', CAROL, '[PATCH] another one', diff('drivers/old/one.c')),
    mail('five', 'Sun, 1 Mar 2026 10:00:00 +0000', CAROL, '[PATCH] five', diff('drivers/b/five-main.c')),
]
NFC = [mail('cross', 'Fri, 6 Mar 2026 10:00:00 +0000', BOB, '[nfc] [PATCH] a: one: cross', diff(ONE)),
       mail('munged', 'Mon, 9 Mar 2026 10:00:00 +0000', 'Bob via nfc <nfc@host>\nReply-To: Bob <bob@example.org>\n'
            'List-Post: <mailto:nfc@host>', '[PATCH v2] a: one: twice', diff(ONE)),
       mail('moderated', 'Mon, 9 Mar 2026 10:00:00 +0000', 'nfc@host', '[nfc] [PATCH v3] a: one: twice',
            mail('twice-3', 'Mon, 9 Mar 2026 09:00:00 +0000', BOB, '[PATCH v3] a: one: twice', diff(ONE)),
            kind='message/rfc822'),
       mail('twice', 'Sat, 7 Mar 2026 10:00:00 +0000', BOB, '[PATCH] a: one: twice', diff(ONE)),
       mail('nfc', 'Fri, 6 Mar 2026 10:00:00 +0000', CAROL, '[PATCH] two seen on a list that is not its own',
            diff('drivers/a/two-main.c'))]
ELSEWHERE = [mail('elsewhere', 'Fri, 6 Mar 2026 10:00:00 +0000', CAROL, '[PATCH] a: one', diff(ONE))]
CVES = {'published/2025/CVE-2025-1': ['drivers/a/one-inner.h', 'net/x.c'], 'published/2025/CVE-2025-2': [ONE],
        'published/2024/CVE-2024-6': ['drivers/old/one.c'], 'published/2026/CVE-2026-7': ['drivers/old/one.c'],
        'published/2025/CVE-2025-3': ['drivers/a/shared.h', 'drivers/a/common.c'], 'rejected/2025/CVE-2025-4': [ONE],
        'published/2025/CVE-2025-5': ['drivers/b/five-main.c']}


def git(directory, *words, **more):
    environment = {**os.environ, 'GIT_CONFIG_GLOBAL': '/dev/null', 'GIT_AUTHOR_NAME': 'a', 'GIT_AUTHOR_EMAIL': 'a@b',
                   'GIT_COMMITTER_NAME': 'a', 'GIT_COMMITTER_EMAIL': 'a@b', **more}
    subprocess.run(['git', '-C', directory, *words], check=True, env=environment, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)


def write(root, files):
    for name, text in files.items():
        path = os.path.join(root, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)


def repository(path):
    os.makedirs(path)
    git(path, 'init', '-q', '-b', 'master')
    return path


def archive(path, mails):
    repository(path)
    for text in mails:
        write(path, {'m': text})
        lines = text.split('\n')
        date = next(line for line in lines if line.startswith('Date: '))[6:]
        subject = text.partition('Subject: ')[2].partition('\nContent')[0].replace('\n', '')
        git(path, 'add', 'm')
        git(path, 'commit', '-q', '-m', subject, GIT_AUTHOR_DATE=date, GIT_COMMITTER_DATE=date)


def make_inputs(root):
    write(f'{root}/tree', TREE)
    archive(f'{root}/lore/list-a.0', LIST_A)
    archive(f'{root}/lore/linux-nfc.0', NFC)
    archive(f'{root}/lore/list-c.0', ELSEWHERE)
    cves = repository(f'{root}/cves')
    git(cves, 'commit', '-q', '--allow-empty', '-m', 'begun')
    write(cves, {f'cve/{name}.json': json.dumps({'containers': {'cna': {'affected': [{'programFiles': files}]}}})
                 for name, files in CVES.items()})
    git(cves, 'add', '.')
    when = '2025-06-01T23:00:00Z'
    git(cves, 'commit', '-q', '-m', 'records', GIT_AUTHOR_DATE=when, GIT_COMMITTER_DATE=when)
    chain, text = repository(f'{root}/chain'), '\n'.join(str(number) for number in range(40))
    for tag, name, date in (('v1.0', 'old', '2025-01-01'), ('v1.1', 'a', '2025-12-01')):
        git(chain, 'rm', '-rq', '--ignore-unmatch', 'drivers')
        write(chain, {f'drivers/{name}/one.c': text})
        git(chain, 'add', '.')
        when = f'{date}T00:00:00Z'
        git(chain, 'commit', '-q', '-m', tag, GIT_AUTHOR_DATE=when, GIT_COMMITTER_DATE=when)
        git(chain, 'tag', tag)


def records():
    """The records that the definitions give, worked out by hand."""
    window, found = 61, {}
    for id, (files, lines) in OWN.items():
        lists = [{'list': 'list-a@new.host', 'read': None}]
        found[id] = {'id': id, 'directory': os.path.dirname(id), 'files': files.split(), 'signals': {
            'tree': {'sourceLines': lines}, 'cves': [],
            'patches': {'total': 0, 'authors': 0, 'last': None, 'monthly': [0] * window, 'lists': lists}}}
    one, five = found['drivers/a/one']['signals'], found['drivers/b/five']['signals']
    one['cves'], five['cves'] = ['CVE-2024-6', 'CVE-2025-1', 'CVE-2025-2'], ['CVE-2025-5']
    one['cveDates'], five['cveDates'] = ['2025-06-01'] * 3, ['2025-06-01']
    one['patches']['lists'] = ['list-a', 'linux-nfc']
    one['patches'].update(total=4, authors=3, last={'date': '2026-03-10', 'messageId': 'v2'})
    # v1 is of 1 February by UTC; v2 is its revision; Carol sent Bob's patch on; Carol's own stood at the former path.
    for month, pieces in ((43, 1), (51, 1), (52, 2)):
        one['patches']['monthly'][month] = pieces
    five['patches'].update(total=1, authors=1, last={'date': '2026-03-01', 'messageId': 'five'})
    five['patches']['monthly'][52] = 1
    return found


def write_data(path, found):
    write(path, {'manifest.json': json.dumps({'window': {'since': '2021-11-15', 'until': '2026-11-15'}}),
                 'drivers.ndjson': ''.join(json.dumps(record) + '\n' for record in found.values())})


def spoilt(change):
    found = copy.deepcopy(records())
    change(found['drivers/a/one'], found['drivers/a/one']['signals'])
    return found


# What is changed in one's record, and the kinds that must then differ.
SPOILT = [
    ({'own sources'}, lambda record, signals: record['files'].append('shared.h')),
    ({'lines'}, lambda record, signals: signals['tree'].update(sourceLines=9)),
    ({'lists'}, lambda record, signals: signals['patches']['lists'].pop()),
    ({'patches'}, lambda record, signals: signals['patches'].update(total=3)),
    ({'patches'}, lambda record, signals: signals['patches'].update(last={'date': '2026-03-03', 'messageId': 'v1'})),
    ({'patches'}, lambda record, signals: signals.update(patches=None)),
    ({'cves'}, lambda record, signals: signals['cves'].append('CVE-2025-3')),
    ({'cve days'}, lambda record, signals: signals.update(cveDates=['2025-06-02'] * 3)),
    ({'cve days'}, lambda record, signals: signals.pop('cveDates')),
]


def run():
    """0 when every expectation holds."""
    auditor = importlib.import_module('__main__')
    failures = []
    with tempfile.TemporaryDirectory() as root:
        make_inputs(root)
        options = argparse.Namespace(
            data=f'{root}/data', tree=f'{root}/tree', lore=f'{root}/lore', cves=f'{root}/cves', chain=f'{root}/chain',
            number=200, seed='1', id=[], kinds=list(auditor.KINDS), cache=f'{root}/cache', ids=3)
        auditor.say = lambda text: None
        for name, found, expected in [('as defined', records(), set()),
                                      *((f'spoilt {at + 1}', spoilt(change), kinds)
                                        for at, (kinds, change) in enumerate(SPOILT))]:
            write_data(options.data, found)
            report = auditor.audit(options)
            different = {(kind, id): text for kind, rows in report.kinds.items() for id, text in rows if text}
            if {kind for kind, _ in different} != expected:
                failures.append(f'{name}: expected {sorted(expected) or "no difference"}, got {different}')
            if any(len(rows) != len(OWN) for rows in report.kinds.values()) or len(report.kinds) != 6:
                failures.append(f'{name}: not every driver was compared in every kind')
    print('\n'.join(failures) or f'self-test: {len(SPOILT) + 1} data sets judged as expected')
    return 1 if failures else 0
