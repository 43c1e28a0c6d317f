/** From what an SPDX document says was built to the options that build it. */
import type {IndexRow} from '../../dossier/index-row.ts';
import type {GoneRecord, OutsideRecord} from '../../dossier/schema.ts';
import {isSurveyed} from '../../dossier/surveyed-folders.ts';
import type {KernelConfig, Written} from '../configs/config.ts';
import {nameConfig, said} from '../configs/config.ts';
import type {BuiltThing} from './spdx.ts';

/** What is known of drivers, for what was built. */
export interface BuiltWorld {
	treeVersion: string;
	/** By module name, normalised. */
	byName: ReadonlyMap<string, readonly IndexRow[]>;
	/** The driver whose own source lies at a path from the kernel's top folder; null where none has it to itself. */
	ownerOf(path: string): IndexRow | null;
	goneOf(module: string): readonly GoneRecord[];
	outsideOf(module: string): readonly OutsideRecord[];
}

/** Names that a note tells at most. */
const mostNamed = 6;

/**
 * A configuration that enables what a document says was built, and no other driver. A module's file makes its option m;
 * where only sources or objects are named it is y, for a document of sources does not tell. Others come back as they are.
 */
export function withBuilt(config: KernelConfig, world: BuiltWorld): KernelConfig {
	if (config.built === undefined) return config;
	const written = new Map<string, Written>();
	const only = new Set<string>();
	const counts = {outside: 0, optionless: 0, shared: 0};
	const unknown = new Set<string>();
	const write = (option: string | null, value: 'y' | 'm', line: number) => {
		if (option === null) counts.optionless += 1;
		else if (!written.has(option)) written.set(option, {value, line});
	};
	const judge = (row: IndexRow, value: 'y' | 'm', line: number) => {
		if (only.has(row.id)) return;
		only.add(row.id);
		write(row.symbol, value, line);
	};
	const judgeModule = (thing: BuiltThing & {kind: 'module'}) => {
		for (const name of thing.names) {
			const rows = at(world.byName.get(name) ?? [], thing.path);
			if (rows.length > 0) {
				for (const row of rows) judge(row, 'm', thing.line);
				return;
			}
			if (world.outsideOf(name).length > 0) {
				counts.outside += 1;
				return;
			}
			const dead = world.goneOf(name).filter(({option}) => option !== null);
			if (dead.length > 0) {
				for (const {option} of dead) write(option, 'm', thing.line);
				return;
			}
		}
		if (isElsewhere(thing.path)) counts.outside += 1;
		else unknown.add(thing.names[0]!);
	};
	// What a module's file says of a driver is more than what its sources say.
	for (const thing of config.built) if (thing.kind === 'module') judgeModule(thing);
	let sources = 0;
	for (const thing of config.built) {
		if (thing.kind !== 'source') continue;
		sources += 1;
		const owner = thing.paths.map(path => world.ownerOf(path)).find(row => row !== null);
		if (owner === undefined) counts.shared += 1;
		else judge(owner, 'y', thing.line);
	}
	const onlyBySource = [...written.values()].filter(({value}) => value === 'y').length;
	const named = [...unknown];
	const listed = named.slice(0, mostNamed).join(', ');
	const notes = [
		...config.notes,
		...said(
			counts.outside,
			'module lies outside what is surveyed, and was not judged',
			'modules lie outside what is surveyed, and were not judged',
		),
		...said(
			named.length,
			`module is no driver of Linux ${world.treeVersion} and none that is known to be gone: ${listed}`,
			`modules are no drivers of Linux ${world.treeVersion} and none that are known to be gone: ${listed}${named.length > mostNamed ? ' …' : ''}`,
		),
		...said(
			counts.shared,
			`of ${sources} sources belongs to no driver alone, or to none of this kernel`,
			`of ${sources} sources belong to no driver alone, or to none of this kernel`,
		),
		...said(
			onlyBySource,
			'option is told by sources alone, which do not say whether it is y or m: told as y',
			'options are told by sources alone, which do not say whether they are y or m: told as y',
		),
		...said(
			counts.optionless,
			'driver that it names has no option, and was not judged',
			'drivers that it names have no option, and were not judged',
		),
	];
	return {...nameConfig({...config, written, notes}, config.name, config.path), only};
}

/** Of drivers that bear a module's name those that lie where its file does; all of them where that tells nothing. */
function at(rows: readonly IndexRow[], path: string | null): readonly IndexRow[] {
	if (rows.length < 2 || path === null) return rows;
	const exact = rows.filter(({directory}) => `/${path}`.includes(`/${directory}/`));
	return exact.length > 0 ? exact : rows;
}

/** Whether a module's file lies in a kernel's own folders, but in none that is surveyed. */
function isElsewhere(path: string | null): boolean {
	const [, below] =
		/(?:^|\/)kernel\/((?:arch|block|crypto|fs|kernel|lib|mm|net|samples|security|virt)\/.*)$/.exec(
			path ?? '',
		) ?? [];
	return below !== undefined && !isSurveyed(below);
}
