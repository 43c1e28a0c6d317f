import {
	type Announced,
	type Announcement,
	announcedOf,
	isOfDriver,
	looksLikeAnnouncement,
	optionIn,
	readAnnouncement,
} from '../dataset/imports/announcement.ts';
import {applyAnnouncements} from '../dataset/imports/apply-announcements.ts';
import {importDossiers as applyImports, isAtOrBelow} from '../dataset/imports/import-dossiers.ts';
import {importValue} from '../dataset/imports/import-value.ts';
import {loadDataset} from '../dataset/load.ts';
import {keepAnnouncements} from '../dataset/overlay/announcements.ts';
import {writeWhole} from '../dataset/overlay/own-files.ts';
import {isOwn, keepVerdicts, readVerdicts, shareableText} from '../dataset/overlay/verdicts.ts';
import type {Dataset} from '../dataset/reader.ts';
import {exitStatus, UserError} from '../dossier/user-error.ts';
import {counted} from '../text/numbers.ts';
import type {Context} from './common/context.ts';
import {dossiersOf, readDossierValues} from './common/read-dossiers.ts';
import {writeInto} from './common/write-into.ts';

/**
 * `driverdex import FILE…`: dossiers, facts of published pages and announcements, beside the data set's own verdicts. They go into the
 * person's overlay, or into a data set that was named; the shipped one is never written.
 */
export async function importDossiers(context: Context): Promise<number> {
	const {flags, environment, input} = context;
	if (flags.export !== undefined) return exportOwn(context, String(flags.export));
	if (input.length === 0) {
		throw new UserError(
			'import wants a file.',
			'A dossier.json, a folder with one dossier.json per driver directory in it, or an NDJSON file of published pages or announcements.',
			exitStatus.usage,
		);
	}
	const assessor = flags.assessor === 'person' ? 'person' : 'dossier';
	const origin = (flags.origin as string | undefined) ?? null;
	const isNamed = flags.data !== undefined || Boolean(environment.DRIVERDEX_DATA);
	return isNamed
		? intoDataset(context, {assessor, origin})
		: intoOverlay(context, {assessor, origin: origin ?? (assessor === 'person' ? 'somebody else' : null)});
}

interface Maker {
	assessor: 'person' | 'dossier';
	origin: string | null;
}

function intoDataset(context: Context, maker: Maker): Promise<number> {
	return writeInto(
		context.data,
		{command: 'driverdex import', isNew: false},
		async (writing, interruption) => {
			const {values, announcements} = sorted(readDossierValues(context.input));
			const imports = dossiersOf(values, maker);
			const {manifest, options, gone, outside, platforms, ...records} = loadDataset(context.data);
			await interruption.check();
			const {counts: _counts, files: _files, schemaVersion: _version, ...kept} = manifest;
			const result = applyImports(records, imports);
			const announced = applyAnnouncements(
				{drivers: result.drivers, platforms},
				announcements.map(announcedOf),
			);
			await interruption.check();
			const {drivers, reached} = announced;
			writing.write({
				manifest: kept,
				...{drivers, directories: result.directories, platforms: announced.platforms},
				...{options, gone, outside},
			});
			return tellReached(context, new Map([...result.reached, ...reached]), manifest.treeVersion);
		},
	);
}

/** The values of dossiers and pages, and the announcements, read. Throws a UserError that names a bad one. */
function sorted(values: ReturnType<typeof readDossierValues>): {
	values: ReturnType<typeof readDossierValues>;
	announcements: Announcement[];
} {
	const isAnnouncement = ({value}: {value: unknown}) => looksLikeAnnouncement(value);
	return {
		values: values.filter(one => !isAnnouncement(one)),
		announcements: values.filter(isAnnouncement).map(({value, where}) => readAnnouncement(value, where)),
	};
}

/** How many records an announcement reaches: the drivers that it is of, and the platform with those that need it. */
function reachOf({subject}: Announced, dataset: Dataset): number {
	if (subject.includes('/')) return dataset.rows().filter(({id}) => id === subject).length;
	const option = optionIn(subject);
	const platform = option === null ? null : dataset.platform(option);
	const found = dataset
		.find(subject)
		.drivers.filter(({id, module, symbol}) =>
			isOfDriver({subject}, {id, module, kconfig: symbol === null ? null : {symbol}}),
		);
	const ids = new Set([...found.map(({id}) => id), ...(platform?.drivers ?? [])]);
	return ids.size + (platform === null ? 0 : 1);
}

/** Keeps them in the overlay, each in the place of an older one of the same maker and path. */
function intoOverlay(context: Context, maker: Maker): number {
	const overlay = overlayOf(context);
	const {values, announcements} = sorted(readDossierValues(context.input));
	// Every one is read before the first is kept.
	const covers = values.flatMap(({value, where}) => {
		const {assessment, figures} = importValue(value, where, maker);
		return assessment === null && figures === null ? [] : [(assessment ?? figures)!.covers];
	});
	const date = new Date().toISOString().slice(0, 10);
	if (values.length > 0) {
		keepVerdicts(
			overlay,
			values.map(({value}) => ({...maker, date, dossier: value})),
		);
	}
	if (announcements.length > 0) keepAnnouncements(overlay, announcements);
	const dataset = context.openDataset();
	try {
		const paths = [
			...dataset.rows().map(({id}) => ({path: id, isDriver: true})),
			...dataset.directories().map(([path]) => ({path, isDriver: false})),
		];
		const reaches = (cover: string) =>
			paths.filter(({path, isDriver}) => (isDriver ? isAtOrBelow(path, cover) : path === cover)).length;
		context.remark(`kept in ${overlay}, read over any data set`);
		const reached = new Map(covers.map(cover => [cover, reaches(cover)]));
		for (const one of announcements.map(announcedOf)) reached.set(one.subject, reachOf(one, dataset));
		return tellReached(context, reached, dataset.manifest.treeVersion);
	} finally {
		dataset.close();
	}
}

function tellReached(context: Context, reached: ReadonlyMap<string, number>, treeVersion: string): number {
	const missing = [...reached].filter(([, count]) => count === 0);
	for (const [path, count] of reached) {
		if (count > 0) context.out(`${path}: applied to ${counted(count, 'record')}\n`);
	}
	for (const [path] of missing)
		context.remark(`${path}: nothing of Linux ${treeVersion} lies there; left out`);
	return missing.length === reached.size ? exitStatus.failed : exitStatus.ok;
}

/** `--export FILE`: the person's own verdicts, a dossier of the import format a line. */
function exportOwn(context: Context, file: string): number {
	const own = readVerdicts(overlayOf(context)).filter(isOwn);
	if (own.length === 0) {
		throw new UserError('You have no verdicts of your own.', 'In the explorer, e writes one.');
	}
	if (file === '-') context.out(shareableText(own));
	else if (writeWhole(file, [shareableText(own)], {isNew: true}))
		context.remark(`wrote ${counted(own.length, 'verdict')} to ${file}; driverdex import takes them in`);
	else throw new UserError(`${file} is there already.`, 'Name another file, or - for standard output.');
	return exitStatus.ok;
}

function overlayOf({places}: Context): string {
	if (places.overlay !== null) return places.overlay;
	throw new UserError(
		'There is no place for verdicts of your own: neither XDG_DATA_HOME nor HOME names a folder.',
		'Name one with --overlay DIR.',
	);
}
