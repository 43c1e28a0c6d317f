import type {IndexRow} from '../index-row.ts';
import {familiesWith, type ReachCell} from '../reach/cells.ts';
import {distributionFamilies} from '../reach/families.ts';
import {fromTopFolder} from '../surveyed-folders.ts';
import {claimOf, readDeviceQuery} from './device-query.ts';
import {joinedFields, rhelField} from './joined-fields.ts';
import {normaliseName} from './names.ts';
import {choice, globExpression, misfit, type QueryField} from './query-field.ts';
import {categories, deploymentLevels, maintainerStatuses, recommendations} from './vocabulary.ts';

/**
 * The query language of the explorer's filter and of `driverdex list`:
 * words (fuzzy), `"exact phrases"`, and fields (`rec:deprecate,remove`, `conf:<0.6`, `cves:>2`), each of which
 * a leading `-` turns round. All parts must hold; the values of one field are alternatives.
 */
export interface Query {
	/** Words in the order typed, lower case. Ranking uses them. */
	words: readonly string[];
	/** What a row must satisfy besides the words. */
	tests: readonly ((row: IndexRow) => boolean)[];
	/** A field names not-a-driver, so libraries are not hidden. */
	wantsLibraries: boolean;
	/** It asks for drivers that are gone, which are looked for in a list of their own. */
	wantsGone: boolean;
}

/** A query that can't be read: what is wrong, and where in the text (code units). */
export interface QueryProblem {
	message: string;
	start: number;
	end: number;
}

export type ParsedQuery = {ok: true; query: Query} | {ok: false; problem: QueryProblem};

const numberTest = /^(<=|>=|<|>|=)?(\d+(?:\.\d+)?|\.\d+)(%)?$/;
const range = /^(\d+(?:\.\d+)?|\.\d+)\.\.(\d+(?:\.\d+)?|\.\d+)$/;

function numeric(
	name: string,
	example: string,
	about: string,
	value: (row: IndexRow) => number | null,
): QueryField {
	return {
		name,
		example,
		about,
		read(text) {
			if (text === 'unknown') return row => value(row) === null;
			const between = range.exec(text);
			if (between !== null) {
				const [low, high] = [Number(between[1]), Number(between[2])];
				return row => {
					const known = value(row);
					return known !== null && known >= low && known <= high;
				};
			}
			const parts = numberTest.exec(text);
			if (parts === null) return `${name}: wants a number such as ${example.split(':')[1]}, not "${text}"`;
			const limit = Number(parts[2]) / (parts[3] === '%' ? 100 : 1);
			const compare = comparisons[parts[1] ?? '=']!;
			return row => {
				const known = value(row);
				return known !== null && compare(known, limit);
			};
		},
	};
}

const comparisons: Readonly<Record<string, (a: number, b: number) => boolean>> = {
	'=': (a, b) => a === b,
	'<': (a, b) => a < b,
	'<=': (a, b) => a <= b,
	'>': (a, b) => a > b,
	'>=': (a, b) => a >= b,
};

/** A field whose value is a family of distributions, by its word or by the name that people call it. */
function familial(
	name: string,
	example: string,
	about: string,
	holds: (reach: ReachCell, family: string) => boolean,
): QueryField {
	return {
		name,
		example,
		about,
		values: Object.keys(distributionFamilies),
		read(text, families = []) {
			const words = [...new Set([...Object.keys(distributionFamilies), ...families])];
			const called = Object.entries(distributionFamilies).map(
				([family, label]) => [label.toLowerCase().replaceAll(' ', '-'), family] as const,
			);
			const known = new Map([...called, ...words.map(word => [word, word] as const)]);
			const wanted = text.toLowerCase();
			const beginnings = [
				...new Set([...known].flatMap(([word, family]) => (word.startsWith(wanted) ? [family] : []))),
			];
			const family = known.get(wanted) ?? (beginnings.length === 1 ? beginnings[0] : undefined);
			if (family === undefined || wanted === '') return `${name}: ${misfit(text, words)}`;
			return ({reach}) => reach !== null && holds(reach, family);
		},
	};
}

