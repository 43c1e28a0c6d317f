import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, expect, it} from 'vitest';
import {UseScanner} from '../../../../source/survey/tree/sources/uses.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'driverdex-uses-'));
afterAll(() => rmSync(folder, {recursive: true}));

const names = ['pond_add', 'pond_pm', 'pond_init', 'pond_reset', 'pond_ids'];
const scanner = new UseScanner(folder, names);

/** The names that a file of this content uses. */
function usesOf(content: string) {
	writeFileSync(path.join(folder, 'one.c'), content);
	const found = scanner.scan('one.c');
	return typeof found === 'string' ? found : found.map(number => names[number]);
}

it('finds what a file calls or points to, not what it says in a comment', () => {
	expect(usesOf('/* pond_reset */\nint f(void)\n{\n\treturn pond_add(&pond_ids);\n}\n')).toEqual([
		'pond_add',
		'pond_ids',
	]);
});

it('leaves what the file itself defines under such a name, wherever it stands, and members of structs', () => {
	expect(
		usesOf(
			[
				'static int pond_init(struct pond *pond);',
				'static DEFINE_SIMPLE_DEV_PM_OPS(pond_pm, a_suspend, a_resume);',
				'static struct one one = {\n\t.pm = &pond_pm,\n\t.pond_add = own_add,\n};',
				'int f(struct one *one)\n{\n\tone->pond_reset(one);\n\treturn pond_init(one);\n}\n',
			].join('\n'),
		),
	).toEqual([]);
	expect(usesOf('static int f(void) { return pond_init(0); }\nstatic int (*g)(void) = pond_add;\n')).toEqual([
		'pond_init',
		'pond_add',
	]);
});
