import {release} from 'node:os';
import {UserError} from '../dossier/user-error.ts';
import {readRegular} from '../files/regular.ts';
import {type KernelConfig, nameConfig, type ReadConfig} from './configs/config.ts';
import {findInside, findPacked, isImage} from './configs/image.ts';
import {recogniseConfigs, whatIsRead} from './configs/recognise.ts';
import {type Packing, packingOf, UnpackError, unpackAtMost, unpacked} from './decompress.ts';
import {isModprobe, ModprobeGiven} from './modprobe/given.ts';
import {isSpdx, readSpdx, refuseOthers} from './sbom/spdx.ts';

/** Most bytes of a configuration: a distribution's has 300 thousand, Ubuntu's annotations 2 million. */
const mostBytes = 16 << 20;
/** Most bytes of an SPDX document: that of a distribution's image with all of its modules has 30 million. */
const mostSpdxBytes = 64 << 20;
/** Most bytes of a kernel image: a packed one has 15 million. */
const mostImageBytes = 128 << 20;
/** So much of a file tells what it is. */
const headBytes = 65_536;

/** Where the running kernel's configuration may be found, in the order in which they are tried. */
export function ownConfigs(): string[] {
	const running = release();
	return [
		'/proc/config.gz',
		`/boot/config-${running}`,
		`/lib/modules/${running}/config`,
		`/usr/lib/modules/${running}/config`,
	];
}

/**
 * Reads what somebody has of a kernel's configuration, in whatever form (see configs/recognise.ts), plain or packed; `-`
 * is standard input. Of a diff one for each file that it changes. `architecture` is asked of what has several. Throws a
 * UserError with what to do.
 */
export async function readKernelConfigs(
	file: string,
	architecture: string | null = null,
): Promise<KernelConfig[]> {
	const name = file === '-' ? 'standard input' : file;
	const bytes = readBytes(file);
	const packing = packingOf(bytes);
	let text: string;
	let isInside = false;
	if (packing !== null) ({text, isInside} = await unpackConfig(bytes, packing, name));
	else if (isImage(bytes.subarray(0, headBytes))) {
		text = await configInside(bytes, name);
		isInside = true;
	} else text = decode(bytes, name);
	const found = parseKernelConfigs(text, name, architecture).map(config =>
		config.kind === 'diff' ? config : {...config, path: file === '-' ? 'stdin' : file},
	);
	if (!isInside) return found;
	return found.map(config => ({...config, kind: 'image', label: 'the configuration inside a kernel image'}));
}

/** Reads a text. Throws a UserError where it is no kernel configuration. */
export function parseKernelConfigs(
	text: string,
	name: string,
	architecture: string | null = null,
): KernelConfig[] {
	if (isModprobe(text)) throw new ModprobeGiven(name, text);
	if (isSpdx(text)) return [ofSpdx(text, name)];
	const found = recogniseConfigs(text, {name, architecture});
	return found.map(read => {
		const called = found.length > 1 && read.file !== null ? read.file : name;
		return nameConfig(read, called, read.file ?? name);
	});
}

/** What an SPDX document says was built; which options that takes, a data set tells. */
function ofSpdx(text: string, name: string): KernelConfig {
	const reading = readSpdx(text, name);
	refuseOthers(reading, name);
	const read = {
		kind: 'spdx',
		label: 'an SPDX document',
		version: reading.version,
		isPartial: false,
		written: new Map(),
		problems: [],
		notes: [],
		file: null,
		built: reading.things,
	} satisfies ReadConfig;
	return nameConfig(read, name, name);
}

async function unpackConfig(
	bytes: Buffer,
	packing: Packing,
	name: string,
): Promise<{text: string; isInside: boolean}> {
	try {
		const head = await firstOf(bytes, packing);
		if (isImage(head)) {
			const text = await findPacked([bytes], packing, mostBytes);
			if (text === null) throw withoutConfig(name, null);
			return {text, isInside: true};
		}
		// What can't be text is not unpacked any further.
		const most = mostOf(decode(head, name));
		const whole = await unpackAtMost(bytes, packing, most);
		if (whole === null) throw tooLarge(name, most);
		return {text: decode(whole, name), isInside: false};
	} catch (error) {
		if (!(error instanceof UnpackError)) throw error;
		throw new UserError(
			`${name} is damaged: it can't be unpacked (${packing}: ${error.message}).`,
			'Copy it again.',
		);
	}
}

async function firstOf(bytes: Buffer, packing: Packing): Promise<Buffer> {
	const parts: Uint8Array[] = [];
	let total = 0;
	for await (const part of unpacked([bytes], packing)) {
		parts.push(part);
		total += part.length;
		if (total >= headBytes) break;
	}
	return Buffer.concat(parts).subarray(0, headBytes);
}

async function configInside(image: Buffer, name: string): Promise<string> {
	const found = await findInside(image, mostBytes);
	if (found.text !== null) return found.text;
	throw withoutConfig(name, found.packing);
}

function withoutConfig(name: string, packing: string | null): UserError {
	return packing === null
		? new UserError(
				`${name} is a kernel image without its configuration: it was built without CONFIG_IKCONFIG.`,
				'Name the configuration beside it, such as /boot/config-RELEASE.',
			)
		: new UserError(
				`${name} is a kernel image; the kernel in it is packed with ${packing}, and can't be unpacked here.`,
				'scripts/extract-ikconfig of a kernel tree prints its configuration: pipe that in, with - as the name.',
			);
}

function tooLarge(name: string, most: number): UserError {
	const what =
		most === mostBytes ? 'no kernel configuration is that large' : 'more than is read of an SPDX document';
	return new UserError(`${name} unpacks to over ${most >> 20} MB: ${what}.`, whatIsRead);
}

/** Most bytes of a text that begins so. */
const mostOf = (head: string): number => (isSpdx(head) ? mostSpdxBytes : mostBytes);

/** Bytes as text: UTF-8, or UTF-16 as Windows' shell writes it. Refuses what is no text. */
function decode(bytes: Buffer, name: string): string {
	if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le', 2);
	const head = bytes.subarray(0, headBytes);
	if (head.toString('latin1', 257, 262) === 'ustar') {
		throw new UserError(`${name} is a tar archive.`, 'Unpack it, and name the configuration in it.');
	}
	let odd = 0;
	for (const byte of head) {
		if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x0c && byte !== 0x1b)
			odd += 1;
	}
	if (odd * 10 > head.length) {
		throw new UserError(`${name} is no kernel configuration, nor any other text.`, whatIsRead);
	}
	return bytes.toString('utf8', bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0);
}

function readBytes(file: string): Buffer {
	return readRegular(file, {
		most: head =>
			isImage(head) || packingOf(head) !== null
				? mostImageBytes
				: mostOf(head.toString('utf8', 0, headBytes)),
		what: 'kernel configuration',
		advice: whatIsRead,
		pipes: true,
		folder: `Name the configuration in it, such as ${file}/.config.`,
	});
}