/** A field whose value is any text; `testOf` makes the test of a value, lower case, once. */
function textual(
	name: string,
	example: string,
	about: string,
	testOf: (value: string) => (row: IndexRow) => boolean,
): QueryField {
	return {
		name,
		example,
		about,
		read: text => (text === '' ? `${name}: wants a value, such as ${example}` : testOf(text.toLowerCase())),
	};
}

const possessions: Readonly<Record<string, (row: IndexRow) => boolean>> = {
	replacement: row => row.replacement !== null,
	commits: row => (row.commits ?? 0) > 0,
	patches: row => (row.patches ?? 0) > 0,
	cves: row => (row.cves ?? 0) > 0,
	removal: row => row.removalPatch,
	maintainer: row => row.own,
	config: row => row.symbol !== null,
	title: row => row.title !== null,
	dossier: row => row.imported,
	rhel: row => (row.rhel?.length ?? 0) > 0,
};

/** Whether a path lies at or below another: `drivers/net` holds `drivers/net/wan` but not `drivers/netx`. */
function isBelow(path: string, top: string): boolean {
	const whole = fromTopFolder(top);
	const bare = whole.endsWith('/') ? whole.slice(0, -1) : whole;
	return path === bare || path.startsWith(`${bare}/`);
}

/** Every field of the query language, in the order in which the help lists them. */
export const queryFields: readonly QueryField[] = [
	choice(
		'rec',
		'rec:deprecate,remove',
		'recommendation',
		recommendations,
		(row, value) => row.recommendation === value,
	),
	textual('sub', 'sub:net', 'subsystem: the first part of the path', value => row => row.subsystem === value),
	choice('cat', 'cat:networking-ethernet', 'category', categories, (row, value) => row.category === value),
	textual('path', 'path:net/wan', 'at or below this directory', value => row => isBelow(row.id, value)),
	textual(
		'dir',
		'dir:drivers/hid',
		'in this directory, not below it',
		value => row => row.directory.toLowerCase() === fromTopFolder(value),
	),
	numeric('risk', 'risk:>0.3', 'chance to be gone in two years, 0 to 1', row => row.risk),
	numeric('conf', 'conf:<0.6', 'confidence, 0 to 1', row => row.confidence),
	numeric('commits', 'commits:0', 'commits in five years', row => row.commits),
	numeric('patches', 'patches:<5', 'patches posted in five years', row => row.patches),
	numeric('cves', 'cves:>2', 'kernel CVE records', row => row.cves),
	numeric('lines', 'lines:<500', 'source lines', row => row.lines),
	numeric('files', 'files:>20', 'files', row => row.files),
	choice(
		'status',
		'status:orphan',
		'MAINTAINERS status, or none',
		[...maintainerStatuses, 'none'],
		(row, value) => (row.status ?? 'none') === value,
	),
	textual('bus', 'bus:pcmcia', 'bus it registers with', value => row => row.buses.includes(value)),
	rhelField,
	familial('in', 'in:rhel', 'distribution that has it on', ({on}, family) => on.includes(family)),
	familial('off', 'off:fedora', 'distribution that was asked and has it off', ({off}, family) =>
		off.includes(family),
	),
	numeric('dist', 'dist:<3', 'families of distributions that have it on', row => familiesWith(row.reach)),
	numeric('pop', 'pop:>1000', 'probed machines with such a device', row => row.machines),
	numeric('boards', 'boards:0', 'boards of the tree with its compatibles', row => row.boards),
	choice(
		'deploy',
		'deploy:low',
		'how widely it is deployed',
		deploymentLevels,
		(row, value) => row.deployments === value,
	),
	choice('has', 'has:replacement', 'has one of these', Object.keys(possessions), (row, value) =>
		possessions[value]!(row),
	),
	textual('config', 'config:E1000', 'CONFIG symbol, * for any letters', value => {
		const expression = globExpression(value.replace(/^config_/, ''));
		return ({symbol, texts}) => symbol !== null && expression.test(texts.symbol);
	}),
	textual('module', 'module:snd-*', 'module name, * for any letters; - and _ alike', value => {
		const expression = globExpression(normaliseName(value));
		return ({texts}) => expression.test(texts.module);
	}),
	{
		name: 'dev',
		example: 'dev:15b3:1003',
		about: 'claims this device: a PCI or USB id, a compatible string, or a modalias',
		// A modalias may hold commas (`of:NfooT*Cvendor,part`): a value begins with an id or a bus.
		between: /,(?=(?:(?:pci|usb):)?(?:0x)?[0-9a-f]{4}:(?:0x)?[0-9a-f]{4}(?:,|$)|[a-z][a-z0-9_*-]*:)/i,
		read(text) {
			const device = readDeviceQuery(text);
			if (device === null)
				return `dev: wants an id such as 15b3:1003, a compatible string or a modalias, not "${text}"`;
			return row => claimOf(row.aliases, device) !== null;
		},
	},
	...joinedFields,
	choice(
		'state',
		'state:fading',
		'present, as all are unless asked; fading: kept, but quiet and in the riskiest tenth; gone: drivers that earlier kernels had',
		['present', 'fading', 'gone'],
		(row, value) => (value === 'fading' ? row.fading : (row.gone !== undefined) === (value === 'gone')),
	),
	choice(
		'disagree',
		'disagree:yes',
		'assessors differ',
		['yes', 'no'],
		(row, value) => row.differs === (value === 'yes'),
	),
];

