import type {Dataset} from '../dataset/reader.ts';
import {readDeviceQuery} from '../dossier/query/device-query.ts';
import {bareSymbol} from '../dossier/query/names.ts';
import type {DirectoryRecord, DriverRecord} from '../dossier/schema.ts';
import {dossierText} from '../explorer/views/dossier-text.ts';
import type {Theme} from '../text/theme.ts';
import {type Context, tableWidth, themeOf} from './common/context.ts';
import {readFormat} from './common/formats.ts';

/** Widest that a dossier is printed: longer lines are hard to read. */
const widest = 100;

/**
 * `driverdex show NAME…`: whole dossiers as text, JSON, NDJSON or Markdown. The text of one living driver is printed here,
 * which is what is asked most; for whatever else the bundle of show/further.ts is loaded.
 */
export async function show(context: Context): Promise<number> {
	const format = readFormat(context, {
		csv: {
			what: 'A dossier does not fit into a line of CSV.',
			advice: 'driverdex list NAME --format csv has a line for each driver; --format json has whole records.',
		},
	});
	const dataset = context.openDataset();
	try {
		const width = Math.min(widest, context.columns);
		const theme = themeOf(context);
		const [name, ...others] = context.input;
		const isOneName = name !== undefined && name !== '-' && others.length === 0;
		if (isOneName && format === 'table' && context.flags.from === undefined) {
			const record = plainDriver(dataset, name);
			if (record !== null) {
				context.out(printDossier(theme, dataset, record, width));
				return 0;
			}
		}
		const {showFurther} = await import('./show/further.ts');
		return await showFurther(context, dataset, {
			format,
			theme,
			width,
			table: tableWidth(context),
			print: record => printDossier(theme, dataset, record, width),
		});
	} finally {
		dataset.close();
	}
}

/** The living driver that a name alone leads to; null for every other name, and where it may be a platform's. */
function plainDriver(dataset: Dataset, name: string): DriverRecord | null {
	if (readDeviceQuery(name) !== null) return null;
	const {drivers, directory} = dataset.find(name);
	const [row] = drivers;
	const isPlain = drivers.length === 1 && directory === null && row!.symbol !== bareSymbol(name);
	return isPlain ? dataset.driver(row!) : null;
}

/** The text of a dossier. */
function printDossier(
	theme: Theme,
	dataset: Dataset,
	record: DriverRecord | DirectoryRecord,
	width: number,
): string {
	const {treeVersion, releases, distributions, calibration} = dataset.manifest;
	const beside = {treeVersion, releases, distributions, calibration};
	if (!('module' in record)) return dossierText(theme, {record, directory: null, ...beside}, width);
	const found = dataset.directoryEntry(record.directory);
	const directory = found === null ? null : dataset.directoryRecord(found);
	const dependents = dataset.links.dependents(record.id);
	return dossierText(theme, {record, directory, dependents, ...beside}, width);
}
