import type {Found} from '../dataset/find-name.ts';
import {type Dataset, openDataset} from '../dataset/reader.ts';
import {checkRecord} from '../dataset/record-check.ts';
import type {IndexRow} from '../dossier/index-row.ts';
import {readDeviceQuery} from '../dossier/query/device-query.ts';
import {bareSymbol, editDistance, normaliseName} from '../dossier/query/names.ts';
import type {DirectoryRecord, DriverRecord} from '../dossier/schema.ts';
import {exitStatus, UserError} from '../dossier/user-error.ts';
import {dossierMarkdown} from '../explorer/views/dossier-markdown.ts';
import {dossierText} from '../explorer/views/dossier-text.ts';
import {listHeading, listRow} from '../explorer/views/list.ts';
import {sanitise} from '../text/sanitise.ts';
import type {Theme} from '../text/theme.ts';
import {wrap} from '../text/width.ts';
import {
	type AskedDevice,
	askedText,
	classDrivers,
	describeAsked,
	driversByClass,
} from './common/asked-device.ts';
import {type Context, themeOf} from './common/context.ts';
import {printAnswer, readFormat} from './common/formats.ts';

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
	const dataset = openDataset(context.data, checkRecord);
	try {
		const found = input.map(name => {
			const record = lookUp(dataset, name, context);
			return {record, device: 'module' in record ? describeAsked(name, record) : null};
		});
		const plain = found.map(({record, device}) => (device === null ? record : {...record, device}));
		const theme = themeOf(context);
		const width = Math.min(widest, context.columns);
		printAnswer(context, format, {
			table: () =>
				found.map(one => askedHead(one, width) + print(theme, dataset, one.record, width)).join('\n'),
			json: () => (plain.length === 1 ? plain[0] : plain),
			ndjson: () => plain,
			markdown: () => found.map(({record}) => dossierMarkdown(record, dataset.manifest)).join('\n'),
		});
		return exitStatus.ok;
	} finally {
		dataset.close();
	}
}

/** What is said above a dossier that was asked for by a device. */
function askedHead(
	{record, device}: {record: DriverRecord | DirectoryRecord; device: AskedDevice | null},
	width: number,
): string {
	if (device === null || !('module' in record)) return '';
	const lines = askedText(device, record.module)
		.split('\n')
		.flatMap(line => wrap(sanitise(line), width));
	return `${lines.join('\n')}\n\n`;
}

function print(
	theme: Theme,
	dataset: Dataset,
	record: DriverRecord | DirectoryRecord,
	width: number,
): string {
	const {treeVersion, releases, calibration} = dataset.manifest;
	if ('module' in record) {
		const found = dataset.find(record.directory).directory;
		const directory = found === null ? null : dataset.directoryRecord(found);
		return dossierText(theme, {record, directory, treeVersion, releases, calibration}, width);
	}
	const text = dossierText(theme, {record, directory: null, treeVersion, releases, calibration}, width);
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

/** The one record that a name stands for. Throws a UserError for none (status 1) or several (status 2). */
function lookUp(dataset: Dataset, name: string, context: Context): DriverRecord | DirectoryRecord {
	const {drivers: named, directory}: Found = dataset.find(name);
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
	const device = readDeviceQuery(name);
	if (device !== null) {
		const classes = 'ids' in device && device.ids.some(({bus}) => bus === 'pci') ? classDrivers(dataset) : [];
		throw new UserError(
			`No driver of Linux ${dataset.manifest.treeVersion} is known to claim the device "${printable}".`,
			`An id alone says nothing of a device's class, its whole modalias does${classes.length === 0 ? '.' : `; whole classes of PCI devices are claimed by ${classes.join(', ')}.`}`,
			exitStatus.negative,
		);
	}
	const near = nearestNames(dataset.rows(), name);
	throw new UserError(
		`No driver, CONFIG symbol or directory "${printable}" in Linux ${dataset.manifest.treeVersion}.`,
		near.length > 0
			? `Nearest: ${near.join(', ')}.`
			: 'driverdex list WORD searches names, paths and titles.',
		exitStatus.negative,
	);
}

/** Up to five module names or CONFIG symbols that differ from a name by few letters, or contain it. */
function nearestNames(rows: readonly IndexRow[], name: string): string[] {
	const wanted = normaliseName(name.slice(name.lastIndexOf('/') + 1).replace(/\.(?:ko|o|c)$/, ''));
	const symbol = bareSymbol(name).toLowerCase();
	const limit = Math.max(1, Math.min(3, Math.floor(wanted.length / 3)));
	const found = new Map<string, number>();
	const offer = (shown: string, distance: number) => {
		if (distance <= limit) found.set(shown, Math.min(distance, found.get(shown) ?? distance));
	};
	for (const row of rows) {
		const module = normaliseName(row.module);
		offer(row.module, editDistance(module, wanted, limit));
		if (wanted.length >= 3 && module.includes(wanted)) offer(row.module, limit);
		if (row.symbol !== null && symbol !== wanted) {
			offer(`CONFIG_${row.symbol}`, editDistance(row.symbol.toLowerCase(), symbol, limit));
		}
	}
	return [...found]
		.sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1))
		.slice(0, 5)
		.map(([shown]) => shown);
}