const fieldsByName = new Map(queryFields.map(field => [field.name, field]));

/** Splits at spaces outside quotes: `-sub:net "exact phrase" section:"A B" word`. */
function* parts(text: string): Generator<{text: string; start: number; end: number; quoted: boolean}> {
	const part = /(-?)([a-z]+:)?"([^"]*)"?|\S+/gi;
	for (const match of text.matchAll(part)) {
		const start = match.index;
		const end = start + match[0].length;
		const [whole, minus = '', field = '', quote] = match;
		// A value in quotes is the field's, blanks and all.
		const quoted = quote !== undefined && field === '';
		yield {text: quote === undefined ? whole : minus + field + quote, start, end, quoted};
	}
}

const noField = {name: null, value: ''};

/** Takes `risk:>0.3` apart, and `risk>0.3`, which is the same; a word of no field has no name. */
function splitField(text: string): {name: string | null; value: string} {
	const colon = text.indexOf(':');
	const [, name = '', value = ''] = /^([a-z]+)([<>]=?.*|=.+)$/i.exec(text) ?? [];
	if (fieldsByName.has(name.toLowerCase())) return {name: name.toLowerCase(), value};
	return colon <= 0 ? noField : {name: text.slice(0, colon).toLowerCase(), value: text.slice(colon + 1)};
}

/** Reads a query. Never throws: a problem comes back with its place, so that it can be pointed at while typing. `families` are the distributions of the data set. */
export function parseQuery(text: string, families?: readonly string[]): ParsedQuery {
	const {query, problem} = readFilter(text, families);
	return problem === null ? {ok: true, query} : {ok: false, problem};
}

/**
 * What a filter asks for. Of a field that can't be read its longest beginning that can be counts, which is what was
 * found before the letter that is wrong was typed; where there is none it is left out, and what the others ask for is
 * found. The first that is wrong is the problem.
 */
