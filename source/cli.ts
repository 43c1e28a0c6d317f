import {shippedData} from './commands/common/beside.ts';
import {type Context, isUsableTerminal} from './commands/common/context.ts';
import {show} from './commands/show.ts';
import {isDataset} from './dataset/files.ts';
import {openChecked} from './dataset/open-checked.ts';
import {readManifest} from './dataset/open-files.ts';
import {hasModels, hasVerdicts, ownPlaces} from './dataset/overlay/places.ts';
import {adviceOnSystemError, exitStatus, isUserError} from './dossier/user-error.ts';
import {isReaderGone, write} from './terminal/output.ts';
import {fitToPrint, sanitise} from './text/sanitise.ts';
import {colourDepth, isUtf8Locale} from './text/theme.ts';

/** Commands in the bundle of lists. What is asked most, `show`, is here: the others are loaded when they are asked for. */
const listCommandNames = new Set(['list', 'completion']);
/** Commands that look at a machine, in the machine's bundle; whatever else there is lies in the slow one. */
const machineCommandNames = new Set(['host', 'audit', 'news']);

declare const driverdexVersion: string;

/** The only way to standard output and standard error, but for the terminal that the explorer draws on. */
function print(descriptor: 1 | 2, text: string, styled = false): void {
	write(descriptor, fitToPrint(text, {styled, ascii: !isUtf8Locale(process.env)}));
}

/**
 * The words of `show NAME…` without a flag, which is what is asked most: it is not worth the parser of command lines, a
 * fifth of this bundle. Null for any other command line.
 */
function plainNames(words: readonly string[]): string[] | null {
	const [command, ...names] = words;
	const isPlain = command === 'show' && names.every(name => name === '-' || !name.startsWith('-'));
	return isPlain ? names : null;
}

async function main(words: readonly string[]): Promise<number> {
	const names = plainNames(words);
	if (names !== null) return show(await createContext(names, {}));
	const {readWords} = await import('./commands/common/command-lines/read-words.ts');
	const {name, input, flags, help, near, check} = readWords(words, driverdexVersion);
	if (near.length > 0) {
		const {refuseMistyped} = await import('./build/list-bundle.ts');
		refuseMistyped(await createContext(input, flags), input, near);
	}
	check();
	if (help !== null) {
		print(1, help);
		return exitStatus.ok;
	}
	const context = await createContext(input, flags);
	if (flags.version) {
		let data = '';
		try {
			data = describeData(context.data);
		} finally {
			print(1, `driverdex ${driverdexVersion}${data}\n`);
		}
		return exitStatus.ok;
	}
	if (name === '') return (await import('./commands/explore.ts')).explore(context);
	if (name === 'show' && (flags.removal === true || flags.tree !== undefined)) {
		return (await import('./build/slow-bundle.ts')).datasetCommands.removal!(context);
	}
	// What a block list may hold, the machines tell that it spares.
	if (name === 'list' && flags.format === 'modprobe') {
		return (await import('./build/machine-bundle.ts')).blockList(context);
	}
	if (name === 'show') return show(context);
	if (listCommandNames.has(name)) {
		return (await import('./build/list-bundle.ts')).listCommands[name]!(context);
	}
	if (machineCommandNames.has(name)) {
		return (await import('./build/machine-bundle.ts')).machineCommands[name]!(context);
	}
	const {datasetCommands} = await import('./build/slow-bundle.ts');
	// They listen to other processes and threads: what goes wrong in a listener comes out here.
	process.on('uncaughtException', error => {
		end(error);
		process.exit();
	});
	return datasetCommands[name]!(context);
}

async function createContext(
	input: readonly string[],
	flags: Readonly<Record<string, unknown>>,
): Promise<Context> {
	const environment = process.env;
	const wish = (flags.color ?? 'auto') as 'auto' | 'always' | 'never';
	const data = String(flags.data ?? (environment.DRIVERDEX_DATA || shippedData));
	const terminal = {input: isUsableTerminal(0, environment), output: isUsableTerminal(1, environment)};
	const styled = colourDepth(environment, wish, terminal.output) > 0;
	const places = ownPlaces(environment, flags.overlay as string | undefined);
	const {overlay} = places;
	const over = hasVerdicts(overlay) || hasModels(overlay) ? await import('./build/overlay-bundle.ts') : null;
	return {
		input,
		flags: {...flags, color: wish},
		environment,
		data,
		places,
		openDataset(directory = data) {
			const dataset = openChecked(directory);
			return over === null ? dataset : over.withVerdicts(dataset, overlay!);
		},
		machineDrivers: async (dataset, root) =>
			(await import('./build/machine-bundle.ts')).machineDrivers(dataset, root),
		terminal,
		get columns() {
			return terminal.output ? process.stdout.columns || 80 : 80;
		},
		out: text => print(1, text, styled),
		remark: text => print(2, text.endsWith('\n') ? text : `${text}\n`),
	};
}

/** What `--version` says of the data set; the program's own version is told whatever that one is like. */
function describeData(data: string): string {
	if (!isDataset(data)) return '';
	const {schemaVersion, treeVersion, asOf} = readManifest(data);
	return `, data: Linux ${treeVersion}, evidence to ${asOf}, schema ${schemaVersion}`;
}

/** An error that nobody foresaw: one line of it, and how to report it. It makes no promise: nothing is known. */
function describeFault(error: unknown): string {
	if (process.env.DRIVERDEX_DEBUG) {
		return `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`;
	}
	const [what] = (error instanceof Error ? error.message : String(error)).split('\n');
	return `driverdex: internal error: ${sanitise(what!)}\nThis is a fault of driverdex: please report it with the output of the same command under DRIVERDEX_DEBUG=1.\n`;
}

/** What is printed of an error, and the exit status: the user's mistakes, the system's refusals, our own faults. */
function describeError(error: unknown): {text: string; status: number} {
	if (isReaderGone(error)) return {text: '', status: exitStatus.ok};
	if (isUserError(error)) {
		// Whatever it quotes came from outside.
		const lines = `driverdex: ${error.message}\n${error.advice}`.split('\n');
		return {text: `${lines.map(line => sanitise(line)).join('\n')}\n`, status: error.status};
	}
	const {syscall, path} = (error ?? {}) as NodeJS.ErrnoException;
	if (syscall === 'write' && path === undefined) {
		return {
			text: `driverdex: the output can't be written: ${(error as Error).message}.\nMake room where it goes, or send it elsewhere.\n`,
			status: exitStatus.failed,
		};
	}
	const advice = adviceOnSystemError(error);
	if (advice !== null && !process.env.DRIVERDEX_DEBUG) {
		const what = sanitise((error as Error).message);
		return {text: `driverdex: the system refuses: ${what}.\n${advice}\n`, status: exitStatus.failed};
	}
	return {text: describeFault(error), status: advice === null ? exitStatus.internal : exitStatus.failed};
}

function end(error: unknown): void {
	const {text, status} = describeError(error);
	if (text !== '') print(2, text);
	process.exitCode = status;
}

/**
 * Look-ups and lists have written all there is when they return, and leave nothing running: the program ends there, which
 * spares Node to take its heap apart, a twentieth of its time. Any other command may have listeners that are not done.
 */
function leave(command: string | undefined): void {
	if (command === 'show' || command === 'list') process.exit();
}

const words = process.argv.slice(2);
main(words)
	.then(status => {
		process.exitCode = status;
	}, end)
	.then(() => leave(words[0]));
