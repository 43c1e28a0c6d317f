import {execFileSync} from 'node:child_process';
import {cpSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, expect} from 'vitest';
import {configurationFile} from '../../source/dataset/overlay/places.ts';
import type {Manifest} from '../../source/dossier/schema.ts';
import {createTheme, lookOf} from '../../source/text/theme.ts';
import {actingIn, attack} from '../support/attack.ts';
import {hostileRecords} from '../support/hostile.ts';
import {makeRoot} from '../support/machine.ts';
import {makePerson} from '../support/person.ts';
import {createRandom} from '../support/random.ts';
import {type Outcome, run} from '../support/run.ts';
import {makeGone, makePlatform, mlx4Dossier, top, writeSample} from '../support/sample.ts';

/** Of each kind one: a command to the terminal, the clipboard, a C1 code, DEL, a bidi override, isolates, a line of its own. */
const evil =
	'x\u001b[8m\u001b]52;c;b3duZWQ=\u0007\u009b5m\u0085\u007f\u202egnp.\u2066i\u2069\u061c\r\ndriverdex: all is well';

const random = createRandom(22);
const records = hostileRecords(random, 14);
const plainNames = records.drivers.map((driver, at) => {
	const module = /^[\w-]+$/.test(driver.module) ? driver.module : `d${at}_named`;
	return {...driver, module, id: `${driver.directory}/${module}`};
});
const named = plainNames.find(({kconfig}) => kconfig !== null)!;
const gone = makeGone('drivers/net/old', {
	title: evil,
	section: evil,
	ids: [`pci:${evil}`],
	evidence: [{release: evil, at: 'drivers/net/Makefile:1', claim: evil}],
});

function hostileDataset(drivers: typeof plainNames): string {
	const folder = writeSample({
		drivers: drivers.sort((one, other) => (one.id < other.id ? -1 : 1)),
		directories: records.directories.sort((one, other) => (one.directory < other.directory ? -1 : 1)),
		options: 'E1000\nVORTEX\n',
		gone: [gone],
		outside: [{name: 'evilfs', directory: evil, option: null, prompt: evil}],
		platforms: [
			makePlatform('ARCH_EVIL', {prompt: evil, boards: [evil] as never, drivers: [drivers[0]!.id]}),
		],
	});
	const path = join(folder, 'manifest.json');
	const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
	const source = {name: evil, origin: evil, revision: evil, since: null, until: null, counts: {[evil]: 1}};
	writeFileSync(
		path,
		JSON.stringify({
			...manifest,
			treeVersion: `7.3${evil}`,
			generator: `driverdex ${evil}`,
			sources: [source],
			problems: [{source: evil, where: evil, problem: evil}],
		}),
	);
	return folder;
}

/** One whose texts are hostile and whose records fit the schema; one whose names are hostile, too; one whose JSON is none. */
const fitting = hostileDataset(plainNames);
const unfit = hostileDataset(records.drivers);
const broken = hostileDataset(plainNames);
writeFileSync(join(broken, 'manifest.json'), `{"schemaVersion": 1, "files": ${evil}`);
const brokenLines = hostileDataset(plainNames);
{
	const path = join(brokenLines, 'drivers.ndjson');
	const bytes = readFileSync(path);
	// The same size, so that only a reader of the lines finds it.
	writeFileSync(path, bytes.fill(evil, 1, bytes.length - 1));
}

