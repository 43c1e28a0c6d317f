import {existsSync} from 'node:fs';
import {findUndefined} from '../../../dossier/kernel-options.ts';
import {exitStatus, UserError} from '../../../dossier/user-error.ts';
import {fillFrom, type KernelConfig} from '../../../machine/configs/config.ts';
import {ownConfigs, readKernelConfigs} from '../../../machine/kernel-config.ts';
import {ModprobeGiven} from '../../../machine/modprobe/given.ts';
import {sanitise} from '../../../text/sanitise.ts';
import type {Context} from '../context.ts';
import type {ModprobeFile} from '../modprobe/audit-review.ts';

/** The configurations that are asked for, filled from `--defaults-from`. Throws a UserError. */
export async function readAsked(
	{flags}: Pick<Context, 'flags'>,
	files: readonly string[],
): Promise<{configs: KernelConfig[]; modprobe: ModprobeFile[]}> {
	const architecture = (flags.arch as string | undefined) ?? null;
	const configs: KernelConfig[] = [];
	const modprobe: ModprobeFile[] = [];
	for (const file of files) {
		const names = new Set(configs.map(({name}) => name));
		try {
			const read = await readKernelConfigs(file, architecture);
			// Two diffs may change the same file: each is told by its own.
			configs.push(...read.map(config => ({...config, name: apartFrom(names, config.name, file)})));
		} catch (error) {
			if (!(error instanceof ModprobeGiven)) throw error;
			modprobe.push({name: file === '-' ? 'standard input' : file, text: error.text});
		}
	}
	const from = flags.defaultsFrom as string | undefined;
	const defaults = from === undefined ? null : await readDefaults(from, architecture);
	const isOfUse = [...configs, ...(defaults === null ? [] : [defaults])].some(
		({kind}) => kind === 'annotations',
	);
	if (architecture !== null && !isOfUse) {
		throw new UserError(
			"--arch is for Ubuntu's annotations, which speak of several architectures; none of these is one.",
			'Leave it out.',
			exitStatus.usage,
		);
	}
	if (defaults === null) return {configs, modprobe};
	if (configs.every(({isPartial}) => !isPartial)) {
		throw new UserError(
			`${sanitise(configs[0]?.name ?? files[0]!)} is ${configs[0]?.built === undefined ? 'a whole configuration' : configs[0].label}: --defaults-from has nothing to fill.`,
			'Leave --defaults-from out.',
			exitStatus.usage,
		);
	}
	return {configs: configs.map(config => (config.isPartial ? fillFrom(config, defaults) : config)), modprobe};
}

/** A name that no other configuration has. */
function apartFrom(names: ReadonlySet<string>, name: string, file: string): string {
	let apart = names.has(name) && name !== file ? `${file}: ${name}` : name;
	for (let count = 2; names.has(apart); count++) apart = `${name} (${count})`;
	return apart;
}

async function readDefaults(file: string, architecture: string | null): Promise<KernelConfig> {
	const [defaults, other] = await readKernelConfigs(file, architecture);
	if (other === undefined) return defaults!;
	throw new UserError(
		`${sanitise(file)} is a diff of several files: --defaults-from takes one configuration.`,
		'Name the .config that the rest of the options are from.',
	);
}

/** The configuration of the kernel that runs here. */
export function ownConfig(): string {
	const places = ownConfigs();
	const found = places.find(place => existsSync(place));
	if (found !== undefined) return found;
	throw new UserError(
		`No configuration of the running kernel: looked for ${places.join(', ')}.`,
		'Name one: driverdex audit .config',
	);
}

/** Fewest options by which a configuration can be told to be another program's. */
const leastTelling = 4;
/** Fewest letters of a list of a whole kernel's options: that of 6.12 has 300 thousand. */
const leastList = 100_000;
/** Of so many options of a kernel's, however old or patched, more than a tenth is known. */
const leastSharing = 20;
/**
 * Refuses a configuration that is of the kernel's form but of another program: next to none of its options is one of a
 * kernel. `isGone` says which of some options earlier kernels had.
 */
export function refuseUnknown(
	configs: readonly KernelConfig[],
	options: string,
	isGone: (symbols: ReadonlySet<string>) => readonly {option: string | null}[],
): void {
	if (options.length < leastList) return;
	for (const {name, kind, written} of configs) {
		// One that says which Linux it is of is believed, and other forms no other program has.
		if (written.size < leastTelling || kind !== 'fragment') continue;
		const missing = findUndefined(options, written.keys());
		const least = written.size < leastSharing ? 0 : written.size / 10;
		if (written.size - missing.length > least) continue;
		const gone = new Set(isGone(new Set(missing)).map(({option}) => option)).size;
		const known = written.size - missing.length + gone;
		if (known > least) continue;
		throw new UserError(
			`${sanitise(name)} is another program's configuration: of its ${written.size} options ${known === 0 ? 'none is' : `only ${known} are`} the kernel's.`,
			'Name the .config in the folder that the kernel was built in.',
		);
	}
}
