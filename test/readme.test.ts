import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {commandLines, helpText} from '../source/commands/common/flags.ts';
import {queryFields} from '../source/dossier/query/query.ts';
import {keyGroups, keyOf, keyTable} from '../source/explorer/key-guide.ts';
import {helpLines} from '../source/explorer/views/help.ts';
import {plainTheme} from '../source/text/theme.ts';
import {top} from './support/sample.ts';

const path = join(top, 'README.md');
const queries = join(top, 'docs/query-language.md');

/** The generated parts of the README and of docs/query-language.md, by the name in their marks. */
const parts: Readonly<Record<string, () => string>> = {
	keys: keyTable,
	commands: () => `\`\`\`\n${helpText('').trimEnd()}\n\`\`\``,
	fields: () =>
		[
			'| field | such as | |',
			'|---|---|---|',
			...queryFields.map(({name, example, about}) => `| \`${name}:\` | \`${example}\` | ${about} |`),
		].join('\n'),
};

describe('the README', () => {
	for (const [name, make] of Object.entries(parts)) {
		it(`has the ${name} that the program has (README=write npm test writes them)`, () => {
			const marks = new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(<!-- end of ${name} -->)`);
			const file = name === 'fields' ? queries : path;
			const readme = readFileSync(file, 'utf8');
			expect(readme).toMatch(marks);
			const current = readme.replace(
				marks,
				(_, before: string, after: string) => `${before}${make()}\n${after}`,
			);
			if (process.env.README === 'write') writeFileSync(file, current);
			else expect(readme).toBe(current);
		});
	}

	it('has no key that the help has not, nor the other way round', () => {
		const help = helpLines(plainTheme, {filter: '', width: 400, keys: {groups: keyGroups, keyOf}});
		const readme = readFileSync(path, 'utf8');
		for (const {entries} of keyGroups) {
			for (const {keys, about} of entries) {
				expect(readme).toContain(`| ${keys.map(key => `\`${key}\``).join(' ')} | ${about} |`);
				const line = help.find(line => line.startsWith(`  ${keys.join(' ')} `) && line.endsWith(about));
				expect(line, `${keys} ${about}`).toBeDefined();
			}
		}
	});

	it('names every command', () => {
		const readme = readFileSync(path, 'utf8');
		for (const {name} of commandLines) expect(readme).toContain(`driverdex ${name}`.trimEnd());
	});
});
