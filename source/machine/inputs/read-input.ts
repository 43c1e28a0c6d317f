import {readdirSync} from 'node:fs';
import {basename, join} from 'node:path';
import {UserError} from '../../dossier/user-error.ts';
import {
	beginningOf,
	isOddFile,
	type OpenFile,
	openRegular,
	piecesOf,
	refusalOf,
} from '../../files/regular.ts';
import {counted, grouped} from '../../text/numbers.ts';
import {type Bytes, isBinary, linesOf, peek} from '../archives/bytes.ts';
import {compressionOf, expand} from '../archives/compression.ts';
import {isTar, readTar} from '../archives/tar.ts';
import {isDtb, mostDtbBytes, readDtb} from '../device-tree/dtb.ts';
import {isDts, readDts} from '../device-tree/dts.ts';
import {treeFacts} from '../device-tree/facts.ts';
import {isProcTree, readProcTree} from '../device-tree/proc-tree.ts';
import type {HostFacts} from '../facts.ts';
import {readHost} from '../read-host.ts';
import {Gathering} from './gathering.ts';
import {isJson, readJson} from './read-json.ts';
import {LinesReading} from './read-lines.ts';
import {TreeReading} from './trees.ts';

/** A machine that was read, or why it could not be; `place` is the file, folder or line that it came from. */
export interface InputMachine {
	place: string;
	facts: HostFacts | UserError;
}

/** What --from can be, for whoever gave something else. */
const known =
	'It reads lsmod, lspci -nnk, lsusb, dmesg, lshw, inxi, hwinfo, lists of modules, modprobe.d, warnings of initramfs tools, device trees (.dts, .dtb, /proc/device-tree), Ansible facts, sosreport, supportconfig and hw-probe, and what driverdex host --save or --collector wrote.';

/** So much of a file tells what it is: a licence stands before the rest of a device tree. */
const headBytes = 8192;
const dtsName = /\.(?:dts|dtsi|dtso)$/;
/** Longest line that is looked at whole, in bytes. */
const lineBytes = 65_536;
/** Files of a folder that are looked at, and how deep. */
const mostFiles = 300_000;
const deepest = 24;
/**
 * Most bytes of one text, in a folder too: logs are cut there. Every line is held against all kinds, so that a text of
 * short lines takes seconds for each ten million letters.
 */
const fileBytes = 16 << 20;
/** Most bytes that are unpacked of one text. */
const unpackedBytes = 256 << 20;

/**
 * The machines that a file, a folder or standard input (`-`) tells of, one after the other in bounded memory. Throws a
 * UserError for what is none of the kinds that are known.
 */
export function readInput(path: string): AsyncGenerator<InputMachine> {
	return readPath(path, false);
}

/** A file of a folder is a member: what it is called says nothing of what it is, and no link of it is followed. */
async function* readPath(path: string, isMember: boolean): AsyncGenerator<InputMachine> {
	const name = path === '-' ? 'Standard input' : path;
	const file = openInput(path, name, isMember);
	if (file === null) {
		yield* readFolder(path);
		return;
	}
	try {
		yield* readBytes(bytesOf(file), name, path === '-' ? 'standard input' : path);
	} finally {
		file.close();
	}
}

/** Null for a folder. */
function openInput(path: string, name: string, isMember: boolean): OpenFile | null {
	try {
		return openRegular(path, isMember ? {links: 'refused'} : {pipes: true});
	} catch (error) {
		if (!isMember && isOddFile(error) && error.message === 'a folder') return null;
		throw refusalOf(error, name, {advice: `Check the path. ${known}`});
	}
}

async function* bytesOf(file: OpenFile): AsyncGenerator<Buffer> {
	yield* piecesOf(file);
}

