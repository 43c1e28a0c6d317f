"""Which mailing lists the tree's own scripts/get_maintainer.pl names for files, and which archives hold them."""
import os
import re
import subprocess

FILES_A_CALL = 100
# Lists that live on under another local part. Those that only changed their host (dm-devel, virtualization, iommu,
# intel-wired-lan) have one local part, and are one list for that.
RENAMED = {'driverdev-devel': 'linux-staging', 'oe-linux-nfc': 'linux-nfc', 'alsa-devel': 'linux-sound',
           'iommu': 'linux-iommu'}
# Archives of an address that MAINTAINERS gave up while mail still came: the day of the last release that names it
# (v6.11, v5.18, v6.5, v6.6, by `git grep ADDRESS TAG -- MAINTAINERS`). What came later is part of what was sent only.
NAMED_UNTIL = {'alsa-devel': '2024-09-15', 'iommu': '2022-05-22', 'dm-devel': '2023-08-27',
               'virtualization': '2023-10-29'}


def list_name(text):
    """The list behind an address, an archive's folder or a record's entry: its local part, renamed lists as one."""
    local = text.strip().lower().split('@')[0]
    local = re.sub(r'\.\d+$', '', local)
    return RENAMED.get(local, local)


def lists_of(tree, files, cache):
    """list name -> the section that names it. A list that only THE REST names is left out: its role has no section."""
    found = {}
    for start in range(0, len(files), FILES_A_CALL):
        batch = tuple(files[start:start + FILES_A_CALL])
        key = '\0'.join((os.path.realpath(tree), *batch))
        if key not in cache:
            cache[key] = ask(tree, batch)
        for line in cache[key]:
            address, _, role = line.partition(' ')
            section = re.search(r'list:(.*)\)$', role)
            if '@' in address and section:
                found.setdefault(list_name(address), section[1])
    return found


def ask(tree, files):
    arguments = [word for file in files for word in ('-f', file)]
    done = subprocess.run(
        ['perl', 'scripts/get_maintainer.pl', '--no-git', '--no-git-fallback', '--nom', '--nor', *arguments],
        cwd=tree, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if done.returncode != 0:
        raise SystemExit(f'get_maintainer.pl failed on {files[0]}: {done.stderr.decode("utf-8", "replace")[:400]}')
    return done.stdout.decode('utf-8', 'replace').splitlines()


def archives_in(lore):
    """list name -> its archives' git directories (folder LIST.NUMBER, which may be links)."""
    found = {}
    for name in sorted(os.listdir(lore)):
        path = os.path.join(lore, name)
        if re.search(r'\.\d+$', name) and os.path.isdir(path):
            found.setdefault(list_name(name), []).append(path)
    return found
