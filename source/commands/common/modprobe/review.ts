/** Lines of modprobe.d, each held against what is known of the modules that it names. */
import {goneClaims} from '../../../dataset/gone-claims.ts';
import type {Dataset} from '../../../dataset/reader.ts';
import {goneInWords} from '../../../dossier/gone/words.ts';
import {normaliseName} from '../../../dossier/query/names.ts';
import type {KernelConfig} from '../../../machine/configs/config.ts';
import type {DriverLookup, HostRow} from '../../../machine/judge-host.ts';
import type {Directive, directiveEffects} from '../../../machine/modprobe/directives.ts';
import type {InUse} from '../machines/in-use.ts';
import type {Judgement} from '../risk-output.ts';

/**
 * What is known of a module that a line names. `there`: a driver with a verdict. `alias`: no module, but a name under which
 * one is asked for. `not-in-source`: the source that was surveyed is known to leave it out. `none`: the line is no directive.
 */
export type ReviewState =
	| 'there'
	| 'library'
	| 'gone'
	| 'moved'
	| 'not-in-source'
	| 'outside'
	| 'out-of-tree'
	| 'alias'
	| 'built-in'
	| 'unknown'
	| 'none';

/** One module of one line. */
export interface ReviewLine {
	host: string;
	directive: Directive;
	/** Normalised; null of a line that names none. */
	module: string | null;
	state: ReviewState;
	row: HostRow | null;
	/** Names of modules that are like one that nobody knows. */
	near: readonly string[];
	/** The module is not there, is not known or is built in, or the line is no directive: it may change nothing. */
	wantsLook: boolean;
	said: string;
}

/** What a review holds lines against. */
export interface Reviewing {
	judgement: Judgement;
	lookup: DriverLookup;
	inUse: InUse | null;
	/** Kernel configurations that tell what is built in. */
	configs: readonly KernelConfig[];
}

/** The directives of one machine; `rows` are its judged modules. */
export function reviewDirectives(
	host: string,
	directives: readonly Directive[],
	rows: readonly HostRow[],
	reviewing: Reviewing,
): ReviewLine[] {
	const byName = new Map(rows.map(row => [normaliseName(row.driver), row]));
	const inFile = directives.toSorted((a, b) => compareText(a.file, b.file) || a.line - b.line);
	return inFile.flatMap((directive): ReviewLine[] => {
		if (directive.modules.length === 0) {
			const wantsLook = directive.effect === 'none' || directive.problem !== null;
			const said = directive.problem ?? 'an alias that is off: what asks for it finds nothing';
			const state = wantsLook ? 'none' : 'alias';
			return [{host, directive, module: null, state, row: null, near: [], wantsLook, said}];
		}
		return directive.modules.map(module => ({
			host,
			...reviewModule(directive, module, byName.get(module) ?? null, reviewing),
		}));
	});
}

const compareText = (a: string | null, b: string | null) =>
	(a ?? '') === (b ?? '') ? 0 : (a ?? '') < (b ?? '') ? -1 : 1;

function reviewModule(
	directive: Directive,
	module: string,
	row: HostRow | null,
	reviewing: Reviewing,
): Omit<ReviewLine, 'host'> {
	const {judgement} = reviewing;
	const made = (state: ReviewState, said: string, near: readonly string[] = []): Omit<ReviewLine, 'host'> => {
		const parts = [directive.problem, said, usedText(module, reviewing)].filter(Boolean);
		const wantsLook =
			directive.effect === 'none' ||
			(directive.effect !== 'alias-off' && ['gone', 'unknown', 'built-in'].includes(state)) ||
			(state === 'moved' && !isSameName(row, module));
		return {directive, module, state, row, near, wantsLook, said: parts.join('; ')};
	};
	const builtIn = builtInWhere(module, row, reviewing);
	if (builtIn !== null) {
		const does = directive.effect === 'speaks' ? '' : ': modprobe never loads it, blocking does nothing';
		return made('built-in', `built in, ${builtIn}${does}`);
	}
	switch (row?.standing) {
		case 'judged': {
			const own = row.row!;
			const absent = offWhere(own.symbol, reviewing);
			if (own.recommendation === 'not-a-driver') {
				return made(
					'library',
					[keepsOut.has(directive.effect) ? 'a library: what needs it fails with it' : 'a library', absent]
						.filter(part => part !== null)
						.join('; '),
				);
			}
			const instead = own.replacement === null ? null : `instead: ${own.replacement}`;
			return made('there', [judgement.why(own), instead, absent].filter(part => part !== null).join('; '));
		}
		case 'gone':
		case 'moved':
			return made(row.standing, goneText(row, judgement.dataset));
		case 'out-of-tree':
		case 'not-in-source':
			return made(row.standing, row.remark ?? '');
		case 'not-surveyed':
			return made('outside', row.remark ?? '');
		default: {
			if (/ drivers of Linux /.test(row?.remark ?? '')) return made('there', row!.remark!);
			if (directive.effect === 'alias-off' || kernelAlias.test(module))
				return made(
					'alias',
					directive.effect === 'alias-off'
						? 'no module, an alias: what asks for it finds nothing'
						: 'no module, an alias by which one is asked for',
				);
			const near = nearModules(module, judgement.dataset);
			const nearest = near.length === 0 ? '' : `; nearest: ${near.join(', ')}`;
			return made(
				'unknown',
				`no driver of Linux ${judgement.dataset.manifest.treeVersion} nor of an earlier kernel that is known bears this name${nearest}`,
				near,
			);
		}
	}
}

