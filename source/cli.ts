import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import meow from 'meow';
import {type Context, isUsableTerminal} from './commands/common/context.ts';
import {
	type CommandLine,
	commandLines,
	commonFlags,
	type Flag,
	flagName,
	helpText,
} from './commands/common/flags.ts';
import {show} from './commands/show.ts';
import {openChecked} from './dataset/open-checked.ts';
import {hasVerdicts, ownPlaces} from './dataset/overlay/places.ts';
import {openDataset} from './dataset/reader.ts';
import {editDistance} from './dossier/query/names.ts';
import {adviceOnSystemError, exitStatus, isUserError, UserError} from './dossier/user-error.ts';
import {isReaderGone, write} from './terminal/output.ts';
import {sanitise} from './text/sanitise.ts';

/** Commands in the bundle of lists. What is asked most, `show`, is here: the others are loaded when they are asked for. */
const listCommandNames = new Set(['list', 'completion']);
/** Commands that look at a machine, in the machine's bundle; whatever else there is lies in the slow one. */
const machineCommandNames = new Set(['host', 'audit', 'news']);

declare const driverdexVersion: string;

/** The query language writes `-sub:net`, and `-` is standard input: a parser of flags would take them for flags. */
const negatedField = /^-[a-z]+:|^-"/;
const shield = '\u0001';
const unshield = <Value>(value: Value): Value | string =>
	typeof value === 'string' && value.startsWith(shield) ? value.slice(1) : value;

async function main(words: readonly string[]): Promise<number> {
	const command = commandOf(words);
	const known: Readonly<Record<string, Flag>> = {...command.flags, ...commonFlags};
	const parsed = meow(helpText(command.name), {
		// Only to find a package.json, which we hand over; a CommonJS bundle has no import.meta.
		importMeta: {url: 'file:///driverdex'} as ImportMeta,
		pkg: {name: 'driverdex', version: driverdexVersion},
		argv: words.map(word => (negatedField.test(word) || word === '-' ? shield + word : word)),
		autoHelp: false,
		autoVersion: false,
		flags: Object.fromEntries(
			Object.entries(known).map(([key, {type, isMultiple, shortFlag}]) => [
				key,
				{type, ...(isMultiple && {isMultiple}), ...(shortFlag && {shortFlag})},
			]),
		) as never,
	});
	const {input} = parsed;
	const flags = Object.fromEntries(
		Object.entries<unknown>(parsed.flags).map(([key, value]) => [
			key,
			Array.isArray(value) ? value.map(unshield) : unshield(value),
		]),
	);
	checkFlags(command.name, known, flags, parsed.unnormalizedFlags);
	if (flags.help) {
		write(1, helpText(command.name));
		return exitStatus.ok;
	}
	const context = await createContext(input.map(unshield).slice(command.name === '' ? 0 : 1), flags);
	if (flags.version) {
		write(1, `driverdex ${driverdexVersion}${describeData(context.data)}\n`);
		return exitStatus.ok;
	}
	if (command.name === '') return (await import('./commands/explore.ts')).explore(context);
	if (command.name === 'show') return show(context);
	// What a block list may hold, the machines tell that it spares.
	if (command.name === 'list' && flags.format === 'modprobe') {
		return (await import('./build/machine-bundle.ts')).blockList(context);
	}
	if (listCommandNames.has(command.name)) {
		return (await import('./build/list-bundle.ts')).listCommands[command.name]!(context);
	}
	if (machineCommandNames.has(command.name)) {
		return (await import('./build/machine-bundle.ts')).machineCommands[command.name]!(context);
	}
	const {datasetCommands} = await import('./build/slow-bundle.ts');
	// They listen to other processes and threads: what goes wrong in a listener comes out here.
	process.on('uncaughtException', error => {
		end(error);
		process.exit();
	});
	return datasetCommands[command.name]!(context);
}

/** The command that the words name, flags before it or not: `--data DIR show NAME` is `show NAME --data DIR`. */
function commandOf(words: readonly string[]): CommandLine {
	for (let at = 0; at < words.length && words[at] !== '--'; at++) {
		const word = words[at]!;
		if (takesValue(word)) at++;
		else if (!word.startsWith('-')) return commandLines.find(line => line.name === word) ?? commandLines[0]!;
	}
	return commandLines[0]!;
}

