/** How removals of such drivers went: what left the same part of the tree, and what became of deletions that were posted. */
import type {Dataset} from '../../dataset/reader.ts';
import {removalRisk} from '../../dossier/effective.ts';
import {isLost, monthInWords} from '../../dossier/gone/words.ts';
import type {DriverRecord, GoneRecord} from '../../dossier/schema.ts';
import {counted, grouped, percent} from '../../text/numbers.ts';

/** So many of those that left last are named. */
const mostNamed = 6;

/** Sentences, each with what it was counted over. */
export function historyOf(dataset: Dataset, record: DriverRecord): string[] {
	const folder = record.directory.split('/').slice(0, 3).join('/');
	return [...leftFrom(dataset, folder), ...postedIn(dataset, folder), ...bandOf(dataset, record)];
}

const isBelow = (id: string, folder: string) => id.startsWith(`${folder}/`);

function leftFrom({manifest, gone, rows}: Dataset, folder: string): string[] {
	const [first] = manifest.releases;
	const records = gone.all();
	if (records === null || first === undefined) return ['What left the kernel was not surveyed.'];
	const left = records
		.filter(one => isBelow(one.id, folder) && isLost(one) && one.lastRelease.date >= first.date)
		.sort((one, other) => (one.lastRelease.date < other.lastRelease.date ? 1 : -1));
	const there = rows().filter(({id}) => isBelow(id, folder)).length;
	const named = left.slice(0, mostNamed).map(one => `${one.module} (${lastWords(one)})`);
	const all = there + left.length;
	return [
		`Of ${counted(all, 'driver')} below ${folder}/ that Linux ${first.release} or a later release had, ${left.length === 0 ? 'none was' : `${grouped(left.length)} ${left.length === 1 ? 'was' : 'were'}`} removed by ${manifest.treeVersion}${left.length === 0 ? '' : `: ${left.length > named.length ? 'the last ' : ''}${named.join(', ')}`}. What was moved, renamed or merged is not among them.`,
	];
}

function lastWords({goneIn, lastRelease}: GoneRecord): string {
	return goneIn === null
		? `last in ${lastRelease.release}`
		: `gone in ${goneIn.release}, ${monthInWords(goneIn.date)}`;
}

/** Deletions posted on lists that were read: of drivers that are gone, and of those that are still there. */
function postedIn(dataset: Dataset, folder: string): string[] {
	const gone = (dataset.gone.all() ?? []).filter(one => isLost(one) && one.deletion !== null);
	const living = dataset
		.rows()
		.filter(({removalPatch}) => removalPatch)
		.map(row => dataset.driver(row));
	const objected = (records: readonly DriverRecord[]) =>
		records.filter(({signals}) =>
			signals.removalPatches?.some(({kind, answer}) => kind === 'removal' && answer === 'objected'),
		).length;
	const tell = (where: string, left: number, there: readonly DriverRecord[]) =>
		left + there.length === 0
			? `No deletion of a driver ${where} is known from the mailing lists that were read.`
			: `Deletions posted on the mailing lists that were read, ${where}: of ${counted(left + there.length, 'driver')} ${grouped(left)} ${left === 1 ? 'is' : 'are'} gone, ${grouped(there.length)} still there, ${grouped(objected(there))} of them with an objection among the answers.`;
	return [
		tell(
			`below ${folder}/`,
			gone.filter(({id}) => isBelow(id, folder)).length,
			living.filter(({id}) => isBelow(id, folder)),
		),
		`${tell('anywhere', gone.length, living)} Some of the latter are newer than the last release. Lists that were not read may have more of either.`,
	];
}

function bandOf({manifest}: Dataset, record: DriverRecord): string[] {
	const risk = removalRisk(record);
	const {calibration} = manifest;
	if (risk === null || calibration === null) return [];
	const band = calibration.bands.find(({from, to}) => risk >= from && (risk < to || to === 1));
	if (band === undefined) return [];
	const {pair} = calibration;
	return [
		`The rules put the chance that it is gone within two years at ${percent(risk)}. Of ${counted(band.drivers, 'driver')} that they put between ${percent(band.from)} and ${percent(band.to)} in Linux ${pair.from}, ${grouped(band.gone)} had left by ${pair.to}.`,
	];
}
