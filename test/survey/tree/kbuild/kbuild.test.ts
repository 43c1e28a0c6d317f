import {rmSync} from 'node:fs';
import {afterEach, expect, it} from 'vitest';
import {listTreeFiles} from '../../../../source/survey/tree/files.ts';
import type {KbuildSurvey} from '../../../../source/survey/tree/kbuild/facts.ts';
import {readKbuild} from '../../../../source/survey/tree/kbuild/kbuild.ts';
import {writeTree} from '../../kernel-trees.ts';

const folders: string[] = [];
afterEach(() => {
	for (const folder of folders.splice(0)) {
		rmSync(folder, {recursive: true, force: true});
	}
});

function read(files: Record<string, string>): KbuildSurvey {
	const tree = writeTree(files);
	folders.push(tree);
	return readKbuild(tree, listTreeFiles(tree, ['drivers']));
}

/** One line an object: id, its gates, its sources without the common directory. */
function describe({objects}: KbuildSurvey): string[] {
	return objects.map(
		({directory, name, gates, sources}) =>
			`${directory.slice(8)}/${name} [${gates.map(gate => gate.join('&')).join(' ')}] ${sources
				.map(source => source.slice(8))
				.join(' ')}`,
	);
}

const objectsOf = (makefile: string, ...sources: string[]): string[] =>
	describe(
		read({
			'drivers/Makefile': 'obj-y += a/\n',
			'drivers/a/Makefile': makefile,
			...Object.fromEntries(sources.map(source => [`drivers/${source}`, ''])),
		}),
	);

it('names a plain object and the symbol that asks for it', () => {
	expect(objectsOf('obj-$(CONFIG_ONE) += one.o # two.o\n', 'a/one.c')).toEqual(['a/one [ONE] a/one.c']);
});

it('reads composites from -y, -objs and CONFIG parts, and lists in lists', () => {
	const makefile = `obj-$(CONFIG_BIG) += big.o
big-y := start.o \\
	 middle.o
big-objs += end.o
big-$(CONFIG_BIG_EXTRA) += $(extra)
extra = x/one.o x/two.o
`;
	expect(
		objectsOf(makefile, 'a/start.c', 'a/middle.S', 'a/end.c', 'a/x/one.c', 'a/x/two.c', 'a/big.c'),
	).toEqual(['a/big [BIG] a/end.c a/start.c a/middle.S a/x/one.c a/x/two.c']);
});

it('follows a composite whose member is a composite', () => {
	const makefile = 'obj-$(CONFIG_A) += a.o\na-y := b.o\nb-objs := c.o d.o\n';
	expect(objectsOf(makefile, 'a/c.c', 'a/d.c')).toEqual(['a/a [A] a/c.c a/d.c']);
});

it('understands braces, $(subst) and $(foo-y) in an object list', () => {
	const makefile = `obj-\${CONFIG_BRACE} += brace.o
obj-$(subst m,y,$(CONFIG_mmc)) += subst.o
more-$(CONFIG_INNER) += inner.o
obj-$(CONFIG_OUTER) += outer.o $(more-y)
`;
	expect(objectsOf(makefile, 'a/brace.c', 'a/subst.c', 'a/inner.c', 'a/outer.c')).toEqual([
		'a/brace [BRACE] a/brace.c',
		'a/inner [INNER&OUTER] a/inner.c',
		'a/outer [OUTER] a/outer.c',
		'a/subst [mmc] a/subst.c',
	]);
});

it('builds what a foreach over a list evaluates, each under its own symbol', () => {
	const makefile = `set-$(CONFIG_RED) += red.o
set-$(CONFIG_BLUE) += blue.o
define PREFIXED
pre-$(1)-y := $(1).o
obj-$(2) += pre-$(1).o
endef
$(foreach name, $(basename $(set-y)), $(eval $(call PREFIXED,$(name),y)))
$(foreach name, $(basename $(set-m)), $(eval $(call PREFIXED,$(name),m)))
`;
	expect(objectsOf(makefile, 'a/red.c', 'a/blue.c')).toEqual([
		'a/pre-blue [BLUE] a/blue.c',
		'a/pre-red [RED] a/red.c',
	]);
});

it('evaluates a foreach inside an eval', () => {
	const makefile = `fmt-$(CONFIG_F) += f
define make
obj-$(2) += out_$(1).o

endef
$(eval $(foreach x,$(fmt-y),$(call make,$(x),y)))
`;
	expect(objectsOf(makefile, 'a/out_f.c')).toEqual(['a/out_f [F] a/out_f.c']);
});

it('gates obj-y by the ifdef around it and takes both branches', () => {
	const makefile = `ifdef CONFIG_HERE
obj-y += here.o
else
obj-y += there.o
endif
ifeq ($(CONFIG_SUB)$(CONFIG_OTHER),y)
obj-$(CONFIG_OWN) += own.o
endif
ifneq ($(CONFIG_NEG),y)
obj-y += neg.o
endif
`;
	expect(objectsOf(makefile, 'a/here.c', 'a/there.c', 'a/own.c', 'a/neg.c')).toEqual([
		'a/here [HERE] a/here.c',
		'a/neg [] a/neg.c',
		'a/own [OWN] a/own.c',
		'a/there [] a/there.c',
	]);
});