async function* readBytes(source: Bytes, where: string, place: string): AsyncGenerator<InputMachine> {
	let {head, whole} = await peek(source, headBytes);
	// A report may be packed, as a text in it once more; nothing is packed thrice.
	for (let depth = 0; depth < 2; depth++) {
		const compression = compressionOf(head);
		if (compression === null) break;
		({head, whole} = await peek(expand(whole, compression, where), headBytes));
	}
	if (isTar(head)) {
		const tree = new TreeReading(basename(place).replace(/\.(?:tar|t?[gx]z|tbz|zst)\b.*$/, ''));
		await readTar(whole, where, tree);
		const facts = tree.end();
		if (facts === null)
			throw new UserError(`${where} is an archive without anything that tells of drivers.`, known);
		yield {place, facts};
	} else if (isDtb(head)) {
		const bytes = await wholeOf(whole, mostDtbBytes, where);
		yield {place, facts: treeFacts(readDtb(bytes, where), 'a flattened device tree')};
	} else if (isBinary(head))
		throw new UserError(`${where} is binary, and none of the archives that are read.`, known);
	else if (isJson(head.toString('utf8'))) yield* placed(readJson(whole, where), place);
	else if (isDts(head.toString('utf8')) || dtsName.test(place)) {
		const text = (await wholeOf(whole, mostDtbBytes, where)).toString('utf8');
		yield {place, facts: sourceFacts(text, where)};
	} else yield {place, facts: await readText(whole, where)};
}

async function wholeOf(source: Bytes, most: number, where: string): Promise<Buffer> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of source) {
		size += chunk.length;
		if (size > most)
			throw new UserError(`${where} is larger than any device tree: over ${most >> 20} MB.`, known);
		chunks.push(Buffer.from(chunk));
	}
	return Buffer.concat(chunks);
}

function sourceFacts(text: string, where: string): HostFacts {
	const tree = readDts(text);
	const facts = treeFacts(tree, 'a device tree source');
	if ((facts.devices ?? []).length > 0) return facts;
	throw new UserError(
		`${where} is a device tree source without a device${tree.problems.length > 0 ? `: ${tree.problems.join('; ')}` : ''}.`,
		'Give the whole tree: a .dtb, or what dtc -I dtb -O dts prints of /sys/firmware/fdt.',
	);
}

/** Machines of JSON: each line's place, where there are several. */
async function* placed(machines: ReturnType<typeof readJson>, place: string): AsyncGenerator<InputMachine> {
	let first: {line: number; facts: HostFacts | UserError} | null = null;
	let count = 0;
	for await (const one of machines) {
		count += 1;
		if (count === 1) {
			first = one;
			continue;
		}
		if (first !== null) yield {place: `${place}:${first.line}`, facts: first.facts};
		first = null;
		yield {place: `${place}:${one.line}`, facts: one.facts};
	}
	if (first === null) return;
	if (first.facts instanceof UserError) throw first.facts;
	yield {place, facts: first.facts};
}

/** What a text that is at hand tells of a machine; null where nothing is known in it. */
export function readWords(text: string): HostFacts | null {
	const reading = new LinesReading();
	for (const line of text.split('\n')) reading.take(line.endsWith('\r') ? line.slice(0, -1) : line);
	return reading.end();
}

async function readText(source: Bytes, where: string): Promise<HostFacts> {
	const gathering = new Gathering();
	const reading = new LinesReading(gathering);
	let taken = 0;
	const beginning = async function* () {
		for await (const piece of source) {
			if (taken < fileBytes) yield piece.subarray(0, fileBytes - taken);
			taken += piece.length;
			// What follows is only unpacked: whether it is a bomb shows late where a piece of it is long.
			if (taken >= unpackedBytes) break;
		}
		if (taken >= fileBytes) gathering.problems.push(tooLong(where));
	};
	for await (const lines of linesOf(beginning(), lineBytes)) {
		for (const line of lines) {
			if (line.includes('\0')) throw new UserError(`${where} has bytes in it that are no text.`, known);
			reading.take(line);
		}
		if (reading.isHopeless) break;
	}
	const facts = reading.end();
	if (facts !== null) return facts;
	if (reading.seen === 0)
		throw new UserError(`${where} is empty.`, `${known} Its collector: driverdex host --collector.`);
	throw new UserError(
		`${where} holds nothing that is known here: ${counted(reading.seen, 'line')} read.`,
		known,
	);
}

const tooLong = (where: string) => `${where}: only its first ${fileBytes >> 20} MB were read`;

/** Files that a folder of saved lists holds, one a machine. */
const saved = /\.(?:dtb|dtbo|dts|dtsi|dtso|json|ndjson|txt|log|lst|list|out|gz|xz)$/i;

