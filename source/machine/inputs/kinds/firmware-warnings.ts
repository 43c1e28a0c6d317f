import {moduleNameOf} from '../../modules.ts';
import type {Gathering, InputKind, LineReader} from '../gathering.ts';

const ofMkinitcpio = /WARNING: Possibly missing firmware for(?: the)?(?: following)? module: '?([\w-]+)'?/;
/** update-initramfs: `W: Possible missing firmware /lib/firmware/X for module Y`, or `for built-in driver Y`. */
const ofDebian = /^\s*W: Possible missing firmware (\S+) for (?:module|built-in driver) ([\w-]+)/;
/** dracut: `Possible missing firmware "X" for kernel module "Y.ko.xz"`. */
const ofDracut = /[Pp]ossible missing firmware "?([^"\s]+)"? for kernel module "?([\w./-]+?)"?\s*$/;
const symbol = /No module containing the symbol '?(\w+)'? found in: '?([\w/.-]+)'?/;
const notFound =
	/(?:==> ERROR: module not found: [`']?([\w-]+)'?|dracut-install: Failed to find module '([\w-]+)'|modprobe: (?:FATAL|ERROR|WARNING): Module ([\w-]+) not found)/;
/** What these tools say beside it. */
const talk =
	/^(?:==> (?:Starting|Building|Running|Creating|Image|Using|Initcpio|WARNING|ERROR|Generating)|\s*-> (?:Running|-k|Parsing|Building|Early|Using|Image)|update-initramfs: |I: The initramfs|dracut\[?\S*: |Processing triggers for |I: Set the RESUME)/;

/** The warnings of mkinitcpio, update-initramfs and dracut: modules whose firmware is not there. Such a module is no more than named. */
export const firmwareWarnings: InputKind = {
	name: 'initramfs warnings',
	read: gathering => new WarningReader(gathering),
};

class WarningReader implements LineReader {
	private readonly gathering: Gathering;
	private tool = 'an initramfs tool';
	private isSaid = false;

	constructor(gathering: Gathering) {
		this.gathering = gathering;
	}

	name(): string {
		return `warnings of ${this.tool}`;
	}

	take(line: string): boolean {
		const arch = ofMkinitcpio.exec(line);
		const [, file, module] = ofDebian.exec(line) ?? ofDracut.exec(line) ?? [];
		if (arch !== null) {
			this.note('mkinitcpio');
			this.gathering.module(arch[1]!, 'named', {note: 'firmware may be missing'});
			return true;
		}
		if (module !== undefined) {
			this.note(ofDebian.test(line) ? 'update-initramfs' : 'dracut');
			const path = file!.replace(/^\/?(?:usr\/)?lib\/firmware\//, '');
			this.gathering.module(moduleNameOf(module), 'named', {note: `firmware is missing: ${path}`});
			return true;
		}
		const missing = symbol.exec(line);
		if (missing !== null) {
			this.note('mkinitcpio');
			this.gathering.symbols.add(`${missing[1]} (${missing[2]})`);
			return true;
		}
		const found = notFound.exec(line);
		const absent = found?.slice(1).find(name => name !== undefined);
		if (absent !== undefined) {
			if (/dracut/.test(line)) this.note('dracut');
			this.gathering.module(absent, 'named', {note: 'no such module was found'});
			return true;
		}
		const build =
			/^==> Starting build: '(\S+)'/.exec(line)?.[1] ?? /Generating \S*\/initrd\.img-(\S+)/.exec(line)?.[1];
		if (build !== undefined && /^\d/.test(build)) this.gathering.release ??= build;
		if (/^update-initramfs:/.test(line)) this.note('update-initramfs');
		return talk.test(line);
	}

	private note(tool: string): void {
		this.tool =
			this.isSaid && !this.tool.includes(tool) ? `${this.tool} and ${tool}` : this.isSaid ? this.tool : tool;
		this.isSaid = true;
	}
}
