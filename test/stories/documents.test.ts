import {spawnSync} from 'node:child_process';
import {
	chmodSync,
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {top} from '../support/sample.ts';
import {nobodysPlaces, patienceMs, program} from '../support/terminal.ts';

/**
 * What the documents say is run as it stands, block after block, in one folder a document. A block's fence may name the
 * tools that it needs, without which it is skipped by name, and the exit status that it ends with.
 */
const documents = [
	'query-language',
	'data-format',
	'verdicts',
	'evidence',
	'own-kernel',
	'keep-fresh',
	'fleet',
	'platform-report',
	'removal-patch',
];

/** What the answer to a block must hold, by the block's first line; of a block without an entry, something. */
const answers: Readonly<Record<string, readonly RegExp[]>> = {
	'driverdex show ARCH_LPC18XX': [
		/^State: announced to go in 2027$/m,
		/^19 drivers that can't be built without it/m,
		...['i2c-lpc2k', 'nxp-spifi', 'rtc-lpc24xx'].map(
			name => new RegExp(`^drivers/\\S+/${name} .*ARM/LPC18XX`, 'm'),
		),
	],
	'driverdex list depends:ARCH_LPC18XX --format markdown --columns module,recommendation,risk,path': [
		/^\| module \| recommendation \| risk \| path \|\n\|[-:|]+\|\n(?:\|[^\n]* drivers\/[^\n]*\n){19}(?!\|)/m,
	],
	'driverdex show ARCH_LPC18XX --json': [/"option": "ARCH_LPC18XX"/, /"goes": 2027/],
	'driverdex show myri10ge --removal': [
		/^3 sources of its own, 4,\d{3} lines together:$/m,
		/^- L: netdev@vger\.kernel\.org$/m,
		/^## What was said of it$/m,
		/^- People: maintainers and reviewers are in no data set\.$/m,
	],
	'driverdex show myri10ge --removal --tree linux': [
		/a tree of Linux 7\.3\.1, which is another/,
		/^- drivers\/net\/ethernet\/myricom\/myri10ge\/myri10ge\.c: not in this tree$/m,
	],
};

const {DRIVERDEX_DATA: _, ...inherited} = process.env;
const folder = mkdtempSync(join(tmpdir(), 'driverdex-documents-'));
afterAll(() => rmSync(folder, {recursive: true}));

const hasDuckdb = existsSync(join(top, 'docs/recipes/node_modules/@duckdb/node-api'));
const isThere = (tool: string): boolean =>
	tool === 'duckdb' ? hasDuckdb : spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0;

const nobodysNames = {
	GIT_AUTHOR_NAME: 'A',
	GIT_AUTHOR_EMAIL: 'a@example.org',
	GIT_COMMITTER_NAME: 'A',
	GIT_COMMITTER_EMAIL: 'a@example.org',
};

/** What every document finds: the program, the shipped data, what docs/ has, and a small tree in a kernel's place. */
function makePlace(name: string): string {
	const place = join(folder, name);
	const bin = join(place, 'bin');
	mkdirSync(bin, {recursive: true});
	writeFileSync(join(bin, 'driverdex'), `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`);
	chmodSync(join(bin, 'driverdex'), 0o755);
	for (const file of ['server.config', 'server.lspci']) {
		symlinkSync(join(top, 'docs/examples', file), join(place, file));
	}
	mkdirSync(join(place, 'machines'));
	cpSync(join(top, 'docs/examples/server.lspci'), join(place, 'machines/server.txt'));
	symlinkSync(join(top, 'data'), join(place, 'data'));
	symlinkSync(join(top, 'docs/recipes'), join(place, 'recipes'));
	symlinkSync(join(top, 'docs/many-kernels.mk'), join(place, 'many-kernels.mk'));
	symlinkSync(join(top, 'docs/keep-fresh.sh'), join(place, 'keep-fresh.sh'));
	for (const tree of ['linux', 'kernels/one', 'kernels/two']) {
		cpSync(join(top, 'test/fixtures/kernel'), join(place, tree), {recursive: true});
	}
	makeReleases(join(place, 'work/linux.git'), join(place, 'linux'));
	return place;
}

/** A repository with the tags of two releases of the small tree, in a mirror's place. */
function makeReleases(repository: string, tree: string): void {
	const git = (...words: string[]) => {
		const {status, stderr} = spawnSync('git', words, {
			encoding: 'utf8',
			env: {
				...inherited,
				GIT_CONFIG_GLOBAL: '/dev/null',
				GIT_DIR: repository,
				GIT_WORK_TREE: tree,
				...nobodysNames,
			},
		});
		expect(status, stderr).toBe(0);
	};
	mkdirSync(repository, {recursive: true});
	git('init', '--quiet');
	git('add', '--all', '--force', '.');
	for (const release of ['v7.2', 'v7.3-rc1', 'v7.3']) {
		git('commit', '--quiet', '--allow-empty', '--message', release);
		git('tag', release);
	}
}

describe.each(documents)('docs/%s.md', name => {
	let place = '';
	beforeAll(() => {
		place = makePlace(name);
	});
	const text = readFileSync(join(top, `docs/${name}.md`), 'utf8');
	const blocks = [...text.matchAll(/^```sh([^\n]*)\n(.*?)^```$/gms)].map(([, needs, block]) => {
		const words = needs!.trim().split(' ').filter(Boolean);
		return {
			block: block!,
			first: block!.split('\n')[0]!,
			tools: words.filter(word => !/^\d+$/.test(word)),
			status: Number(words.find(word => /^\d+$/.test(word)) ?? 0),
		};
	});
	// What needs no engine of docs/fleet.md, fleet.test.ts runs, with stand-ins for Ansible and others.
	for (const {block, first, tools, status} of name === 'fleet'
		? blocks.filter(({tools}) => tools.length > 0)
		: blocks) {
		const lacks = tools.filter(tool => !isThere(tool));
		const title = lacks.length === 0 ? first : `${first} (skipped: ${lacks.join(' ')} is not here)`;
		it.skipIf(lacks.length > 0)(title, {timeout: 6 * patienceMs}, () => {
			const run = spawnSync('sh', ['-ec', block], {
				cwd: place,
				encoding: 'utf8',
				maxBuffer: 2 ** 26,
				env: {
					...inherited,
					...nobodysPlaces,
					PATH: `${join(place, 'bin')}:${process.env.PATH}`,
					LANG: 'C.UTF-8',
				},
			});
			expect(run.status, run.stdout.slice(-2000) + run.stderr).toBe(status);
			expect(run.stdout + run.stderr).not.toBe('');
			for (const answer of answers[first] ?? []) expect(run.stdout).toMatch(answer);
			expect(run.stderr).not.toMatch(/internal error/);
		});
	}
});

describe('docs/data-format.md', () => {
	type Field = {type?: string; anyOf?: Field[]; items?: Field};
	const {$defs} = JSON.parse(readFileSync(join(top, 'data/schema.json'), 'utf8')) as {
		$defs: Record<string, {properties: Record<string, Field>; required: string[]}>;
	};
	const typeOf = ({type, anyOf, items}: Field): string => {
		if (anyOf !== undefined) {
			const known = anyOf.filter(one => one.type !== 'null');
			return `${typeOf(known[0]!)}${known.length < anyOf.length ? '?' : ''}`;
		}
		return type === 'array' ? `list of ${typeOf(items!).replace('?', '')}s` : (type ?? 'string');
	};
	it.each(['driver', 'directory', 'gone'])('has each field of a %s, with its type', kind => {
		const text = readFileSync(join(top, 'docs/data-format.md'), 'utf8');
		const [, table] = new RegExp(`<!-- ${kind}-fields -->\n(.*?)<!-- end`, 's').exec(text)!;
		const rows = table!
			.trim()
			.split('\n')
			.slice(2)
			.map(row => row.split(' | ').slice(0, 3).join(' | '));
		const {properties, required} = $defs[kind]!;
		expect(rows).toEqual(
			Object.entries(properties).map(
				([name, field]) =>
					`| \`${name}\` | ${typeOf(field)} | ${required.includes(name) ? '' : 'may be left out'}`,
			),
		);
	});
});