const person = makePerson();
const at = (name: string) => join(person.folder, name);
mkdirSync(join(person.config), {recursive: true});
writeFileSync(
	configurationFile(person.config),
	JSON.stringify({
		theme: evil,
		query: evil,
		keys: {[evil]: evil},
		commands: [{name: evil, key: evil, command: evil}],
	}),
);
const tree = at('tree');
cpSync(join(top, 'test/fixtures/kernel'), tree, {recursive: true});
writeFileSync(join(tree, 'Makefile'), `VERSION = 7\nPATCHLEVEL = 3\nEXTRAVERSION = ${evil}\n`);
writeFileSync(at('names.txt'), `e1000\n${evil}\nnothing\u009b\n`);
writeFileSync(
	at('dossier.json'),
	readFileSync(mlx4Dossier, 'utf8').replaceAll('mlx4', evil.replace(/["\\\u0000-\u001f]/g, '?')),
);
writeFileSync(at('dossier.ndjson'), `{"driver_path": ${JSON.stringify(evil)}}\n${evil}\n`);
writeFileSync(at('host.json'), JSON.stringify({driverdexHost: 1, version: evil, host: evil, kernel: evil}));
const config = at(`c${evil.replaceAll('/', '')}.config`);
writeFileSync(
	config,
	`# Linux/x86 6.12${evil} Kernel Configuration\nCONFIG_E1000=m\nCONFIG_VORTEX=m\nCONFIG_OLD=m\nCONFIG_${evil}=y\n`,
);
const lsmod = at('lsmod.txt');
writeFileSync(
	lsmod,
	`Module                  Size  Used by\ne1000  1 0\n${evil} 1 0\nold 1 0\n# /etc/modprobe.d/${evil}.conf\nblacklist ${evil}\n`,
);
const machine = makeRoot();
machine.write('proc/modules', `e1000 1 0 - Live 0x0\n${evil} 1 0 - Live 0x0\n`);
machine.write('proc/sys/kernel/osrelease', `6.12${evil}\n`);
machine.write('etc/hostname', evil);
machine.device('pci', 'a', `pci:v00008086d0000100Esv0sd0bc02sc00i00${evil}`);
afterAll(() => rmSync(machine.root, {recursive: true, force: true}));

const forms = (words: string[], ...formats: string[]) =>
	formats.map(format => [...words, '--format', format]);
const overData: string[][] = [
	['--version'],
	['show', named.id],
	['show', named.module, '--explain'],
	...forms(['show', named.id, evil], 'json', 'ndjson', 'markdown'),
	['show', 'old'],
	['show', 'old', '--markdown'],
	['show', 'evilfs'],
	['show', 'ARCH_EVIL'],
	['show', 'ARCH_EVIL', '--markdown'],
	['show', '--from', at('names.txt')],
	['show', named.id, '--removal'],
	['show', named.id, '--removal', '--tree', tree],
	['show', `${named.module.slice(0, -1)}z`],
	['list', '--all'],
	['list', evil],
	['list', 'section:*'],
	...forms(['list'], 'json', 'ndjson', 'csv', 'markdown', 'modprobe'),
	['completion', 'query', 'section:'],
	['completion', 'query', 'id:'],
	['validate'],
	['rank'],
	...forms(['rank'], 'json', 'csv', 'markdown'),
	['probe', '--dry-run', named.id],
	['verify', '--tree', tree],
	...forms(['verify', '--tree', tree], 'json', 'csv', 'markdown'),
	['news'],
	['news', '--format', 'json'],
	['host', '--root', machine.root],
	...forms(['host', '--root', machine.root], 'json', 'ndjson', 'csv', 'markdown'),
	['host', '--root', machine.root, '--save', '-'],
	['host', '--from', lsmod],
	['host', '--from', at('host.json')],
	['audit', config],
	...forms(['audit', config, '--fail-on', 'is:any'], 'json', 'csv', 'markdown', 'sarif', 'junit', 'modprobe'),
	['audit', config, '--fragment', '--fail-on', 'bus:*'],
	['audit', config, '--against', evil],
	['e1000'],
];

const overNothing: string[][] = [
	['show', evil],
	[evil],
	[evil, '--json'],
	['list', '--sort', evil],
	['list', '--columns', evil],
	['list', '--format', evil],
	['list', '--limit', evil],
	['list', '--limt', evil],
	[`--${evil}`],
	['show', `--${evil}=1`],
	['list', '--color', evil],
	['completion', evil],
	['config', evil],
	['config'],
	['config', '--format', 'json'],
	['config', '--format', 'csv'],
	['audit', evil],
	['audit', config, '--fail-on', evil],
	['audit', config, '--defaults-from', evil],
	['host', '--from', evil],
	['host', '--root', evil],
	['host', '--host', evil],
	['host', '--save', `/nowhere/${evil}`],
	['import', evil],
	['import', at('dossier.json'), '--data', fitting],
	['import', at('dossier.ndjson'), '--data', fitting],
	['assess', evil],
	['assess', fitting, '--explain', evil],
	['assess', fitting, '--explain', named.id],
	['assess', fitting, '--explain', named.id, '--format', 'json'],
	['assess', fitting, '--explain', named.id, '--weights', config],
	['diff', evil, fitting],
	['diff', fitting, unfit],
	...forms(['diff', fitting, unfit], 'json', 'csv', 'markdown'),
	['verify', evil],
	['verify', fitting, '--tree', evil],
	['backtest', evil, evil],
	['survey', '--tree', evil, '--out', at('out')],
	['survey', '--tree', tree, '--out', at(evil)],
	['survey', '--tree', tree, '--config', evil, '--out', at('out')],
	['survey', '--tree', tree, '--as-of', evil, '--out', at('out')],
	['probe', evil, '--with', evil],
	['probe', named.id, '--with', `${evil} "`],
	['rank', evil],
	['news', '--since', evil],
	['show', '--from', evil],
	['show', named.id, '--removal', '--tree', evil],
	['list', '--data', evil],
	['list', '--overlay', evil],
];

/** Runs command lines, a few at a time, and tells of each what is wrong with what it printed. */
async function faultsOf(
	lines: readonly (readonly string[])[],
	options: {data: string; environment?: Record<string, string>; clean?: (text: string) => string},
): Promise<string[]> {
	const faults: string[] = [];
	const waiting = [...lines.entries()];
	const work = async () => {
		for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
			const [, words] = next;
			const outcome = await run(words, {
				data: options.data,
				environment: {...person.environment, DRIVERDEX_DEBUG: '', ...options.environment},
			});
			const wrong = wrongIn(outcome, words, options.clean);
			if (wrong.length > 0) faults.push(`${JSON.stringify(words).slice(0, 200)}: ${wrong.join('; ')}`);
		}
	};
	await Promise.all([work(), work(), work()]);
	return faults;
}

const ownLooks = (['heading', 'quiet', 'strong', 'accent', 'keep', 'remove', 'deprecate'] as const).map(
	style => lookOf(style, 16),
);

function wrongIn(
	{out, remarks, status}: Outcome,
	words: readonly string[],
	clean = (text: string) => text,
): string[] {
	const wrong = [...actingIn(clean(out)), ...actingIn(clean(remarks))].slice(0, 3);
	if (status === null || status === 70 || /internal error|\n\s+at \S+ \(/.test(remarks)) {
		wrong.push(`status ${status}: ${remarks.slice(0, 300)}`);
	}
	// A line of a stranger's that passes for one of ours.
	// In CSV a line may stand within a field's quotes.
	const lines = words.includes('csv') ? remarks : out + remarks;
	if (/^driverdex: all is well/m.test(lines)) wrong.push('a line that is not ours');
	if (words.includes('json') && out !== '') {
		try {
			JSON.parse(out);
		} catch (error) {
			wrong.push(`no JSON: ${(error as Error).message}`);
		}
	}
	return wrong;
}

attack(
	'output',
	'no command sends what a data set whose records fit the schema has in its texts',
	async tried => {
		expect(await faultsOf(overData, {data: fitting})).toEqual([]);
		tried(overData.length);
	},
);

attack('output', 'nor what stands in names, in broken JSON and in errors', async tried => {
	const few = overData.filter((_, index) => index % 3 === 0);
	for (const data of [unfit, broken, brokenLines]) {
		expect(await faultsOf(few, {data})).toEqual([]);
		tried(few.length);
	}
});

attack('output', 'with colours on, only those of the theme come through', async tried => {
	const sgr = /\u001b\[[\d;]*m/g;
	const clean = (text: string) =>
		text.replace(sgr, sequence => (sequence === '\u001b[8m' || sequence === '\u001b[5m' ? sequence : ''));
	const lines = overData
		.filter(words => !words.includes('--format') && !words.includes('--color'))
		.map(words => [...words, '--color', 'always']);
	const environment = {TERM: 'xterm-256color', FORCE_HYPERLINK: '1'};
	expect(await faultsOf(lines, {data: fitting, environment, clean})).toEqual([]);
	expect(createTheme({depth: 16, ascii: false}).paint('heading', 'x')).toContain(ownLooks[0]);
	tried(lines.length);
});

attack('arguments', 'no command sends what its words, paths and flags hold', async tried => {
	expect(await faultsOf(overNothing, {data: fitting})).toEqual([]);
	tried(overNothing.length);
});

attack('arguments', 'nor what the environment holds', async tried => {
	const environments: Record<string, string>[] = [
		{DRIVERDEX_DATA: `/nowhere/${evil}`},
		{HOME: `/nowhere/${evil}`, XDG_CONFIG_HOME: `/nowhere/${evil}`, XDG_DATA_HOME: `/nowhere/${evil}`},
		// Node itself falls over a locale of such signs.
		{TERM: evil, COLORTERM: evil, NO_COLOR: evil, XDG_STATE_HOME: evil},
	];
	for (const environment of environments) {
		expect(
			await faultsOf([['config'], ['--version'], ['list'], ['show', 'x']], {data: fitting, environment}),
		).toEqual([]);
		tried(4);
	}
});

attack('output', 'JSON says the same as it would with escapes, and a parser reads them back', async tried => {
	const {out} = await run(['show', named.id, '--json'], {data: fitting});
	expect(out).toMatch(/\\u009b|\\u202e|\\u2067/);
	const [record] = [JSON.parse(out)].flat() as [{title: string}];
	expect(record.title).toBe(named.title?.toWellFormed());
	tried();
});

attack('output', 'there is one way to standard output and standard error', tried => {
	// Who writes past the door: the door itself, the explorer's terminal, the bar of progress, what builds the program.
	const own = ['source/cli.ts', 'source/commands/common/progress.ts', 'source/terminal/', 'source/build/'];
	const writes = String.raw`terminal/output\.ts'|process\.stdout\.write|process\.stderr\.write|console\.|writeSync\([12],`;
	const found = execFileSync('grep', ['-rlE', writes, 'source'], {cwd: top, encoding: 'utf8'});
	const files = found.trim().split('\n');
	expect(files.filter(file => !own.some(mine => file.startsWith(mine)))).toEqual([]);
	tried(files.length);
});
