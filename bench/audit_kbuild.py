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
# A flag and its folder may stand apart: kept as one word, since words are kept once.
APART = re.compile(r'(?<!\S)(-I|-iquote|-isystem|-include)\s+')
RULE = re.compile(r'^([^\s#:=]+\.o): +([^=]*)$')
OPTION = re.compile(r'CONFIG_\w+')
# What may follow `obj-` or `foo-`: nothing (option not set), y, m, or the names of options.
VALUE = r'(?:[ymn]|CONFIG_\w+?)*'


@dataclass
class Makefile:
    """What one Makefile says: variable -> words of all readings, in order, without repeats."""
    directory: str
    words: dict = field(default_factory=dict)
    rules: dict = field(default_factory=dict)
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
    rules: dict


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
            variables, rules = run_make(tree, directory, chosen, body)
            for name, words in variables.items():
                made.words.setdefault(name, {}).update(dict.fromkeys(words))
            made.rules.update(rules)
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
    """One reading: variable -> words; .o (a pattern may hold %) -> the source that a rule of its own makes it from."""
    script = '\n'.join([
        'SHELL := /bin/true', 'srctree := .', 'objtree := .', f'src := {directory}', f'obj := {directory}',
        'srcroot := .', 'SRCARCH := x86', 'ARCH := x86', 'BITS := 64', 'comma := ,', 'empty :=',
        'space := $(empty) $(empty)', 'pound := \\#',
        *(f'{option} := {value}' for option, value in sorted(options.items())), body, '',
        '$(foreach v,$(.VARIABLES),$(if $(filter file,$(origin $(v))),$(info @$(v)=$($(v)))))',
        '.PHONY: the-auditor', 'the-auditor: ;@:', ''])
    done = subprocess.run(['make', '-rR', '-s', '-p', '-f', '-', 'the-auditor'], input=script.encode(), cwd=tree,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False,
                          env={'PATH': os.environ['PATH'], 'LC_ALL': 'C'})
    words, rules = {}, {}
    for line in done.stdout.decode('utf-8', 'replace').split('\n'):
        rule = RULE.match(line)
        if line.startswith('@') and '=' in line:
            name, _, rest = line[1:].partition('=')
            words[name] = APART.sub(r'\1', rest).split()
        elif rule:
            sources = [one for one in rule[2].split() if one.endswith(('.c', '.S', '.rs', '.o'))]
            rules.update({os.path.normpath(rule[1]): os.path.normpath(one) for one in sources[:1]})
    return words, rules


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
            known = found.setdefault(path, KbuildObject(path, [], [], [], {}))
            known.members = list(dict.fromkeys(known.members + at))
            known.rules.update(makefile.rules)
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
    named = {flag: [os.path.normpath(word[len(flag):]) for word in flags if word.startswith(flag) and word != flag]
             for flag in ('-I', '-iquote', '-isystem', '-include')}
    folders = named['-I'] + named['-iquote'] + named['-isystem']
    return [one for one in folders if not one.startswith('..')], named['-include']
