/**
 * The rules of the house that Biome has no rule for: who may know whom in source/, how full a folder and how long a file
 * may be. `npm run lint` runs this, test/house.test.ts too; a folder given as its word is looked at in source/'s place.
 *
 * A room is a folder or a single file. A file belongs to the most specific room that holds it. It may import what is in
 * its own room, and what the rooms that its own one names hold, their inner rooms included. Types count like values:
 * whoever knows a shape is changed with it.
 */
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';

const explorer = ['dossier', 'text', 'dataset', 'terminal'];
const model = ['explorer/model.ts', 'explorer/own-model.ts', 'explorer/layout.ts'];
const facts = [
	'dossier',
	'survey/facts.ts',
	'survey/input-file.ts',
	'survey/key-sets.ts',
	'survey/named-drivers.ts',
	'survey/path-owners.ts',
	'survey/mechanical-titles.ts',
	'survey/sweeps.ts',
];
const all = ['dossier', 'files', 'text', 'dataset', 'survey', 'verdict', 'machine', 'terminal', 'explorer'];

/** The rooms by path below source/, each with the rooms that it knows. */
const directions = {
	'cli.ts': ['commands', 'build', 'dossier', 'text', 'dataset', 'terminal'],
	build: ['commands', 'dataset', 'dossier', 'explorer'],
	commands: [...all, 'commands/common'],
	'commands/common': all,
	explorer: [...explorer, 'explorer'],
	'explorer/model.ts': [...explorer, ...model],
	'explorer/own-model.ts': [...explorer, ...model],
	'explorer/layout.ts': [...explorer, ...model],
	'explorer/views': ['dossier', 'text', ...model],
	dataset: ['dossier', 'files'],
	files: ['dossier'],
	machine: ['dossier', 'files', 'text/numbers.ts'],
	verdict: ['dossier', 'text/numbers.ts'],
	terminal: ['text'],
	'survey/survey.ts': ['dossier', 'survey'],
	'survey/join.ts': ['dossier', 'survey'],
	'survey/worker.ts': ['dossier', 'survey'],
	survey: [...facts, 'survey/git', 'survey/tree/facts.ts', 'survey/tree/file-errors.ts'],
	'survey/input-file.ts': ['dossier', 'files'],
	'survey/git': facts,
	'survey/tree': facts,
	'survey/mail': [...facts, 'survey/git', 'survey/tree/maintainers-file.ts', 'survey/tree/name-pattern.ts'],
	'survey/git-history': [...facts, 'survey/git'],
	'survey/reach': [...facts, 'survey/tree/file-errors.ts'],
	'survey/citations': [...facts, 'survey/git', 'survey/mail', 'survey/cve-records.ts', 'text/literally.ts'],
	'survey/releases': [...facts, 'survey/git', 'survey/tree'],
	dossier: ['text/numbers.ts'],
	text: [],
};

/**
 * The survey reads files of strangers through one door, `survey/input-file.ts`, which waits for nobody and keeps to a
 * tree. Who else may open files: what keeps a cache of its own.
 */
const openers = ['survey/input-file.ts', 'survey/git-history/cache.ts'];
const opening =
	/\b(?:readFile|readFileSync|open|openSync|createReadStream)\b[^;]*?\} from 'node:fs(?:\/promises)?'/;

/** Packages that one room alone may load: they cost more to start than everything else together. */
const packageRooms = {react: 'explorer', ink: 'explorer', 'ink-table': 'explorer'};

/** Rooms that only compute: no file, no process, no clock of the system is asked for there. */
const pureRooms = ['dossier', 'text', 'verdict', 'explorer/views'];

/** Files that a folder holds at most, beside its sub-folders. */
const mostFiles = 20;
/** Lines of a file at most, its comments included; Biome leaves out the comment at its head. */
const mostLines = 400;

const isIn = (path, room) => path === room || path.startsWith(`${room}/`);
const roomOf = path =>
	Object.keys(directions)
		.filter(room => isIn(path, room))
		.sort((a, b) => b.length - a.length)[0];

/** Every module that a text imports or exports from: values and types, at its head, and by import(). */
function importsOf(text) {
	const clause = String.raw`(?:type\s+)?(?:[\w$]+\s*,?\s*)?(?:\{[^}]*\}|\*(?:\s*as\s+[\w$]+)?)?`;
	const atHead = new RegExp(String.raw`^(?:import|export)\s+(?:${clause}\s*from\s*)?'([^']+)'`, 'gm');
	return [...text.matchAll(atHead), ...text.matchAll(/\bimport\(\s*'([^']+)'/g)].map(([, name]) => name);
}

/** What stands in the way of one import; null where nothing does. */
function objectionTo(path, name) {
	const room = roomOf(path);
	if (!name.startsWith('.')) {
		const only = packageRooms[name.split('/')[0]];
		if (only !== undefined && !isIn(path, only)) return `${name} is loaded in ${only} only`;
		if (name.startsWith('node:') && pureRooms.some(pure => isIn(path, pure))) return `${room} only computes`;
		return null;
	}
	const target = join(dirname(path), name);
	if (target.startsWith('..') || roomOf(target) === room) return null;
	const known = directions[room];
	if (known.some(other => isIn(target, other))) return null;
	return `${room} knows ${known.length === 0 ? 'nobody' : known.join(', ')}`;
}

/** What is wrong with one file, a line each. */
function faultsOf(path, text) {
	const lines = text.split('\n').length - 1;
	const tooLong = lines > mostLines ? [`source/${path} has ${lines} lines: ${mostLines} at most`] : [];
	if (!/\.(?:tsx?|m?js)$/.test(path)) return tooLong;
	if (roomOf(path) === undefined) {
		return [...tooLong, `source/${path} belongs to no room: source/build/house-rules.mjs names them`];
	}
	const against = importsOf(text).flatMap(name => {
		const objection = objectionTo(path, name);
		return objection === null ? [] : [`source/${path} imports ${name}: ${objection}`];
	});
	const opens =
		isIn(path, 'survey') && !openers.includes(path) && opening.test(text)
			? [`source/${path} opens files itself: survey/input-file.ts is the door`]
			: [];
	return [...tooLong, ...against, ...opens];
}

/** What is wrong in a folder and below it, a line each. */
function faultsBelow(source, folder = '') {
	const entries = readdirSync(join(source, folder), {withFileTypes: true});
	const files = entries.filter(entry => !entry.isDirectory());
	const tooFull =
		files.length > mostFiles
			? [`source/${folder} holds ${files.length} files beside its folders: ${mostFiles} at most`]
			: [];
	return [
		...tooFull,
		...entries.flatMap(entry => {
			const path = join(folder, entry.name);
			return entry.isDirectory()
				? faultsBelow(source, path)
				: faultsOf(path, readFileSync(join(source, path), 'utf8'));
		}),
	];
}

/** Rooms of the table that are not there: a line that nobody can break. */
const missingRooms = source =>
	[...new Set([...Object.keys(directions), ...Object.values(directions).flat()])]
		.filter(room => !existsSync(join(source, room)))
		.map(room => `source/${room} is not there: source/build/house-rules.mjs names it`);

const own = join(import.meta.dirname, '..');
const source = process.argv[2] ?? own;
const faults = [...faultsBelow(source), ...(source === own ? missingRooms(source) : [])];
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