it('joins the alternatives that two branches give one composite', () => {
	const makefile = `obj-$(CONFIG_P) += p.o
ifeq ($(CONFIG_Q),y)
p-objs := with.o
else
p-objs := without.o
endif
`;
	expect(objectsOf(makefile, 'a/with.c', 'a/without.c')).toEqual(['a/p [P] a/with.c a/without.c']);
});

it('reads names that a symbol completes, such as objs-y$(CONFIG_X)', () => {
	const makefile = 'obj-$(CONFIG_F) += f.o\nobjs-yy := m.o\nobjs-y$(CONFIG_G) += g.o\nf-objs := $(objs-yy)\n';
	expect(objectsOf(makefile, 'a/m.c', 'a/g.c')).toEqual(['a/f [F] a/m.c a/g.c']);
});

it('lets obj-y inherit the gates of its directory, however deep, and keeps several gates apart', () => {
	const survey = read({
		'drivers/Makefile': 'obj-$(CONFIG_TOP) += top/\nobj-$(CONFIG_ALSO) += top/\n',
		'drivers/top/Makefile': 'obj-y += low/\nobj-$(CONFIG_X) += low/dir/x.o\n',
		'drivers/top/low/Kbuild': 'obj-y += y.o\n',
		'drivers/top/low/Makefile': 'obj-y += wrong.o\n',
		'drivers/top/low/y.c': '',
		'drivers/top/low/dir/x.c': '',
	});
	expect(describe(survey)).toEqual(['top/low/dir/x [X] top/low/dir/x.c', 'top/low/y [TOP ALSO] top/low/y.c']);
	expect(survey.directories.get('drivers/top')?.ownGate).toBe('TOP');
	expect(survey.directories.get('drivers/top/low')?.ownGate).toBeNull();
	expect(survey.problems).toEqual([]);
});

it('reads included Makefiles by $(src) and by the path from the top', () => {
	const survey = read({
		'drivers/Makefile': 'obj-y += a/\n',
		'drivers/a/Makefile':
			'P := ../b\nFULL = $(srctree)/$(src)/$(P)\nobj-$(CONFIG_A) += a.o\ninclude $(FULL)/Makefile\ninclude drivers/c/Make.inc\na-y := a1.o $(FILES)\n',
		'drivers/b/Makefile': 'LIST = b1.o b2.o\nFILES = $(addprefix $(P)/,$(LIST))\n',
		'drivers/c/Make.inc': 'obj-$(CONFIG_C) += c.o\n',
		...Object.fromEntries(['a/a1', 'b/b1', 'b/b2', 'a/c'].map(name => [`drivers/${name}.c`, ''])),
	});
	expect(describe(survey)).toEqual(['a/a [A] a/a1.c b/b1.c b/b2.c', 'a/c [C] a/c.c']);
});

it('takes for a source what a rule makes the source from', () => {
	const makefile = `obj-$(CONFIG_L) += logo.o shipped.o
$(obj)/%_map.c: $(src)/%_map.txt
	make-it $< $@
logo-y := fish_map.o
`;
	expect(objectsOf(makefile, 'a/fish_map.txt', 'a/shipped.c_shipped')).toEqual([
		'a/logo [L] a/fish_map.txt',
		'a/shipped [L] a/shipped.c_shipped',
	]);
});

it('keeps an object without sources and says where it is listed', () => {
	const survey = read({'drivers/Makefile': '\n\nobj-$(CONFIG_NOT) += nothing.o\n'});
	expect(describe(survey)).toEqual(['/nothing [NOT] ']);
	expect(survey.problems).toEqual([
		{source: 'kbuild', where: 'drivers/Makefile:3', problem: 'nothing.o has no source in drivers'},
	]);
});

it('survives unclosed conditionals, missing includes and directories, and endless recursion', () => {
	const survey = read({
		'drivers/Makefile': `A = $(A) $(B)
B = $(A)
include nowhere.mk
obj-$(CONFIG_OK) += ok.o $(A)
obj-y += gone/
endif
ifdef CONFIG_OPEN
`,
		'drivers/ok.c': '',
	});
	expect(describe(survey)).toEqual(['/ok [OK] ok.c']);
	expect(survey.problems.map(({where, problem}) => `${where} ${problem}`)).toEqual([
		'drivers/Makefile:3 includes nowhere.mk, which is not there',
		'drivers/Makefile:6 endif without a conditional',
		'drivers/Makefile a conditional is never closed',
		'drivers/Makefile:5 descends into drivers/gone, which is not there',
	]);
});

it('reads a Makefile that no other one leads to, and one that is not text', () => {
	const survey = read({
		'drivers/Makefile': 'obj-y += junk/\n',
		'drivers/junk/Makefile': '\0\0obj-y += x.o',
		'drivers/lost/Makefile': 'obj-$(CONFIG_LOST) += lost.o\n',
		'drivers/lost/lost.c': '',
	});
	expect(describe(survey)).toEqual(['lost/lost [LOST] lost/lost.c']);
	expect(survey.problems).toEqual([
		{source: 'kbuild', where: 'drivers/junk/Makefile', problem: 'is not a text file'},
	]);
});
