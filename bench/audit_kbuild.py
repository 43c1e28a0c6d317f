"""The Kbuild objects of a kernel tree, as GNU make itself reads the Makefiles.

Every Makefile is read four times: with no option set, with all set to y, with all set to m, and with each option's own
name as its value, so that what stands in `obj-$(CONFIG_X)` lies in the variable `obj-CONFIG_X`. What any reading names
is an object of some configuration. `$(shell)` runs nothing: SHELL is /bin/true.
"""
import os
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

ROOTS = ('drivers', 'sound')
OPTION = re.compile(r'CONFIG_\w+')
# What may follow `obj-` or `foo-`: nothing (option not set), y, m, or the names of options.
VALUE = r'(?:[ymn]|CONFIG_\w+?)*'


@dataclass
class Makefile:
    """What one Makefile says: variable -> words of all readings, in order, without repeats."""
    directory: str
    words: dict = field(default_factory=dict)
    parts: dict = None

    def of(self, *names):
        return list(dict.fromkeys(word for name in names for word in self.words.get(name, ())))

    def parts_of(self, stem):
        """What a composite is made of, in `stem-objs`, `stem-y` and the like, whatever the options."""
        if self.parts is None:
            self.parts = {}
            for name, words in self.words.items():
                found = re.fullmatch(r'(.+?)-(?:objs|' + VALUE + ')', name)
                if found:
                    self.parts.setdefault(found[1], []).extend(words)
        return self.parts.get(stem, [])


@dataclass
class KbuildObject:
    """One linked object: id is directory/name; members are its .o files, from the root of the tree."""
    id: str
    folders: list
    members: list
    forced: list


def makefile_of(tree, directory):
    for name in ('Kbuild', 'Makefile'):
        path = os.path.join(tree, directory, name)
        if os.path.isfile(path):
            return path
    return None


def read_makefile(tree, directory):
    """Reads a folder's Kbuild or Makefile; None where there is neither."""
    path = makefile_of(tree, directory)
    if path is None:
        return None
    body = text_of(path)
    options, files = set(OPTION.findall(body)), set()
    while True:
        made = Makefile(directory)
        for value in (None, 'y', 'm', 'itself'):
            chosen = {option: option if value == 'itself' else value for option in options} if value else {}
            for name, words in run_make(tree, directory, chosen, body).items():
                made.words.setdefault(name, {}).update(dict.fromkeys(words))
        # What it includes may ask for more options: they have to be set as well.
        included = {file for file in made.words.get('MAKEFILE_LIST', ()) if os.path.isfile(os.path.join(tree, file))}
        more = {option for file in included - files for option in OPTION.findall(text_of(os.path.join(tree, file)))}
        files |= included
        if more <= options:
            return made
        options |= more


def text_of(path):
    with open(path, encoding='utf-8', errors='replace') as file:
        return file.read()


def run_make(tree, directory, options, body):
    script = '\n'.join([
        'SHELL := /bin/true', 'srctree := .', 'objtree := .', f'src := {directory}', f'obj := {directory}',
        'srcroot := .', 'SRCARCH := x86', 'ARCH := x86', 'BITS := 64', 'comma := ,', 'empty :=',
        'space := $(empty) $(empty)', 'pound := \\#',
        *(f'{option} := {value}' for option, value in sorted(options.items())), body, '',
        '$(foreach v,$(.VARIABLES),$(if $(filter file,$(origin $(v))),$(info @$(v)=$($(v)))))',
        '.PHONY: the-auditor', 'the-auditor: ;@:', ''])
    done = subprocess.run(['make', '-rR', '-s', '-f', '-', 'the-auditor'], input=script.encode(), cwd=tree,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False,
                          env={'PATH': os.environ['PATH'], 'LC_ALL': 'C'})
    words = {}
    for line in done.stdout.decode('utf-8', 'replace').split('\n'):
        if line.startswith('@') and '=' in line:
            name, _, rest = line[1:].partition('=')
            words[name] = rest.split()
    return words


