"""A driver's own sources: what it alone is compiled from, by the links and the includes of the whole tree."""
import os
import re
import subprocess

import audit_kbuild

ROOTS = ('drivers/', 'sound/')
# Folders of the tree that hold no part of the kernel: what includes a header there builds no object.
NO_OBJECTS = {'Documentation', 'tools', 'scripts', 'LICENSES', 'debian', '.git', '.pc'}
INCLUDE = re.compile(r'^\s*#\s*include(?:_next)?\s*([<"])([^>"]+)[>"]')
RUST_MODULE = re.compile(r'^\s*(?:pub(?:\([^)]*\))?\s+)?mod\s+(\w+)\s*;', re.M)
RUST_PATH = re.compile(r'#\[path\s*=\s*"([^"]+)"\]')


class Sources:
    """Asked for one tree: `objects` (id -> KbuildObject) and `own(id)` (sorted paths from the root of the tree)."""

    def __init__(self, tree):
        self.tree = tree
        self.objects = audit_kbuild.objects_of(audit_kbuild.read_makefiles(tree))
        self.includes = read_includes(tree)
        self.exists = {}
        self.outside = self.read_outside()
        self.users = {}
        self.linked, self.linkers = {}, {}
        for one in self.objects.values():
            sources = self.linked_sources(one)
            self.linked[one.id] = sources
            for file in sources:
                self.linkers.setdefault(file, set()).add(one.id)
            for file in self.reached(sources, one.folders, one.forced):
                self.users.setdefault(file, set()).add(one.id)
        for file, folders in self.outside_sources():
            for reached in self.reached([file], folders, []):
                self.users.setdefault(reached, set()).add(file)

    def own(self, id):
        return sorted(file for file in self.reached(self.linked[id], self.objects[id].folders, self.objects[id].forced)
                      if file.startswith(ROOTS) and self.linkers.get(file, self.users[file]) == {id})

    def lines(self, files):
        total = 0
        for file in files:
            with open(os.path.join(self.tree, file), 'rb') as opened:
                total += opened.read().count(b'\n')
        return total

    def is_file(self, path):
        known = self.exists.get(path)
        if known is None:
            known = self.exists[path] = os.path.isfile(os.path.join(self.tree, path))
        return known

    def linked_sources(self, one):
        """A member's source: .c before .S before .rs, as Kbuild's rules stand in scripts/Makefile.build; where there
        is none beside it, the one that a rule of its Makefile names (xe compiles i915's), or that of the object
        which a rule changes into it (lkdtm's rodata)."""
        found = []
        for member in one.members:
            stem = member.removesuffix('.o')
            beside = [stem + suffix for suffix in ('.c', '.S', '.rs') if self.is_file(stem + suffix)]
            found += (beside or self.sources_by_rule(one.rules, member))[:1]
        return found

    def sources_by_rule(self, rules, member):
        for target, source in rules.items():
            before, _, after = target.partition('%')
            if target == member:
                stem = ''
            elif '%' in target and member.startswith(before) and member.endswith(after):
                stem = member[len(before):len(member) - len(after)]
            else:
                continue
            source = source.replace('%', stem)
            names = [source]
            if source.endswith('.o'):
                names = [source.removesuffix('.o') + suffix for suffix in ('.c', '.S', '.rs')]
            found = [name for name in names if self.is_file(name)]
            if found:
                return found[:1]
        return []

    def reached(self, sources, folders, forced):
        """The sources and all they include, file by file, that lie under the roots or lead back there."""
        seen, left = set(), list(sources) + [file for file in forced if self.is_file(file)]
        roots = set(sources)
        while left:
            file = left.pop()
            if file in seen:
                continue
            seen.add(file)
            if file.endswith('.rs'):
                left += self.rust_modules(file, file in roots)
                continue
            for quoted, name in self.includes.get(file, ()):
                target = self.resolve(file, quoted, name, folders)
                if target is not None and target not in seen:
                    left.append(target)
        return seen

    def resolve(self, file, quoted, name, folders):
        """Own folder (quoted only), the kernel's own folders, then those that the Makefile names."""
        if quoted:
            beside = os.path.normpath(os.path.join(os.path.dirname(file), name))
            if self.wanted(beside):
                return beside
            if not beside.startswith('..') and self.is_file(beside):
                return None
        for folder in ('include', 'include/uapi'):
            path = os.path.normpath(os.path.join(folder, name))
            if self.is_file(path):
                return path if self.wanted(path) else None
        if name in self.outside:
            return self.outside[name]
        for folder in folders:
            path = os.path.normpath(os.path.join(folder, name))
            if self.is_file(path):
                return path if self.wanted(path) else None
        return None

    def wanted(self, path):
        return (path.startswith(ROOTS) or path in self.leading) and self.is_file(path)

    def read_outside(self):
        """Headers elsewhere that lead to a file under the roots, by the names under which arch folders find them."""
        self.leading = set()
        grown = True
        while grown:
            grown = False
            for file, lines in self.includes.items():
                if file.startswith(ROOTS) or file in self.leading or not file.endswith('.h'):
                    continue
                if any(self.leads(file, name) for _, name in lines):
                    self.leading.add(file)
                    grown = True
        names = {}
        for file in self.leading:
            found = re.match(r'arch/\w+/include/(?:uapi/)?(.+)', file)
            if found:
                names[found[1]] = file
        return names

    def leads(self, file, name):
        folders = [os.path.dirname(file), 'include', 'include/uapi']
        arch = re.match(r'arch/\w+/', file)
        if arch:
            folders.append(arch[0] + 'include')
        for folder in folders:
            path = os.path.normpath(os.path.join(folder, name))
            if (path.startswith(ROOTS) or path in self.leading) and self.is_file(path):
                return True
        return False

    def outside_sources(self):
        """Sources elsewhere, with the folders under the roots that their Makefile names by -I."""
        folders = {}
        for file in self.includes:
            if file.startswith(ROOTS) or not file.endswith(('.c', '.S')):
                continue
            directory = os.path.dirname(file)
            if directory not in folders:
                folders[directory] = self.folders_named(directory)
            yield file, folders[directory]

    def folders_named(self, directory):
        path = audit_kbuild.makefile_of(self.tree, directory)
        if path is None:
            return []
        with open(path, encoding='utf-8', errors='replace') as file:
            return [os.path.normpath(one) for one in
                    re.findall(r'-I\s*\$[({]srctree[)}]/((?:drivers|sound)/\S+)', file.read())]

    def rust_modules(self, file, is_root):
        with open(os.path.join(self.tree, file), encoding='utf-8', errors='replace') as opened:
            text = opened.read()
        folder, base = os.path.split(file)
        inner = folder if is_root or base == 'mod.rs' else os.path.join(folder, base.removesuffix('.rs'))
        found = [os.path.normpath(os.path.join(folder, one)) for one in RUST_PATH.findall(text)]
        for name in RUST_MODULE.findall(text):
            found += [os.path.join(inner, name + '.rs'), os.path.join(inner, name, 'mod.rs')]
        return [one for one in found if self.is_file(one)]


def read_includes(tree):
    """file -> [(quoted, name)] for every #include line of the parts of the tree that hold the kernel."""
    parts = sorted(name for name in os.listdir(tree)
                   if os.path.isdir(os.path.join(tree, name)) and name not in NO_OBJECTS)
    done = subprocess.run(
        ['grep', '-rIE', r'^[[:space:]]*#[[:space:]]*include(_next)?[[:space:]]*["<]', *parts],
        cwd=tree, stdout=subprocess.PIPE, check=False, env={'PATH': os.environ['PATH'], 'LC_ALL': 'C'})
    includes = {}
    for line in done.stdout.decode('utf-8', 'replace').split('\n'):
        file, _, rest = line.partition(':')
        found = INCLUDE.match(rest)
        if found:
            includes.setdefault(file, []).append((found[1] == '"', found[2]))
    return includes
