import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {top} from './support/sample.ts';

/** A section of docs/comparison.md: its text, and the cells of its table's rows but for the heads. */
interface Section {
	text: string;
	rows: string[][];
}

const sections = new Map<string, Section>(
	readFileSync(join(top, 'docs/comparison.md'), 'utf8')
		.split(/^## /m)
		.slice(1)
		.map(text => {
			const lines = text.split('\n').filter(line => line.startsWith('| '));
			const rows = lines.map(line => line.slice(2, -2).split(' | '));
			return [text.slice(0, text.indexOf('\n')), {text, rows: rows.slice(1)}];
		}),
);
const section = (name: string) => sections.get(name)!;

const glance = section('At a glance');
const programs = section('What was read').rows.map(([name = '', version = '', commit = '']) => ({
	name,
	title: `${name} ${version}`,
	commit: commit.replaceAll('`', ''),
}));

describe('docs/comparison.md', () => {
	it('says at a glance what each section says', () => {
		const columns = [...programs.map(({title}) => title), 'driverdex'].map(title =>
			section(title).rows.map(([feature, answer]) => [feature, answer]),
		);
		expect(columns).toHaveLength(8);
		for (const [place, rows] of columns.entries())
			expect(rows).toEqual(glance.rows.map(cells => [cells[0], cells[place + 1]]));
		for (const [, ...answers] of glance.rows)
			for (const answer of answers) expect(['yes', 'partly', 'no']).toContain(answer);
	});

	it('has a story behind each yes of driverdex, by its title', () => {
		for (const [feature, answer, how, stories = ''] of section('driverdex').rows) {
			const named = [...stories.matchAll(/`(test\/stories\/[\w-]+\.test\.ts)` “([^”]+)”/g)];
			if (answer !== 'no') expect(named.length, `${feature} has no story`).toBeGreaterThan(0);
			if (answer !== 'yes') expect(how, `${feature} says not what is missing`).not.toBe('');
			for (const [, file = '', title = ''] of named) {
				expect(existsSync(join(top, file)), `${feature}: ${file} is not there`).toBe(true);
				const stories = [...readFileSync(join(top, file), 'utf8').matchAll(/^\t*it\((['"])(.+?)\1,/gm)];
				expect(
					stories.map(([, , story]) => story),
					`${feature}: ${file} has no such story`,
				).toContain(title);
			}
		}
	});

	it.each(programs)('cites what was read of $name, at one commit', ({title, commit}) => {
		const {rows, text} = section(title);
		expect(commit).toMatch(/^[0-9a-f]{40}$/);
		const places = new Map(
			[...text.matchAll(/^\[([^\]]+)\]: (\S+)$/gm)].map(([, label, address]) => [label, address]),
		);
		for (const address of places.values())
			expect(address).toMatch(new RegExp(`^https://github\\.com/[\\w.-]+/[\\w.-]+/blob/${commit}/\\S+$`));
		const cited = rows.flatMap(([feature, answer, how, read = '']) => {
			const labels = [...read.matchAll(/\[([^\]]+)\]/g)].map(([, label]) => label);
			expect(labels.length, `${feature} cites nothing`).toBeGreaterThan(0);
			if (answer !== 'yes') expect(how, `${feature} says not what is missing`).not.toBe('');
			return labels;
		});
		expect(new Set(cited)).toEqual(new Set(places.keys()));
	});
});
