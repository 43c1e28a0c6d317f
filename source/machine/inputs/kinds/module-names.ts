import {moduleNameOf} from '../../modules.ts';
import type {Gathering, InputKind, LineReader} from '../gathering.ts';

/** A name as modprobe takes it; longer ones are sentences. */
const name = String.raw`[A-Za-z0-9][\w-]{0,55}`;
/** One name a line, with what modules-load.d and /etc/modules allow behind it: options. */
const alone = new RegExp(String.raw`^(${name})(?:\s+[\w.]+=\S+)*$`);
const several = new RegExp(String.raw`^${name}(?:(?:,\s*|\s+)${name})+,?$`);
const listed = new RegExp(String.raw`^${name}(?:,\s*${name})+,?$`);
/** Yocto's package of a module, OpenWrt's, both with or without a version. */
const packaged = /^(kernel-module-|kmod-)([a-z0-9][\w-]*?)(?:(?:-|\s+-\s+|\s+)v?\d+\.\d+\S*(?:\s.*)?)?$/i;
/** A module's file, by itself or anywhere in a line of a listing: `usr/lib/modules/6.1.0/kernel/drivers/…/x.ko.xz`. */
const file = /(?:^|[\s"'(])(\S*?)([\w-]+)\.ko(?:\.(?:xz|gz|zst))?(?=$|[\s"':),])/;
const whole = /^[\w-]+\.ko(?:\.(?:xz|gz|zst))?(?::.*)?$/;
/** mkinitcpio, dracut and Debian: `MODULES=(i915 nvme)`, `add_drivers+=" mpt3sas "`. */
const assigned =
	/^\s*(MODULES|add_drivers|force_drivers|drivers|filesystems|omit_drivers|INITRD_MODULES|DOMU_INITRD_MODULES)\+?=\s*(?!\s)(?:\(([^)]*)\)?|"([^"]*)"?|'([^']*)'?|(\S*))\s*(?:#.*)?$/;
/** Values of Debian's MODULES= that are policies, no modules. */
const policies = new Set(['most', 'dep', 'netboot', 'list', 'none']);

/**
 * Lists of module names: /etc/modules, modules-load.d, the settings of dracut and mkinitcpio, listings of .ko files, package
 * names of Yocto and OpenWrt.
 */
export const moduleNames: InputKind = {
	name: 'module names',
	hasLongLines: true,
	read: gathering => new NamesReader(gathering),
};

class NamesReader implements LineReader {
	private readonly gathering: Gathering;
	private readonly kinds = new Set<string>();

	constructor(gathering: Gathering) {
		this.gathering = gathering;
	}

	name(): string {
		return `a list of ${[...this.kinds].join(' and ')}`;
	}

	take(line: string): boolean {
		const text = line.trim();
		return this.takeAssigned(text) || this.takePackage(text) || this.takeFile(text);
	}

	private takeAssigned(text: string): boolean {
		const found = assigned.exec(text);
		if (found === null) return false;
		const [, variable, ...values] = found;
		this.kinds.add(
			variable === 'MODULES' ? 'modules of an initramfs configuration' : 'modules of a dracut configuration',
		);
		// What is left out of an image is not loaded from it.
		if (variable === 'omit_drivers') return true;
		for (const word of (values.find(value => value !== undefined) ?? '').split(/[\s,]+/)) {
			const plain = word.replace(/\?$/, '');
			if (new RegExp(`^${name}$`).test(plain) && !policies.has(plain))
				this.gathering.module(plain, 'configured');
		}
		return true;
	}

	private takePackage(text: string): boolean {
		const [, prefix, module] = packaged.exec(text) ?? [];
		if (module === undefined) return false;
		this.kinds.add(prefix === 'kmod-' ? 'kmod packages of OpenWrt' : 'kernel-module packages of Yocto');
		this.gathering.module(module, 'named');
		return true;
	}

	private takeFile(text: string): boolean {
		if (!text.includes('.ko')) return false;
		const [, folder, module] = file.exec(text) ?? [];
		// In a sentence, a file of a module has its folder with it.
		if (module === undefined || (folder === '' && !whole.test(text))) return false;
		this.kinds.add('module files');
		const [, path] =
			/(?:^|\/)((?:kernel|updates|extra|extramodules|weak-updates)\/(?:[^\s/]+\/)*)$/.exec(folder!) ?? [];
		const release = /lib\/modules\/([^/\s]+)\//.exec(folder!)?.[1];
		if (release !== undefined) this.gathering.release ??= release;
		this.gathering.module(
			moduleNameOf(module),
			'named',
			path === undefined ? {} : {path: `${path}${module}.ko`},
		);
		return true;
	}
}

/** Lines of a list of bare names that are kept until all was seen. */
const mostWaiting = 20_000;

/**
 * Bare module names, one a line or several. Any word could be one: they are believed where nothing else was in the text,
 * and most of its lines are such.
 */
export const bareNames: InputKind = {
	name: 'module names',
	hasLongLines: true,
	read(gathering) {
		const waiting: string[] = [];
		let lines = 0;
		return {
			name: () => 'a list of module names',
			take(line) {
				const text = line.replace(/#[\s\S]*$/, '').trim();
				if (text === '') return true;
				if (/^[-*•]\s/.test(text)) return this.take(text.slice(1).trim());
				const words = alone.test(text)
					? [alone.exec(text)![1]!]
					: several.test(text)
						? text.split(/[\s,]+/).filter(Boolean)
						: [];
				// Several words in a line are a sentence, unless they look as modules do.
				const isList =
					words.length === 1 ||
					(words.length > 0 &&
						(listed.test(text) || words.filter(word => /[_\d]/.test(word)).length * 2 >= words.length));
				if (!isList) return false;
				lines += 1;
				if (waiting.length < mostWaiting) waiting.push(...words);
				return true;
			},
			believe({read, unread}) {
				if (read > 0 || waiting.length === 0 || lines < unread) return false;
				for (const word of waiting) if (/[a-z]/i.test(word)) gathering.module(word, 'named');
				return true;
			},
		};
	},
};
