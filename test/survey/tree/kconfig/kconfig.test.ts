import {rmSync} from 'node:fs';
import {afterEach, describe, expect, it} from 'vitest';
import {
	canBeTrue,
	findCulprits,
	findNeeded,
	parseExpression,
} from '../../../../source/dossier/options/expression.ts';
import {
	findImpossible,
	joinConditions,
	type KconfigSurvey,
	readKconfig,
} from '../../../../source/survey/tree/kconfig/kconfig.ts';
import {fixtureTree, writeTree} from '../../kernel-trees.ts';

const folders: string[] = [];
afterEach(() => {
	for (const folder of folders.splice(0)) {
		rmSync(folder, {recursive: true, force: true});
	}
});

function read(files: Record<string, string>, extra: string[] = []): KconfigSurvey {
	const tree = writeTree(files);
	folders.push(tree);
	return readKconfig(tree, extra);
}

const first = (survey: KconfigSurvey, symbol: string) => survey.symbols.get(symbol)![0]!;

describe('a tree', () => {
	it('reads every architecture and joins own and enclosing conditions as written', () => {
		const survey = readKconfig(fixtureTree);
		const ripple = first(survey, 'RIPPLE');
		expect(ripple).toMatchObject({type: 'tristate', prompt: 'Ripple cards', at: 'drivers/net/Kconfig:7'});
		expect(joinConditions(ripple)).toBe('PCI && !MACH_CANOE && NETPOND');
		expect(joinConditions(first(survey, 'NETPOND'))).toBe('(PCI || TIDE)');
		expect(joinConditions(first(survey, 'STAGING'))).toBeNull();
		expect([survey.symbols.has('REED'), survey.symbols.has('TIDE')]).toEqual([true, true]);
		expect(survey.menus.get('drivers/Kconfig')).toBe('Device Drivers');
		expect(survey.problems).toEqual([]);
	});

	it('ends a help text at the first line that is less indented, whatever it says', () => {
		const survey = read({
			Kconfig: `config A
	bool "A"
	help
	  config NOT_ONE
	    depends on NOTHING

	  endif
config B
	tristate 'B # not a comment' # a comment
	---help---
	This option is deprecated.
	depends on X
`,
		});
		expect([...survey.symbols.keys()]).toEqual(['A', 'B']);
		expect(first(survey, 'B')).toMatchObject({
			prompt: 'B # not a comment',
			dependsOn: [],
			decline: {word: 'deprecated', at: 'Kconfig:11'},
		});
	});

	it('reads menus, choices, conditional dependencies, globs and relative sources', () => {
		const survey = read({
			Kconfig: `menu "Outer"
	depends on M1 || M2
choice
	prompt "Pick"
	depends on C1
source "sub/Kconfig.*"
endchoice
endmenu
osource "not/here"
`,
			'sub/Kconfig.one': 'config ONE\n\tbool "One" if EXPERT\n\tdepends on A if B\n',
			'sub/Kconfig.two': 'rsource "deep/Kconfig"\n',
			'sub/deep/Kconfig': 'config TWO\n\tdef_bool y\n',
		});
		expect(joinConditions(first(survey, 'ONE'))).toBe('(A || !(B)) && C1 && (M1 || M2)');
		expect(joinConditions(first(survey, 'TWO'))).toBe('C1 && (M1 || M2)');
		expect(survey.problems).toEqual([]);
	});

	it('names what is missing or unclosed, and reads files that nothing sources', () => {
		const survey = read({'drivers/Kconfig': 'if X\nconfig LEFT\n\tbool "Left"\nendmenu\n'}, [
			'drivers/Kconfig',
		]);
		expect(survey.symbols.has('LEFT')).toBe(true);
		expect(survey.problems.map(({where, problem}) => `${where} ${problem}`)).toEqual([
			"Kconfig can't be read: no such file",
			'drivers/Kconfig:4 endmenu closes no menu',
			'drivers/Kconfig:1 if is never closed',
		]);
	});
});

describe('a condition', () => {
	const defined = new Set(['A', 'B']);
	const isPossible = (symbol: string) => defined.has(symbol);
	const judge = (text: string) => {
		const expression = parseExpression(text)!;
		return canBeTrue(expression, isPossible) ? 'can' : findCulprits(expression, isPossible).join(' ');
	};

	it.each([
		['A && B', 'can'],
		['A && GONE', 'GONE'],
		['A || GONE', 'can'],
		['GONE || LOST', 'GONE LOST'],
		['!GONE', 'can'],
		['!(A || GONE)', 'can'],
		['GONE=n && A', 'can'],
		['GONE = y', 'GONE'],
		['GONE != n', 'GONE'],
		['(GONE && A) || (B && !A)', 'can'],
		['$(cc-option,-mfoo) && A', 'can'],
		['GCC_VERSION >= 90000', 'can'],
		['m && A', 'can'],
		['A && n', ''],
	])('%s', (text, verdict) => {
		expect(judge(text)).toBe(verdict);
	});

	it('needs what every side of an alternative needs', () => {
		expect(findNeeded(parseExpression('A && (B && C || C && D) && !E')!)).toEqual(['A', 'C']);
	});

	it('is no condition when it breaks off', () => {
		expect([parseExpression('A &&'), parseExpression('(A'), parseExpression('A B')]).toEqual([
			null,
			null,
			null,
		]);
	});
});

describe('what can be set', () => {
	it('follows dependencies, selects and missing prompts to the end', () => {
		const survey = read({
			Kconfig: `config DEAD
	bool "Dead"
	depends on NOWHERE
config HIDDEN
	bool
config CHAIN
	bool "Chain"
	depends on DEAD || HIDDEN
config RESCUED
	bool
	depends on NOWHERE
config RESCUER
	bool "Rescuer"
	select RESCUED
config COUNT
	int
config DEFAULTED
	bool
	default CHAIN
config FREE
	bool
	default y if RESCUER
`,
		});
		expect([...findImpossible(survey.symbols)].sort()).toEqual(['CHAIN', 'DEAD', 'DEFAULTED', 'HIDDEN']);
	});
});
