/**
 * Records as they lie in drivers.ndjson and directories.ndjson, and as the program has them. A packed record leaves out
 * what says nothing more: what is as in most records (fields.ts), the beginnings of addresses (addresses.ts), what the
 * manifest says for all, what another field says, and in the history of releases the lines of those that changed no file.
 * Nothing is lost; a record that leaves nothing out is a packed one too.
 */
import type {DirectoryRecord, DriverRecord, Manifest} from '../../dossier/schema.ts';
import {commonBases, expandAddress, shortenAddress} from './addresses.ts';
import {
	boardsPart,
	directoryPart,
	driverPart,
	familyPart,
	needPart,
	type Part,
	patchesPart,
	reasonPart,
	rulesPart,
	signalsPart,
	signPart,
} from './fields.ts';

type Plain = Record<string, unknown>;
type Entry = DriverRecord | DirectoryRecord;

/** What records are packed against. */
export type PackingFrame = Pick<Manifest, 'asOf' | 'treeVersion' | 'window' | 'packing'>;

/** What the manifest keeps for all records of a data set. */
export function makePacking(records: Iterable<Entry>): NonNullable<Manifest['packing']> {
	const addresses: string[] = [];
	const spans = new Map<string, readonly [string | null, string | null]>();
	for (const {signals, assessments} of records) {
		for (const {list, since, until} of signals.patches?.lists ?? []) {
			if (!spans.has(list)) spans.set(list, [since, until]);
		}
		for (const {sources} of assessments) {
			for (const source of sources) if ('url' in source) addresses.push(source.url);
		}
	}
	const lists = [...spans].sort(([a], [b]) => (a < b ? -1 : 1));
	return {
		bases: commonBases(addresses),
		lists: lists.map(([list, [since, until]]) => ({list, since, until})),
	};
}

/** Packs records of one data set and unpacks them. */
export interface Packer {
	pack(record: Entry): object;
	/** Fields that are not as a packed record has them stay as they are: whoever checks the record tells. */
	unpack(stored: unknown): unknown;
}

/** For a data set without a `packing` in its manifest nothing is left out. */
export function createPacker(frame: PackingFrame): Packer {
	const {packing} = frame;
	if (packing === undefined) return {pack: record => record, unpack: stored => stored};
	const {bases} = packing;
	const spans = spansOf(packing.lists);
	return {
		pack: record => {
			const {directory} = record;
			return packRecord(record as unknown as Plain, frame, spans, address =>
				shortenAddress(address, bases, directory),
			);
		},
		unpack: stored => {
			if (!isPlain(stored) || typeof stored.directory !== 'string') return stored;
			const {directory} = stored;
			return unpackRecord(stored, frame, spans, address => expandAddress(address, bases, directory));
		},
	};
}

type Span = {since: string | null; until: string | null};
type Spans = (list: string) => Span | undefined;

/** From when to when a list was read. A record names few lists: each is looked for when it is first asked for. */
function spansOf(lists: NonNullable<Manifest['packing']>['lists']): Spans {
	const known = new Map<string, Span | undefined>();
	return list => {
		if (!known.has(list)) {
			const found = lists.findLast(one => one.list === list);
			known.set(list, found && {since: found.since, until: found.until});
		}
		return known.get(list);
	};
}

type Address = (address: string) => string;

const isPlain = (value: unknown): value is Plain =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Changes the objects of a list, or the one object; anything else stays. */
function each(value: unknown, change: (one: Plain) => Plain): unknown {
	if (Array.isArray(value)) return value.map(one => (isPlain(one) ? change(one) : one));
	return isPlain(value) ? change(value) : value;
}

/** A part without the fields that are as usual, or that another says: by name, and whether it does. */
function leaveOut(part: Part, value: Plain, said: Readonly<Record<string, boolean>> = {}): Plain {
	const kept = Object.entries(value).filter(
		([key, own]) => said[key] !== true && !(key in part.usual && isSame(own, part.usual[key]!())),
	);
	return Object.fromEntries(kept);
}

