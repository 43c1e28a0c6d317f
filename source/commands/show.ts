import type {Found} from '../dataset/find-name.ts';
import {goneClaims} from '../dataset/gone-claims.ts';
import type {Dataset} from '../dataset/reader.ts';
import {lastGoneFirst} from '../dossier/gone/keys.ts';
import {makerOf} from '../dossier/gone/out-of-tree.ts';
import {fateInWords, outsideInWords} from '../dossier/gone/words.ts';
import {findUndefined} from '../dossier/kernel-options.ts';
import {readDeviceQuery} from '../dossier/query/device-query.ts';
import {bareSymbol, normaliseName} from '../dossier/query/names.ts';
import type {DirectoryRecord, DriverRecord, GoneRecord, Platform} from '../dossier/schema.ts';
import {withNotes} from '../dossier/summary/notes.ts';
import {exitStatus, UserError} from '../dossier/user-error.ts';
import {dossierMarkdown} from '../explorer/views/dossier-markdown.ts';
import {dossierText} from '../explorer/views/dossier-text.ts';
import {goneLines, goneMarkdown} from '../explorer/views/gone.ts';
import {listHeading, listRow} from '../explorer/views/list.ts';
import {sanitise} from '../text/sanitise.ts';
import type {Theme} from '../text/theme.ts';
import {wrap} from '../text/width.ts';
import {type Context, tableWidth, themeOf} from './common/context.ts';
import {
	type AskedDevice,
	askedText,
	classDrivers,
	describeAsked,
	driversByClass,
} from './common/devices/asked-device.ts';
import {printAnswer, readFormat} from './common/formats.ts';
import {findPlatform, platformMarkdown, platformText} from './common/platform-output.ts';

/** Widest that a dossier is printed: longer lines are hard to read. */
const widest = 100;

/** `driverdex show NAME…`: whole dossiers as text, JSON, NDJSON or Markdown. */
export function show(context: Context): number {
	const {input} = context;
	if (input.length === 0) {
		throw new UserError(
			'show wants a name.',
			'Such as: driverdex show mlx4_ib, or CONFIG_E1000, or drivers/net/wan.',
			exitStatus.usage,
		);
	}
	const format = readFormat(context, {
		csv: {
			what: 'A dossier does not fit into a line of CSV.',
			advice: 'driverdex list NAME --format csv has a line for each driver; --format json has whole records.',
		},
	});
	const dataset = context.openDataset();
	try {
		const found = input.map(name => {
			const record = lookUp(dataset, name, context);
			return {record, device: 'module' in record && !isGone(record) ? describeAsked(name, record) : null};
		});
		const plain = found.map(({record, device}) => {
			const whole = isDriverRecord(record) ? withNotes(record, dataset.manifest) : record;
			return device === null ? whole : {...whole, device};
		});
		const theme = themeOf(context);
		const width = Math.min(widest, context.columns);
		printAnswer(context, format, {
			table: () =>
				found
					.map(
						one =>
							askedHead(one, width) +
							print(theme, dataset, one.record, {text: width, table: tableWidth(context)}),
					)
					.join('\n'),
			json: () => (plain.length === 1 ? plain[0] : plain),
			ndjson: () => plain,
			markdown: () =>
				found
					.map(({record}) =>
						isGone(record)
							? goneMarkdown(record, goneClaims(dataset, record))
							: isPlatform(record)
								? platformMarkdown(dataset, record)
								: dossierMarkdown(record, dataset.manifest),
					)
					.join('\n'),
		});
		return found.some(({record}) => isLeftOut(record)) ? exitStatus.failed : exitStatus.ok;
	} finally {
		dataset.close();
	}
}

/** What a name leads to. */
type Shown = DriverRecord | DirectoryRecord | GoneRecord | Platform;

const isGone = (record: Shown): record is GoneRecord => 'lastRelease' in record;
const isPlatform = (record: Shown): record is Platform => 'deviceTrees' in record;
const isDriverRecord = (record: Shown): record is DriverRecord => 'module' in record && !isGone(record);
/** Not in the source that was surveyed, so that nothing is known of its fate. */
const isLeftOut = (record: Shown) => isGone(record) && record.fate === null;

/** What is said above a dossier that was asked for by a device. */
function askedHead({record, device}: {record: Shown; device: AskedDevice | null}, width: number): string {
	if (device === null || isGone(record) || !('module' in record)) return '';
	const lines = askedText(device, record.module)
		.split('\n')
		.flatMap(line => wrap(sanitise(line), width));
	return `${lines.join('\n')}\n\n`;
}

function print(
	theme: Theme,
	dataset: Dataset,
	record: Shown,
	widths: {text: number; table: number | null},
): string {
	const width = widths.text;
	if (isGone(record)) {
		const lines = goneLines(theme, record, width, goneClaims(dataset, record)).map(line => line.trimEnd());
		return `${lines.join('\n')}\n`;
	}
	if (isPlatform(record)) return platformText(theme, dataset, record, widths.table);
	const {treeVersion, releases, distributions, calibration} = dataset.manifest;
	const beside = {treeVersion, releases, distributions, calibration};
	if ('module' in record) {
		const found = dataset.find(record.directory).directory;
		const directory = found === null ? null : dataset.directoryRecord(found);
		return dossierText(theme, {record, directory, ...beside}, width);
	}
	const text = dossierText(theme, {record, directory: null, ...beside}, width);
	const drivers = dataset.rows().filter(({id}) => id.startsWith(`${record.directory}/`));
	const shown = drivers.slice(0, 40);
	const rows = shown.map(row =>
		listRow(theme, row, {width, selected: false, marked: false, active: false}).trimEnd(),
	);
	const more =
		drivers.length > shown.length
			? [
					theme.paint(
						'quiet',
						`  and ${drivers.length - shown.length} more: driverdex list path:${record.directory}`,
					),
				]
			: [];
	return `${text}\n${theme.paint('heading', 'Drivers')}\n${[listHeading(theme, width).trimEnd(), ...rows, ...more].join('\n')}\n`;
}