def read_makefiles(tree, roots=ROOTS):
    """All Makefiles that Kbuild comes by from the roots, each with the flags it inherits."""
    found, wave = {}, [(root, ()) for root in roots if os.path.isdir(os.path.join(tree, root))]
    with ThreadPoolExecutor(2) as pool:
        while wave:
            wave = [(directory, flags) for directory, flags in dict(reversed(wave)).items() if directory not in found]
            made = list(pool.map(lambda entry: read_makefile(tree, entry[0]), wave))
            following = []
            for (directory, inherited), makefile in zip(wave, made):
                if makefile is None:
                    continue
                handed_down = inherited + tuple(makefile.of(*matching(makefile, 'subdir-ccflags-', 'subdir-asflags-')))
                found[directory] = (makefile, handed_down)
                for word in makefile.of(*descents(makefile)):
                    if word.endswith('/'):
                        following.append((os.path.normpath(os.path.join(directory, word)), handed_down))
            wave = following
    return found


def matching(makefile, *prefixes):
    return [name for name in makefile.words if name.startswith(prefixes)]


def built_lists(makefile):
    return [name for name in makefile.words if re.fullmatch(r'obj-' + VALUE, name)]


def descents(makefile):
    """Folders stand in obj- lists, and in a composite's (binder's tests)."""
    return built_lists(makefile) + [name for name in makefile.words if re.fullmatch(r'[\w-]+-' + VALUE, name)
                                    and not name.startswith(('subdir-', 'ccflags-', 'always-', 'targets-'))]


def objects_of(makefiles):
    """Objects by id. All members of a folder's lib.a are one object, which nobody calls a driver."""
    found = {}
    for directory, (makefile, inherited) in makefiles.items():
        flags = list(inherited) + makefile.of(*matching(
            makefile, 'ccflags-', 'asflags-', 'CFLAGS_', 'AFLAGS_', 'EXTRA_CFLAGS', 'KBUILD_C', 'LINUXINCLUDE'))
        folders, forced = include_flags(flags)
        entries = [(word, members_of(makefile, word)) for word in makefile.of(*built_lists(makefile))
                   if word.endswith('.o')]
        library = [word for name in makefile.words if re.fullmatch(r'lib-' + VALUE, name)
                   for word in makefile.of(name) if word.endswith('.o')]
        if library:
            entries.append(('lib.a', [one for word in library for one in members_of(makefile, word)]))
        for word, members in entries:
            path = os.path.normpath(os.path.join(directory, word.removesuffix('.o')))
            at = [os.path.normpath(os.path.join(directory, member)) for member in members]
            known = found.setdefault(path, KbuildObject(path, [], [], []))
            known.members = list(dict.fromkeys(known.members + at))
            known.folders = list(dict.fromkeys(known.folders + folders))
            known.forced = list(dict.fromkeys(known.forced + forced))
    return found


def members_of(makefile, word, seen=()):
    """The .o files of a composite, or the object itself; a member that is a composite of its own is expanded."""
    stem = word.removesuffix('.o')
    parts = [part for part in makefile.parts_of(stem) if part.endswith('.o')]
    if not parts or word in seen:
        return [word]
    return [one for part in parts for one in
            ([part] if part == word else members_of(makefile, part, (*seen, word)))]


def include_flags(flags):
    """Folders of -I, and files of -include, from the root of the tree."""
    folders, forced, words = [], [], iter(flags)
    for word in words:
        if word in ('-I', '-iquote', '-include', '-isystem'):
            value = next(words, '')
            (forced if word == '-include' else folders).append(value)
        elif word.startswith('-I'):
            folders.append(word[2:])
        elif word.startswith('-iquote'):
            folders.append(word[7:])
    clean = [os.path.normpath(one) for one in folders if one]
    return [one for one in clean if not one.startswith('..')], [os.path.normpath(one) for one in forced if one]
