import type {HostFacts} from '../facts.ts';
import {moduleNameOf} from '../modules.ts';
import {Gathering, nameText} from './gathering.ts';
import {LinesReading} from './read-lines.ts';

/** A report that is a tree of files, by what only it has. */
const reports: readonly {name: string; mark: RegExp}[] = [
	{name: 'a sosreport', mark: /(?:^|\/)sos_(?:commands|reports|logs)\//},
	{name: 'a supportconfig', mark: /(?:^|\/)(?:supportconfig|basic-environment)\.txt$/},
	{
		name: 'a hw-probe',
		mark: /(?:^|\/)hw\.info\/|(?:^|\/)logs\/(?:hwinfo|lspci|lspci_all|lsusb|usb-devices)$/,
	},
];

/**
 * Files of such reports that tell of drivers and devices: what lspci, lsusb, lsmod and their like printed, logs of the
 * boot. sos: sos_commands/PLUGIN/COMMAND; supportconfig: one text a subject; hw-probe: logs/COMMAND.
 */
const told: readonly RegExp[] = [
	/(?:^|\/)sos_commands\/(?:pci\/lspci[^/]*|usb\/(?:lsusb|usb-devices)[^/]*|kernel\/(?:lsmod|dmesg|uname_-a)|general\/dmesg[^/]*|hardware\/(?:lshw|dmidecode)|networking\/ethtool_-i_[^/]*|host\/uname[^/]*)$/,
	// At the top of it: an image has a modules.txt of dracut's own modules in usr/lib/dracut/.
	/^(?:[^/]+\/){0,2}(?:basic-environment|hardware|boot|modules)\.txt$/,
	/(?:^|\/)logs\/(?:lspci|lspci_all|lsusb|lsusb_-t|lsmod|dmesg(?:\.1)?|hwinfo|inxi|lshw|usb-devices|uname|boot\.log)$/,
	/(?:^|\/)proc\/modules$/,
	/^(?:[^/]+\/)?(?:lspci|lsmod|lsusb|dmesg|uname)$/,
	/(?:^|\/)(?:etc|conf)\/(?:modules|modules-load\.d\/[^/]*\.conf)$/,
];
const hostname = /^(?:[^/]+\/)?(?:etc\/hostname|hostname|sos_commands\/host\/hostname)$/;
const moduleTable = /(?:^|\/)lib\/modules\/([^/]+)\/modules\.dep$|^modules\.dep$/;
const moduleFile = /(?:^|\/)([\w-]+)\.ko(?:\.(?:xz|gz|zst))?$/;

/** Most bytes of texts that are read of one machine: those of a large server's report have some ten million. */
const mostText = 32 << 20;

/**
 * Gathers a machine from the files of a folder or an archive, told one after the other in any order: they are read in that
 * of their paths, so that an archive tells what its folder does.
 */
export class TreeReading {
	private readonly gathering = new Gathering();
	private readonly name: string;
	private readonly kinds = new Set<string>();
	private readonly texts = new Set<string>();
	private readonly paths = new Map<string, string>();
	private readonly files = new Map<string, string>();
	private readonly taken: {path: string; text: string}[] = [];
	private unread = 0;
	private text = 0;
	private leftOut = 0;

	/** `name` is that of the folder or archive. */
	constructor(name: string) {
		this.name = name;
	}

	/** Whether the bytes of a file are wanted. Its path alone may tell something, too: a module's file. */
	wants(path: string): boolean {
		for (const {name, mark} of reports) if (mark.test(path)) this.kinds.add(name);
		const [, module] = moduleFile.exec(path) ?? [];
		if (module !== undefined && this.files.size < 50_000) this.files.set(moduleNameOf(module), path);
		return hostname.test(path) || moduleTable.test(path) || told.some(one => one.test(path));
	}

	take(path: string, bytes: Buffer): void {
		this.text += bytes.length;
		if (this.text > mostText) {
			this.leftOut += 1;
			return;
		}
		this.taken.push({path, text: bytes.toString('utf8')});
	}

	private read(path: string, text: string): void {
		if (hostname.test(path)) {
			this.gathering.host ??= nameText(text.split('\n', 1)[0]);
			return;
		}
		if (moduleTable.test(path)) {
			for (const line of text.split('\n')) {
				const place = line.split(':', 1)[0]!;
				if (place !== '') this.paths.set(moduleNameOf(place), place);
			}
			this.gathering.release ??= moduleTable.exec(path)?.[1] ?? null;
			return;
		}
		const isList = /(?:^|\/)(?:etc|conf)\/modules/.test(path);
		const reading = new LinesReading(this.gathering);
		for (const line of text.split('\n')) {
			// A list of what is to be loaded is one by its place: no word of it has to tell.
			const [, name] = isList ? (/^\s*([\w-]+)/.exec(line) ?? []) : [];
			if (name !== undefined) this.gathering.module(name, 'configured');
			else if (!isList) reading.take(line.endsWith('\r') ? line.slice(0, -1) : line);
		}
		const facts = reading.end();
		for (const kind of facts?.input?.kinds ?? []) this.texts.add(kind);
		this.unread += facts?.input?.unread ?? 0;
	}

	/** What the files told; null where none of them told anything. */
	end(): HostFacts | null {
		const {gathering} = this;
		this.taken.sort((one, other) => (one.path < other.path ? -1 : 1));
		for (const {path, text} of this.taken.splice(0)) this.read(path, text);
		const isReport = this.kinds.size > 0;
		// A report's own copies of module files say nothing; an image's are what it would load.
		if (!isReport && this.files.size > 0) {
			for (const [module, path] of this.files) {
				const [, release, inner] =
					/(?:^|\/)lib\/modules\/([^/]+)\/(.+?)(?:\.(?:xz|gz|zst))?$/.exec(path) ?? [];
				if (release !== undefined) gathering.release ??= release;
				const plain = inner ?? /(?:^|\/)((?:kernel|updates|extra)\/.+?\.ko)(?:\.\w+)?$/.exec(path)?.[1];
				gathering.module(module, 'configured', plain === undefined ? {} : {path: plain});
			}
			this.kinds.add('a tree of module files');
		}
		if (!isReport && /^\d+\.\d+\.\d+\S*$/.test(this.name)) gathering.release ??= this.name;
		if (this.leftOut > 0) {
			gathering.problems.push(
				`its texts have over ${mostText >> 20} MB; files beyond that, not read: ${this.leftOut}`,
			);
		}
		const facts = gathering.facts({
			kinds: [...this.kinds, ...this.texts],
			unread: this.unread,
		});
		if (facts.modules.length === 0 && facts.devices === null) return null;
		for (const module of facts.modules) module.path ??= this.paths.get(module.name) ?? null;
		if (facts.input !== null && facts.input !== undefined && facts.input.kinds.length === 0)
			facts.input.kinds.push('a folder of lists');
		return facts;
	}
}