/** The one record that a name stands for: of a platform's option the platform, whatever its Makefiles build. Throws a UserError for none (status 1) or several (status 2). */
function lookUp(dataset: Dataset, name: string, context: Context): Shown {
	const {drivers: named, directory}: Found = dataset.find(name);
	if (directory === null && named.every(({symbol}) => symbol === bareSymbol(name))) {
		const platform = findPlatform(dataset, name);
		if (platform !== null) return platform;
	}
	const drivers =
		named.length === 0 && directory === null && readDeviceQuery(name) !== null
			? driversByClass(dataset, name)
			: named;
	const printable = sanitise(name);
	if (drivers.length === 1 && directory === null) return dataset.driver(drivers[0]!);
	if (directory !== null && drivers.length === 0) return dataset.directoryRecord(directory);
	if (directory !== null) {
		context.remark(
			`${printable} is a directory and a driver: this is the driver; the directory is ${directory[0]}/`,
		);
		return name.endsWith('/') ? dataset.directoryRecord(directory) : dataset.driver(drivers[0]!);
	}
	if (drivers.length > 1) {
		const candidates = drivers
			.slice(0, 20)
			.map(row => `  ${row.id}${row.symbol === null ? '' : `  CONFIG_${row.symbol}`}`);
		const more = drivers.length > 20 ? `\n  and ${drivers.length - 20} more` : '';
		throw new UserError(
			`"${printable}" stands for ${drivers.length} drivers.`,
			`Name one by its path:\n${candidates.join('\n')}${more}`,
			exitStatus.failed,
		);
	}
	const gone = lookUpGone(dataset, name);
	if (gone !== null) return gone;
	const device = readDeviceQuery(name);
	if (device !== null) {
		const classes = 'ids' in device && device.ids.some(({bus}) => bus === 'pci') ? classDrivers(dataset) : [];
		throw new UserError(
			`No driver of Linux ${dataset.manifest.treeVersion} is known to claim the device "${printable}".`,
			`An id alone says nothing of a device's class, its whole modalias does${classes.length === 0 ? '.' : `; whole classes of PCI devices are claimed by ${classes.join(', ')}.`}`,
			exitStatus.negative,
		);
	}
	const outside = outsideWords(dataset, name);
	if (outside !== null) {
		throw new UserError(
			outside,
			'driverdex list WORD searches the drivers that are surveyed.',
			exitStatus.negative,
		);
	}
	const near = dataset.nearest(name);
	throw new UserError(
		`No driver, CONFIG symbol, platform or directory "${printable}" in Linux ${dataset.manifest.treeVersion}.`,
		near.length > 0
			? `Nearest: ${near.join(', ')}.`
			: 'driverdex list WORD searches names, paths and titles.',
		exitStatus.negative,
	);
}

/**
 * The one driver that is gone that a name stands for; null for none. Of several records of one driver the last is told;
 * of several drivers, the one that left last, unless they lie in several places, which is status 2.
 */
function lookUpGone(dataset: Dataset, name: string): GoneRecord | null {
	const records = dataset.gone.find(name);
	const [first] = records;
	if (first === undefined) return null;
	const byAge = lastGoneFirst(records);
	// Where something of that name went on, that is what is asked for; the same one may have moved more than once.
	const ends = new Set(
		records.map(({to, id, fate}) => (to.length > 0 ? to.map(place => place.id).join() : `${id} ${fate}`)),
	);
	if (ends.size === 1) return byAge[0]!;
	const candidates = byAge.slice(0, 20).map(record => `  ${record.id}: ${fateInWords(record)}`);
	const more = records.length > candidates.length ? `\n  and ${records.length - candidates.length} more` : '';
	throw new UserError(
		`"${sanitise(name)}" stands for ${records.length} drivers of earlier kernels.`,
		`Name one by its path:\n${candidates.map(line => sanitise(line)).join('\n')}${more}`,
		exitStatus.failed,
	);
}

/** What a name is that is no driver of the survey; null where nothing knows it. */
function outsideWords(dataset: Dataset, name: string): string | null {
	const module = normaliseName(name.replace(/\.ko(?:\.(?:xz|gz|zst))?$/, ''));
	const maker = makerOf(module);
	if (maker !== null) {
		return `${sanitise(name)} is built out of the kernel's tree: ${maker}. Only the tree is surveyed.`;
	}
	const found = dataset.outside.find(name);
	const [first] = found;
	if (first !== undefined) {
		const more = found.length > 1 ? ` So are ${found.length - 1} more of that name.` : '';
		return sanitise(`${outsideInWords(first)}${more}`);
	}
	const symbol = bareSymbol(name).toUpperCase();
	const options = dataset.optionsText();
	if (options === null || findUndefined(options, [symbol]).length > 0) return null;
	return `CONFIG_${sanitise(symbol)} is an option of Linux ${dataset.manifest.treeVersion} that builds no driver: it is outside the survey.`;
}
