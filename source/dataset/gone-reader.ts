import {claimOf, readDeviceQuery} from '../dossier/query/device-query.ts';
import {bareSymbol, normaliseName} from '../dossier/query/names.ts';
import type {GoneRecord, Manifest, OutsideRecord} from '../dossier/schema.ts';
import {fromTopFolder} from '../dossier/surveyed-folders.ts';
import type {OpenFiles, RecordCheck} from './open-files.ts';

/**
 * Drivers that are gone. A look-up searches the bytes of gone.ndjson and parses the lines that it hits; only `all()`
 * and devices parse every one.
 */
export interface GoneReader {
	/** Null in a data set without such a file. */
	all(): GoneRecord[] | null;
	/**
	 * What a name means among the dead: a device, a path of a driver or of its main source, a module with `-` and `_`
	 * alike, else a CONFIG symbol. Empty where nothing of that name is known.
	 */
	find(name: string): GoneRecord[];
	/** The dead that CONFIG symbols, without their prefix, built. */
	bySymbols(symbols: ReadonlySet<string>): GoneRecord[];
	/** The dead of these module names, normalised. */
	byModules(modules: ReadonlySet<string>): GoneRecord[];
}

/** What lies outside the surveyed folders: modules and options by their names. */
export interface OutsideReader {
	all(): OutsideRecord[] | null;
	/** By module name, `-` and `_` alike, or by CONFIG symbol. */
	find(name: string): OutsideRecord[];
}

/** How a look-up begins in the text of a line, and what a hit must be. */
interface Needle<Kind> {
	text: string;
	fits(record: Kind): boolean;
}

/** The lines of a file of records, read when they are first asked for. */
class Lines<Kind> {
	private bytes: Buffer | null | undefined;
	private parsed: Kind[] | null | undefined;
	private readonly file: 'gone.ndjson' | 'outside.ndjson';
	private readonly files: OpenFiles;
	private readonly size: number | undefined;
	private readonly check: ((record: unknown, offset: number) => void) | undefined;

	constructor(
		file: 'gone.ndjson' | 'outside.ndjson',
		files: OpenFiles,
		manifest: Manifest,
		check: RecordCheck | undefined,
	) {
		this.file = file;
		this.files = files;
		this.size = manifest.files[file]?.bytes;
		const kind = file === 'gone.ndjson' ? 'gone' : 'outside';
		this.check =
			check && ((record, offset) => check(kind, record, {file, line: () => files.lineAt(file, offset)}));
	}

	all(): Kind[] | null {
		if (this.parsed !== undefined) return this.parsed;
		const bytes = this.read();
		if (bytes === null) return null;
		const records: Kind[] = [];
		for (let start = 0; start < bytes.length; ) {
			const end = this.endOf(bytes, start);
			records.push(this.parse(bytes, start, end));
			start = end + 1;
		}
		this.parsed = records;
		return records;
	}

	/** The records in whose lines one of the needles stands and that fit it, each once, in the order of the file. */
	search(needles: readonly Needle<Kind>[]): Kind[] {
		const bytes = this.read();
		if (bytes === null) return [];
		const found = new Map<number, Kind>();
		for (const {text, fits} of needles) {
			for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + text.length)) {
				const start = bytes.lastIndexOf(0x0a, at) + 1;
				if (found.has(start)) continue;
				const record = this.parse(bytes, start, this.endOf(bytes, start));
				if (fits(record)) found.set(start, record);
			}
		}
		return [...found].sort(([a], [b]) => a - b).map(([, record]) => record);
	}

	private read(): Buffer | null {
		if (this.bytes === undefined) {
			this.bytes = this.size === undefined ? null : this.files.read(this.file, 0, this.size);
		}
		return this.bytes;
	}

	private endOf(bytes: Buffer, start: number): number {
		const newline = bytes.indexOf(0x0a, start);
		return newline < 0 ? bytes.length : newline;
	}

	private parse(bytes: Buffer, start: number, end: number): Kind {
		let record: Kind;
		try {
			record = JSON.parse(bytes.toString('utf8', start, end)) as Kind;
		} catch (error) {
			const line = this.files.lineAt(this.file, start);
			throw this.files.damaged(this.file, `line ${line} is not JSON (${(error as Error).message})`);
		}
		this.check?.(record, start);
		return record;
	}
}

/** The start of a name up to the first letter that may be written in another way: `-` and `_`. */
const sureStart = (name: string) => /^[^-_]*/.exec(name)![0];

const moduleNeedle = (module: string): Needle<GoneRecord> => ({
	text: `"module":"${sureStart(module)}`,
	fits: record => normaliseName(record.module) === module,
});

const symbolNeedle = (symbol: string): Needle<GoneRecord> => ({
	text: `"option":"${symbol}"`,
	fits: record => record.option === symbol,
});

/** Reads gone.ndjson of an open data set. */
export function createGoneReader(
	files: OpenFiles,
	manifest: Manifest,
	check: RecordCheck | undefined,
): GoneReader {
	const lines = new Lines<GoneRecord>('gone.ndjson', files, manifest, check);
	const findByPath = (name: string): GoneRecord[] => {
		const path = fromTopFolder(name.replace(/^\.?\//, '').replace(/\/+$/, '')).replace(
			/\.(?:c|S|rs|o|ko)$/,
			'',
		);
		const id = normaliseName(path);
		return lines.search([
			{text: `{"id":"${sureStart(path)}`, fits: record => normaliseName(record.id) === id},
		]);
	};
	return {
		all: () => lines.all(),
		find(name) {
			const device = readDeviceQuery(name);
			if (device !== null) {
				const records = lines.all() ?? [];
				const claims = records.map(record => ({record, claim: claimOf(record.ids, device)}));
				const certain = claims.filter(({claim}) => claim === 'claims');
				const possible = claims.filter(({claim}) => claim !== null);
				return (certain.length > 0 ? certain : possible).map(({record}) => record);
			}
			if (name.includes('/')) return findByPath(name);
			const module = normaliseName(name.replace(/\.ko(?:\.(?:xz|gz|zst))?$/, ''));
			const byModule = lines.search([moduleNeedle(module)]);
			if (byModule.length > 0) return byModule;
			const symbol = bareSymbol(name);
			const spellings = new Set([symbol, symbol.toUpperCase()]);
			return lines.search([...spellings].map(symbolNeedle));
		},
		bySymbols: symbols =>
			lines.search([{text: '"option":"', fits: ({option}) => option !== null && symbols.has(option)}]),
		byModules: modules => lines.search([...modules].map(moduleNeedle)),
	};
}

/** Reads outside.ndjson of an open data set. */
export function createOutsideReader(
	files: OpenFiles,
	manifest: Manifest,
	check: RecordCheck | undefined,
): OutsideReader {
	const lines = new Lines<OutsideRecord>('outside.ndjson', files, manifest, check);
	return {
		all: () => lines.all(),
		find(name) {
			const module = normaliseName(name.replace(/\.ko(?:\.(?:xz|gz|zst))?$/, ''));
			const symbol = bareSymbol(name);
			const byName = lines.search([
				{text: `{"name":"${sureStart(module)}`, fits: record => normaliseName(record.name) === module},
			]);
			if (byName.length > 0) return byName;
			return lines.search(
				[symbol, symbol.toUpperCase()].map(text => ({
					text: `"option":"${text}"`,
					fits: ({option}) => option === text,
				})),
			);
		},
	};
}