async function* readFolder(folder: string): AsyncGenerator<InputMachine> {
	const names = listed(folder);
	const has = (name: string) => names.some(entry => entry.name === name && entry.isDirectory());
	const isReport = has('sos_commands') || has('sos_reports');
	// Those of an unpacked image are there to be mounted on.
	const isMounted = (name: string) => has(name) && listed(join(folder, name)).length > 0;
	if (!isReport && has('proc') && has('sys') && (isMounted('proc') || isMounted('sys'))) {
		yield {place: folder, facts: readHost(folder)};
		return;
	}
	if (isProcTree(names)) {
		yield {place: folder, facts: treeFacts(readProcTree(folder), 'a device tree as /proc has it')};
		return;
	}
	const directives = names.filter(entry => entry.isFile() && entry.name.endsWith('.conf'));
	if (
		directives.length > 0 &&
		(directives.length === names.length || basename(join(folder, '.')) === 'modprobe.d')
	) {
		const facts = readDirectives(
			folder,
			directives.map(({name}) => name),
		);
		if (facts !== null) {
			yield {place: folder, facts};
			return;
		}
	}
	const tree = new TreeReading(basename(join(folder, '.')));
	walk(folder, tree);
	const facts = tree.end();
	if (facts !== null) {
		yield {place: folder, facts};
		return;
	}
	const files = names.filter(
		entry => entry.isFile() && (saved.test(entry.name) || !entry.name.includes('.')),
	);
	if (files.length === 0)
		throw new UserError(`${folder} holds no report, no modules and no saved lists.`, known);
	for (const {name} of files) {
		const path = join(folder, name);
		try {
			yield* readPath(path, true);
		} catch (error) {
			if (!(error instanceof UserError)) throw error;
			yield {place: path, facts: error};
		}
	}
}

/** A folder of modprobe.d as one machine's; null where no file of it has a directive. */
function readDirectives(folder: string, names: readonly string[]): HostFacts | null {
	const gathering = new Gathering();
	const kinds = new Set<string>();
	let unread = 0;
	for (const name of names) {
		gathering.file = name;
		const reading = new LinesReading(gathering);
		const text = beginningOfMember(join(folder, name)).toString('utf8');
		for (const line of text.split('\n')) reading.take(line.endsWith('\r') ? line.slice(0, -1) : line);
		const {input} = reading.end() ?? {};
		for (const kind of input?.kinds ?? []) kinds.add(kind);
		unread += input?.unread ?? 0;
	}
	return gathering.directives.length === 0 ? null : gathering.facts({kinds: [...kinds], unread});
}

const listed = (folder: string) => {
	try {
		return readdirSync(folder, {withFileTypes: true}).sort((a, b) => (a.name < b.name ? -1 : 1));
	} catch (error) {
		throw new UserError(
			`${folder} can't be listed: ${(error as Error).message}.`,
			'See that you have the right to it.',
		);
	}
};

/** Shows a tree every regular file of a folder and below it. Links are left alone: none leads out of it. */
function walk(top: string, tree: TreeReading): void {
	const open_: {path: string; depth: number}[] = [{path: '', depth: 0}];
	let seen = 0;
	for (let next = open_.pop(); next !== undefined; next = open_.pop()) {
		let entries: ReturnType<typeof listed>;
		try {
			entries = readdirSync(join(top, next.path), {withFileTypes: true});
		} catch {
			// What others may not see is not there for us.
			continue;
		}
		for (const entry of entries) {
			seen += 1;
			if (seen > mostFiles)
				throw new UserError(
					`${top} holds more than ${grouped(mostFiles)} files.`,
					'Give the report itself, or the folder lib/modules/VERSION.',
				);
			const path = next.path === '' ? entry.name : `${next.path}/${entry.name}`;
			if (entry.isDirectory()) {
				if (next.depth < deepest) open_.push({path, depth: next.depth + 1});
			} else if (entry.isFile() && tree.wants(path)) tree.take(path, beginningOfMember(join(top, path)));
		}
	}
}

function beginningOfMember(path: string): Buffer {
	try {
		return beginningOf(path, fileBytes, {links: 'refused'});
	} catch {
		return Buffer.alloc(0);
	}
}

export {createComplete} from './complete.ts';
