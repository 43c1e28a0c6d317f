/** What stands in for a driver, and how widely it is used: each with the place that says so, or unknown. */
import {deviceIdOfPattern} from '../dossier/modalias.ts';
import type {Assessment, DriverRecord, Reason, Source} from '../dossier/schema.ts';
import {deploymentsOf} from './deployments.ts';
import {type Evidence, inTree, mailSource} from './evidence.ts';

/** A finding with its sentence and its source. */
interface Cited<Value> {
	value: Value;
	text: string;
	source: Source;
}

/** Least share of a driver's device ids that another must claim to be called its replacement. */
const claimedShare = 0.5;

/**
 * Adds to the rules' assessments what replaces a driver and how widely it is deployed. A replacement is what a mail
 * that removes the driver names; else, where it is not to be kept as it is, the driver of the lowest risk that
 * claims at least half of its device ids. Needs all drivers at once. Records whose rules' assessment gains nothing
 * are passed on as they are.
 */
export function withUse(
	records: readonly DriverRecord[],
	{distributions}: Pick<Evidence, 'distributions'> = {},
): DriverRecord[] {
	const claimants = claimantsOf(records);
	return records.map(record => {
		const index = record.assessments.findIndex(({assessor}) => assessor === 'rules');
		const verdict = record.assessments[index];
		if (verdict === undefined || verdict.recommendation === 'not-a-driver') return record;
		const replacement = namedReplacement(record) ?? claimedReplacement(record, verdict, claimants);
		const deployments = deploymentsOf({record, distributions});
		if (replacement === null && deployments === null) return record;
		const {reasons, sources} = verdict;
		const found = [
			replacement && {rule: 'replacement', text: replacement.text, sources: [replacement.source]},
			deployments && {rule: 'deployments', text: deployments.text, sources: deployments.sources},
		].filter(one => one !== null);
		let cited = sources.length;
		const added = found.map(({rule, text, sources: own}): Reason => {
			const source = own.length === 0 ? null : cited + 1;
			cited += own.length;
			return {rule, weight: 0, text, source};
		});
		const assessment: Assessment = {
			...verdict,
			replacement: replacement?.value ?? null,
			deployments: deployments?.value ?? 'unknown',
			reasons: [...reasons, ...added],
			sources: [...sources, ...found.flatMap(one => one.sources)],
		};
		return {...record, assessments: record.assessments.with(index, assessment)};
	});
}

const moduleOf = (id: string) => id.slice(id.lastIndexOf('/') + 1);

/** The driver that a posted removal says is to be used instead. */
function namedReplacement({signals}: DriverRecord): Cited<string> | null {
	const patch = signals.removalPatches?.findLast(({replacement}) => replacement !== null);
	if (patch === undefined) return null;
	const module = moduleOf(patch.replacement!);
	return {
		value: module,
		text: `the patch that removes it names ${module} in its place`,
		source: mailSource(patch.list, patch.messageId, patch.date, `names ${module}`),
	};
}

/** Drivers by each device id that their patterns name. */
function claimantsOf(records: readonly DriverRecord[]): Map<string, DriverRecord[]> {
	const claimants = new Map<string, DriverRecord[]>();
	for (const record of records) {
		for (const id of deviceIds(record)) {
			const known = claimants.get(id);
			if (known === undefined) claimants.set(id, [record]);
			else known.push(record);
		}
	}
	return claimants;
}

/** Devices that a driver's patterns name: by vendor and number on PCI and USB, by compatible or name elsewhere. */
function deviceIds({aliases}: DriverRecord): Set<string> {
	const ids = (aliases ?? []).flatMap(pattern => {
		const device = deviceIdOfPattern(pattern);
		if (device !== null) return [device];
		return /^(?:i2c|spi|of|acpi\*?|platform):.*[a-z0-9]{4}/i.test(pattern) ? [pattern] : [];
	});
	return new Set(ids);
}

function claimedReplacement(
	record: DriverRecord,
	verdict: Assessment,
	claimants: ReadonlyMap<string, readonly DriverRecord[]>,
): Cited<string> | null {
	if (verdict.recommendation === 'keep') return null;
	const own = deviceIds(record);
	const shared = new Map<DriverRecord, number>();
	for (const id of own) {
		for (const other of claimants.get(id)!) {
			if (other !== record) shared.set(other, (shared.get(other) ?? 0) + 1);
		}
	}
	const riskOf = ({assessments}: DriverRecord) =>
		assessments.find(({assessor}) => assessor === 'rules')?.removalRisk ?? 1;
	const best = [...shared]
		.filter(([other, count]) => count >= own.size * claimedShare && riskOf(other) < riskOf(record))
		.sort(([a, m], [b, n]) => n - m || riskOf(a) - riskOf(b))[0];
	if (best === undefined) return null;
	const [other, count] = best;
	const claim = `${other.module} claims ${count} of its ${own.size} device ids`;
	return {
		value: other.module,
		text: `${claim} too`,
		source: inTree(other.kconfig?.at ?? other.directory, `${claim} (MODULE_DEVICE_TABLE)`),
	};
}