/** A part with every field, in its order; what no order knows comes last. */
function putBack(part: Part, value: Plain, said: Readonly<Record<string, unknown>> = {}): Plain {
	const whole: Plain = {};
	for (const key of part.order) {
		if (key in value) whole[key] = value[key];
		else if (key in said) whole[key] = said[key];
		else if (key in part.usual) whole[key] = part.usual[key]!();
	}
	for (const key of Object.keys(value)) if (!(key in whole)) whole[key] = value[key];
	return whole;
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
const partOf = (record: Plain) => ('id' in record ? driverPart : directoryPart);

function packRecord(record: Plain, frame: PackingFrame, spans: Spans, shorten: Address): Plain {
	const place = (value: Plain) => withAddress(value, 'at', shorten);
	return leaveOut(partOf(record), {
		...record,
		...('kconfig' in record && {kconfig: each(record.kconfig, place)}),
		...('needs' in record && {needs: each(record.needs, need => leaveOut(needPart, need))}),
		signals: each(record.signals, signals =>
			leaveOut(signalsPart, {
				...signals,
				tree: each(signals.tree, tree =>
					leaveOut(treePart, tree, {version: tree.version === frame.treeVersion}),
				),
				releases: each(signals.releases, packChanges),
				since: each(signals.since, since => withAddress(since, 'source', shorten)),
				patches: each(signals.patches, patches => packPatches(patches, frame, spans)),
				...('boards' in signals && {boards: each(signals.boards, packBoards)}),
				signs: each(signals.signs, sign => leaveOut(signPart, place(sign))),
			}),
		),
		assessments: each(record.assessments, assessment => {
			const sources = each(assessment.sources, source => packSource(source, shorten));
			if (assessment.assessor !== 'rules') return {...assessment, sources};
			return leaveOut(
				rulesPart,
				putBack(rulesPart, {
					...assessment,
					reasons: each(assessment.reasons, reason => leaveOut(reasonPart, reason)),
					sources,
				}),
				{date: assessment.date === frame.asOf},
			);
		}),
	});
}

function unpackRecord(stored: Plain, frame: PackingFrame, spans: Spans, expand: Address): Plain {
	const place = (value: Plain) => withAddress(value, 'at', expand);
	const record = putBack(partOf(stored), stored);
	if ('kconfig' in record) record.kconfig = each(record.kconfig, place);
	if ('needs' in record) record.needs = each(record.needs, need => putBack(needPart, need));
	record.signals = each(record.signals, own => {
		const signals = putBack(signalsPart, own);
		signals.tree = each(signals.tree, tree => putBack(treePart, tree, {version: frame.treeVersion}));
		signals.releases = each(signals.releases, unpackChanges);
		signals.since = each(signals.since, since => withAddress(since, 'source', expand));
		signals.patches = each(signals.patches, patches => unpackPatches(patches, frame, spans));
		signals.boards = each(signals.boards, unpackBoards);
		signals.signs = each(signals.signs, sign => putBack(signPart, place(sign)));
		return signals;
	});
	record.assessments = each(record.assessments, own => {
		const isRules = own.assessor === 'rules';
		const assessment = isRules ? putBack(rulesPart, own, {date: frame.asOf}) : {...own};
		if (isRules) assessment.reasons = each(assessment.reasons, reason => putBack(reasonPart, reason));
		assessment.sources = each(assessment.sources, source => unpackSource(source, expand));
		return assessment;
	});
	return record;
}

const treePart: Part = {order: ['version', 'files', 'sourceLines'], usual: {}};
const sourceOrder: Part = {order: ['kind', 'url', 'host', 'date', 'claim'], usual: {}};
const listPart: Part = {order: ['list', 'since', 'until'], usual: {}};

function withAddress(value: Plain, key: string, change: Address): Plain {
	const address = value[key];
	return typeof address === 'string' ? {...value, [key]: change(address)} : value;
}

/** The host is left out where the address says it. */
function packSource(source: Plain, shorten: Address): Plain {
	if (typeof source.url !== 'string') return withAddress(source, 'at', shorten);
	return withAddress(
		leaveOut(sourceOrder, source, {host: source.host === hostOf(source.url)}),
		'url',
		shorten,
	);
}

function unpackSource(source: Plain, expand: Address): Plain {
	if (typeof source.url !== 'string') return withAddress(source, 'at', expand);
	const whole = withAddress(source, 'url', expand);
	return putBack(sourceOrder, whole, {host: hostOf(whole.url as string)});
}

/** What stands between `http://` or `https://` and the next `/`, `?` or `#`. By hand: it is asked of every source. */
function hostOf(url: string): string | null {
	const start = url.startsWith('https://') ? 8 : url.startsWith('http://') ? 7 : -1;
	if (start < 0) return null;
	let end = start;
	while (end < url.length && !'/?#'.includes(url[end]!)) end++;
	return url.slice(start, end);
}

const linesOfChanges = ['added', 'removed', 'substantive'] as const;

/** Lines are told of those releases alone that changed a file: where all others are as their files are, 0 or null. */
function packChanges(changes: Plain): Plain {
	const files = changes.files as (number | null)[];
	const packed: Plain = {...changes};
	for (const key of linesOfChanges) {
		const lines = changes[key] as (number | null)[];
		// A list as long as that of the files is a whole one.
		const isShort = files.some(count => !count);
		if (!isShort || lines.some((count, at) => !files[at] && count !== files[at])) continue;
		packed[key] = lines.filter((_, at) => files[at]);
	}
	return packed;
}

function unpackChanges(stored: Plain): Plain {
	const {files} = stored;
	if (!Array.isArray(files)) return stored;
	const whole: Plain = {...stored};
	for (const key of linesOfChanges) {
		const lines = stored[key];
		if (!Array.isArray(lines) || lines.length !== files.filter(Boolean).length) continue;
		let next = 0;
		whole[key] = files.map(count => (count ? lines[next++] : count));
	}
	return whole;
}

/** The boards of the first family are left out where the others' and all tell them. */
function packBoards(boards: Plain): Plain {
	const [first, ...others] = boards.families as Plain[];
	const families =
		first === undefined
			? []
			: [leaveOut(familyPart, first, {boards: first.boards === restOf(boards, others)}), ...others];
	return leaveOut(boardsPart, {...boards, families});
}

function unpackBoards(stored: Plain): Plain {
	const boards = putBack(boardsPart, stored);
	if (!Array.isArray(boards.families) || !isPlain(boards.families[0])) return boards;
	const [first, ...others] = boards.families as Plain[];
	return {...boards, families: [putBack(familyPart, first!, {boards: restOf(boards, others)}), ...others]};
}

const restOf = ({boards}: Plain, others: readonly Plain[]) =>
	others.reduce((rest, family) => rest - Number(family.boards), Number(boards));

/** What was read is said by the lists and the window, what was read of a list by the manifest. */
function packPatches(patches: Plain, frame: PackingFrame, spans: Spans): Plain {
	const lists = patches.lists as {list: string; since: string | null; until: string | null}[];
	const read = spanOf(lists, frame);
	return leaveOut(
		patchesPart,
		{
			...patches,
			lists: lists.map(one => {
				const {list, since, until} = one;
				return isSame(spans(list), {since, until}) ? {list} : one;
			}),
		},
		{
			since: patches.since === read?.since,
			until: patches.until === read?.until,
			last: isSame(patches.last, lastOf(patches)),
		},
	);
}

function unpackPatches(stored: Plain, frame: PackingFrame, spans: Spans): Plain {
	const lists = each(stored.lists, one => putBack(listPart, one, spans(String(one.list))));
	const said = {
		...(Array.isArray(lists) && spanOf(lists, frame)),
		...(isPlain(stored.substantive) && {last: lastOf(stored)}),
	};
	return putBack(patchesPart, {...stored, lists}, said);
}

const lastOf = ({substantive}: Plain) => (substantive as Plain).last;

/** From the first to the last day that any of the lists was read on, within the window. */
function spanOf(
	lists: readonly {since: string | null; until: string | null}[],
	{window}: PackingFrame,
): {since: string; until: string} | null {
	const since = lists.flatMap(list => list.since ?? []).sort()[0];
	const until = lists
		.flatMap(list => list.until ?? [])
		.sort()
		.at(-1);
	if (since === undefined || until === undefined) return null;
	return {since: [since, window.since].sort()[1]!, until: [until, window.until].sort()[0]!};
}