const keepsOut: ReadonlySet<string> = new Set(['blocks', 'ignores-aliases', 'alias-off']);

/** Names by which the kernel and old tools ask for whatever module serves them (request_module). */
const kernelAlias =
	/^(?:net_pf_\d|char_major_\d|block_major_\d|tty_ldisc_\d|sound_(?:slot|service)_\d|snd_(?:card|slot)_\d|binfmt_[0-9a-f]{4}$|eth\d|usb_host|parport_lowlevel$|ide_(?:disk|cd|tape)$|scsi_hostadapter\d*$|fs_\w|crypto_\w)/;

/** Whether a driver that went elsewhere is still loaded by its old name. */
function isSameName(row: HostRow | null, module: string): boolean {
	const places = row?.gone?.to ?? [];
	return places.some(({id}) => normaliseName(id.slice(id.lastIndexOf('/') + 1)) === module);
}

function goneText(row: HostRow, dataset: Dataset): string {
	const record = row.gone!;
	const claims = record.successors.length > 0 || row.standing !== 'gone' ? null : goneClaims(dataset, record);
	return [goneInWords(record), claims?.replace(/\.$/, '') ?? null].filter(part => part !== null).join('; ');
}

/** Module names like one that leads nowhere, the likest first. */
function nearModules(module: string, dataset: Dataset): string[] {
	return dataset
		.nearest(module)
		.filter(name => !name.startsWith('CONFIG_'))
		.slice(0, 3)
		.map(normaliseName);
}

/** Which option builds a module, as far as that is known. */
function optionOf(module: string, row: HostRow | null, {lookup}: Reviewing): string | null {
	if (row?.row) return row.row.symbol;
	return row?.standing === 'not-surveyed' ? (lookup.outsideOf(module)[0]?.option ?? null) : null;
}

function builtInWhere(module: string, row: HostRow | null, reviewing: Reviewing): string | null {
	const option = optionOf(module, row, reviewing);
	const config = reviewing.configs.find(({enabled}) => option !== null && enabled.get(option) === 'y');
	if (config !== undefined) return `CONFIG_${option}=y in ${config.name}`;
	return reviewing.inUse?.builtIn.has(module) === true ? `on ${reviewing.inUse.hosts.join(', ')}` : null;
}

function offWhere(option: string | null, {configs}: Reviewing): string | null {
	const whole = configs.filter(({isPartial}) => !isPartial);
	if (option === null || whole.length === 0 || configs.some(({enabled}) => enabled.has(option))) return null;
	return `CONFIG_${option} is off in ${whole.map(({name}) => name).join(', ')}: nothing to block there`;
}

function usedText(module: string, {inUse}: Reviewing): string | null {
	const row = inUse?.modules.get(module);
	if (row === undefined || row.isBuiltIn) return null;
	return row.use === 'candidate' ? `${row.host} has a device for it` : `in use on ${row.host}`;
}

/** Whether any line of a review does nothing: that is what its exit status tells. */
export const isAnyWanting = (lines: readonly ReviewLine[]) => lines.some(({wantsLook}) => wantsLook);

/** The words for what lines do, in a table. */
export const effectWords: Readonly<Record<(typeof directiveEffects)[number], string>> = {
	blocks: 'blocks it',
	'ignores-aliases': 'off for devices',
	'alias-off': 'alias off',
	runs: 'runs a command',
	speaks: 'speaks of it',
	none: 'nothing',
};