/** Whether a word is a flag, of whatever command, that the next word is the value of. */
function takesValue(word: string): boolean {
	return commandLines.some(line =>
		Object.entries<Flag>({...line.flags, ...commonFlags}).some(
			([key, {type}]) => type !== 'boolean' && flagName(key) === word,
		),
	);
}

function checkFlags(
	command: string,
	known: Readonly<Record<string, Flag>>,
	flags: Readonly<Record<string, unknown>>,
	given: Readonly<Record<string, unknown>>,
): void {
	const help = `driverdex ${command}${command === '' ? '' : ' '}--help`;
	for (const key of Object.keys(given)) {
		const camel = key.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
		if (camel in known || Object.values(known).some(({shortFlag}) => shortFlag === key)) continue;
		const near = Object.keys(known).filter(name => editDistance(name, camel, 2) <= 2);
		throw new UserError(
			`${key.length === 1 ? `-${key}` : flagName(key)} is not a flag of driverdex${command === '' ? '' : ` ${command}`}.`,
			`${near.length > 0 ? `Is it ${near.map(flagName).join(' or ')}? ` : ''}${help} lists them.`,
			exitStatus.usage,
		);
	}
	for (const [key, flag] of Object.entries(known)) {
		const value = flags[key];
		if (value === undefined) continue;
		const wants = (what: string) =>
			new UserError(`${flagName(key)} wants ${what}.`, `${help} says more.`, exitStatus.usage);
		if (flag.type === 'number' && !(Number.isInteger(value) && (value as number) > 0)) {
			throw wants('a whole number above 0');
		}
		if (flag.type === 'string') {
			const values = Array.isArray(value) ? value : [value];
			if (values.some(one => one === '')) throw wants(flag.value ?? 'a value');
			if (!flag.isMultiple && values.length > 1) throw wants('one value only');
			if (flag.choices !== undefined && !flag.choices.includes(String(value))) {
				throw wants(`one of ${flag.choices.join(', ')}, not "${String(value)}"`);
			}
		}
	}
}

async function createContext(
	input: readonly string[],
	flags: Readonly<Record<string, unknown>>,
): Promise<Context> {
	const environment = process.env;
	const data = String(flags.data ?? (environment.DRIVERDEX_DATA || join(import.meta.dirname, '..', 'data')));
	const terminal = {input: isUsableTerminal(0, environment), output: isUsableTerminal(1, environment)};
	const places = ownPlaces(environment, flags.overlay as string | undefined);
	const {overlay} = places;
	const over = hasVerdicts(overlay) ? await import('./build/overlay-bundle.ts') : null;
	return {
		input,
		flags: {...flags, color: flags.color ?? 'auto'},
		environment,
		data,
		places,
		openDataset(directory = data) {
			const dataset = directory === data ? openChecked(data) : openDataset(directory);
			return over === null ? dataset : over.withVerdicts(dataset, overlay!);
		},
		machineDrivers: async (dataset, root) =>
			(await import('./build/machine-bundle.ts')).machineDrivers(dataset, root),
		terminal,
		get columns() {
			return terminal.output ? process.stdout.columns || 80 : 80;
		},
		out: text => write(1, text),
		remark: text => write(2, text.endsWith('\n') ? text : `${text}\n`),
	};
}

function describeData(data: string): string {
	const manifest = join(data, 'manifest.json');
	if (!existsSync(manifest)) return '';
	const {treeVersion, asOf} = JSON.parse(readFileSync(manifest, 'utf8')) as {
		treeVersion: string;
		asOf: string;
	};
	return `, data: Linux ${treeVersion}, evidence to ${asOf}`;
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
		return {text: `driverdex: ${error.message}\n${error.advice}\n`, status: error.status};
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
	if (text !== '') write(2, text);
	process.exitCode = status;
}

main(process.argv.slice(2)).then(status => {
	process.exitCode = status;
}, end);