export function readFilter(
	text: string,
	families?: readonly string[],
): {query: Query; problem: QueryProblem | null} {
	const words: string[] = [];
	const tests: ((row: IndexRow) => boolean)[] = [];
	const query = {words, tests, wantsLibraries: false, wantsGone: false};
	let problem: QueryProblem | null = null;
	for (const part of parts(text)) {
		const negative = part.text.startsWith('-') && part.text.length > 1;
		const body = negative ? part.text.slice(1) : part.text;
		const add = (test: (row: IndexRow) => boolean) => tests.push(negative ? row => !test(row) : test);
		const {name, value} = part.quoted ? noField : splitField(body);
		if (name === null) {
			if (body === '' || (body === '-' && !part.quoted)) continue;
			const wanted = body.toLowerCase();
			if (part.quoted || negative) add(row => holds(row, wanted));
			else words.push(wanted);
			continue;
		}
		let asked = readField(name, value, families);
		if (typeof asked === 'string') {
			problem ??= {message: asked, start: part.start, end: part.end};
			asked = readBeginning(name, value, families);
			if (typeof asked === 'string') continue;
		}
		if (!negative) {
			query.wantsLibraries ||= asked.wantsLibraries;
			query.wantsGone ||= asked.wantsGone;
		}
		add(row => asked.tests.some(test => test(row)));
	}
	return {query, problem};
}

/** The alternatives of a field, and the lists that they ask for; a sentence where it can't be read. */
function readField(
	name: string,
	text: string,
	families: readonly string[] | undefined,
): {tests: ((row: IndexRow) => boolean)[]; wantsLibraries: boolean; wantsGone: boolean} | string {
	const field = fieldsByName.get(name);
	if (field === undefined) {
		const known = queryFields.map(known => known.name).join(' ');
		return `no field "${name}:"; known: ${known}`;
	}
	const asked = {tests: [] as ((row: IndexRow) => boolean)[], wantsLibraries: false, wantsGone: false};
	for (const value of text.split(field.between ?? ',')) {
		const test = field.read(value, families);
		if (typeof test === 'string') return test;
		asked.tests.push(test);
		asked.wantsLibraries ||= isForLibraries(field, value);
		asked.wantsGone ||= name === 'state' && 'gone'.startsWith(value.toLowerCase());
	}
	return asked;
}

/** Letters of a value up to which its beginnings are tried: what a person types, and not a page that was pasted. */
const mostTyped = 120;

/** The longest beginning of a field's value that can be read; the complaint about the shortest where none can. */
function readBeginning(
	name: string,
	value: string,
	families: readonly string[] | undefined,
): ReturnType<typeof readField> {
	let asked: ReturnType<typeof readField> = '';
	if (!fieldsByName.has(name) || value.length > mostTyped) return asked;
	for (let end = value.length - 1; end > 0; end -= 1) {
		asked = readField(name, value.slice(0, end), families);
		if (typeof asked !== 'string') break;
	}
	return asked;
}

/**
 * A query with other parts in the place of those that ask for some fields, which are left out wherever they stand unless
 * turned round by a `-`. Whatever else it says stays letter for letter, the blanks within quotes too.
 */
export function replaceFields(text: string, names: readonly string[], added: readonly string[]): string {
	let kept = '';
	let from = 0;
	for (const part of parts(text)) {
		const {name} = part.quoted ? noField : splitField(part.text);
		if (name === null || !names.includes(name)) continue;
		kept += text.slice(from, part.start);
		from = part.end;
		while (/\s/.test(text[from] ?? '')) from += 1;
	}
	const rest = (kept + text.slice(from)).trim();
	// What is added would stand within a phrase whose quote is not closed.
	const closed = rest.split('"').length % 2 === 0 && added.length > 0 ? `${rest}"` : rest;
	return [...(closed === '' ? [] : [closed]), ...added].join(' ');
}

/** Whether a value of a field asks for libraries, which are left out unless asked for. */
function isForLibraries({name, wantsLibraries}: QueryField, value: string): boolean {
	return name === 'rec' ? 'not-a-driver'.startsWith(value.toLowerCase()) : wantsLibraries?.(value) === true;
}

/** Whether a phrase stands in a module's name, symbol, path or title, exactly but for case. */
function holds({module, symbol, texts}: IndexRow, phrase: string): boolean {
	return (
		module.toLowerCase().includes(phrase) ||
		(symbol !== null && `config_${texts.symbol}`.includes(phrase)) ||
		texts.path.includes(phrase) ||
		texts.title.includes(phrase)
	);
}
