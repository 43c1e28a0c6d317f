import {fstatSync} from 'node:fs';
import type {OwnPlaces} from '../../dataset/overlay/places.ts';
import type {Dataset} from '../../dataset/reader.ts';
import {colourDepth, createTheme, isUtf8Locale, type Palette, type Theme} from '../../text/theme.ts';
import type {MachineDrivers} from './machine-drivers.ts';

/** What every command is given: the words after it, its flags, and the world it runs in. */
export interface Context {
	/** Positional words, without the command's own name. */
	input: readonly string[];
	flags: Readonly<Record<string, unknown>>;
	environment: Readonly<Record<string, string | undefined>>;
	/** The folder of the data set to read. */
	data: string;
	/** Where the person's own files lie. */
	places: OwnPlaces;
	/**
	 * Opens it with records checked, or another folder, of an older driverdex perhaps, with records as they are; the
	 * person's own verdicts are over either. For bundles beside the first, too, which has the reader and the schema.
	 */
	openDataset(directory?: string): Dataset;
	/** The drivers of a machine, see machine-drivers.ts; comes from the machine's bundle. */
	machineDrivers(dataset: Dataset, root: string): Promise<MachineDrivers>;
	/** Whether standard input and output are terminals that can be drawn on. */
	terminal: {input: boolean; output: boolean};
	/** Cells that printed text may take. */
	columns: number;
	out(text: string): void;
	/** A remark for the person, on standard error. */
	remark(text: string): void;
}

/** Runs a command; resolves to its exit status. */
export type Command = (context: Context) => number | Promise<number>;

/** The theme for text printed to standard output, or drawn on the terminal, there in colours that the person chose. */
export function themeOf(context: Context, palette: Palette | 'none' = 'auto'): Theme {
	const {environment, flags, terminal} = context;
	const wish = flags.color as 'auto' | 'always' | 'never';
	const depth = palette === 'none' ? 0 : colourDepth(environment, wish, terminal.output);
	return createTheme({
		depth,
		...(palette !== 'none' && {palette}),
		ascii: flags.ascii === true || !isUtf8Locale(environment),
		links: terminal.output && depth > 0 && linksWork(environment),
	});
}

/**
 * Terminals known to open OSC 8 links, by what they say of themselves; the rest would show nothing, or, a few old
 * ones, rubbish. FORCE_HYPERLINK decides for those we do not know.
 */
function linksWork(environment: Context['environment']): boolean {
	const {FORCE_HYPERLINK: force, TERM_PROGRAM: program = '', TERM: term = '', VTE_VERSION: vte} = environment;
	if (force !== undefined) return force !== '0' && force !== '';
	if (vte !== undefined && Number(vte) >= 5000) return true;
	if (/^(iTerm\.app|WezTerm|vscode|ghostty|Hyper|tmux)$/.test(program)) return true;
	return /kitty|alacritty|ghostty|foot|wezterm|contour/.test(term) || environment.WT_SESSION !== undefined;
}

/** Major number of /dev/null and its kin, in Linux's Documentation/admin-guide/devices.txt. */
const memoryDevices = 1;

/**
 * Whether a descriptor is a terminal. Files and pipes are told apart by fstat: asking node:tty would load
 * sockets and streams, 4 ms of a look-up that takes 15.
 */
export function isTerminal(descriptor: 0 | 1 | 2): boolean {
	try {
		const status = fstatSync(descriptor);
		if (!status.isCharacterDevice()) return false;
		if (process.platform === 'linux' && ((status.rdev >> 8) & 0xfff) === memoryDevices) return false;
	} catch {
		return false;
	}
	return process.getBuiltinModule('node:tty').isatty(descriptor);
}

/** Whether a descriptor is a terminal that understands more than text. */
export function isUsableTerminal(descriptor: 0 | 1, environment: Context['environment']): boolean {
	return environment.TERM !== 'dumb' && isTerminal(descriptor);
}

/** Cells that a printed table may take: those of the terminal; null for a pipe, which gets it whole. */
export function tableWidth({terminal, columns}: Pick<Context, 'terminal' | 'columns'>): number | null {
	return terminal.output ? columns : null;
}
