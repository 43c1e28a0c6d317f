import type {Imports} from '../imports/import-dossiers.ts';
import {importValue} from '../imports/import-value.ts';
import {readAnnounced} from './announcements.ts';
import {damagedOwn, readOwn, writeWhole} from './own-files.ts';
import {verdictsFile} from './places.ts';

/** A verdict that the overlay keeps: the import format, with who said it and when. */
export interface KeptVerdict {
	assessor: 'person' | 'dossier';
	/** Who made it; null for the person's own. */
	origin: string | null;
	/** The day on which it was kept. */
	date: string;
	/** A dossier in the published schema, or the facts of a published page. */
	dossier: unknown;
}

/** Letters of whose verdict it is. */
const longestOrigin = 1000;

/** What a person's own verdict is called on screen and in print. */
export const ownOrigin = 'your own verdict';

/** The verdicts of an overlay, the newest last. Throws a UserError that names the line that is not one. */
export function readVerdicts(overlay: string | null): KeptVerdict[] {
	if (overlay === null) return [];
	const path = verdictsFile(overlay);
	const lines = (readOwn(path) ?? '').split('\n');
	return lines.flatMap((line, index) => {
		if (line.trim() === '') return [];
		let value: Partial<KeptVerdict> | null;
		try {
			value = JSON.parse(line) as Partial<KeptVerdict>;
		} catch (error) {
			throw damagedOwn(path, `line ${index + 1}: ${(error as Error).message}`);
		}
		const {assessor, origin = null, date, dossier} = value ?? {};
		const isKnown = assessor === 'person' || assessor === 'dossier';
		const isNamed = origin === null || (typeof origin === 'string' && origin.length <= longestOrigin);
		const isDated = typeof date === 'string' && /^\d{4}-\d\d-\d\d$/.test(date);
		if (!isKnown || !isNamed || !isDated || dossier === undefined)
			throw damagedOwn(path, `line ${index + 1} wants assessor, origin, date and dossier`);
		return [{assessor, origin, date, dossier}];
	});
}

/** The path that a verdict covers; null where it is not a dossier. */
export function coveredBy({dossier}: KeptVerdict): string | null {
	const path = (dossier as {driver_path?: unknown} | null)?.driver_path;
	return typeof path === 'string' ? path : null;
}

/** Whether a verdict is the person's own. */
export const isOwn = ({assessor, origin}: KeptVerdict): boolean => assessor === 'person' && origin === null;

/** Keeps verdicts, each in the place of an older one by the same assessor, of the same origin and path. */
export function keepVerdicts(overlay: string, fresh: readonly KeptVerdict[]): KeptVerdict[] {
	const keyOf = (one: KeptVerdict) => JSON.stringify([one.assessor, one.origin, coveredBy(one)]);
	const replaced = new Set(fresh.map(keyOf));
	const verdicts = [...readVerdicts(overlay).filter(one => !replaced.has(keyOf(one))), ...fresh];
	writeVerdicts(overlay, verdicts);
	return verdicts;
}

/** Takes the person's own verdict on a path away; whether there was one. */
export function dropOwnVerdict(overlay: string, covers: string): boolean {
	const before = readVerdicts(overlay);
	const after = before.filter(one => !(isOwn(one) && coveredBy(one) === covers));
	if (after.length < before.length) writeVerdicts(overlay, after);
	return after.length < before.length;
}

function writeVerdicts(overlay: string, verdicts: readonly KeptVerdict[]): void {
	writeWhole(
		verdictsFile(overlay),
		verdicts.map(one => `${JSON.stringify(one)}\n`),
		{makesFolder: true},
	);
}

/** The verdicts as assessments and figures that records are read with. Throws a UserError that names a bad one. */
export function assessmentsOf(verdicts: readonly KeptVerdict[], overlay: string): Imports {
	const path = verdictsFile(overlay);
	const read = verdicts.map((one, index) => {
		const origin = isOwn(one) ? ownOrigin : one.origin;
		const brought = importValue(one.dossier, `${path}, verdict ${index + 1}`, {
			assessor: one.assessor,
			origin,
		});
		const {assessment} = brought;
		return {...brought, assessment: assessment && {...assessment, date: assessment.date ?? one.date}};
	});
	return {
		assessments: read.flatMap(({assessment}) => (assessment === null ? [] : [assessment])),
		figures: read.flatMap(({figures}) => (figures === null ? [] : [figures])),
	};
}

/** All that an overlay has to be read over a data set. Throws a UserError that names a bad line. */
export function importsOf(overlay: string): Imports {
	return {...assessmentsOf(readVerdicts(overlay), overlay), announced: readAnnounced(overlay)};
}

/** The person's own verdicts as others import them: a dossier of the import format a line. */
export function shareableText(verdicts: readonly KeptVerdict[]): string {
	return verdicts
		.filter(isOwn)
		.map(({dossier}) => `${JSON.stringify(dossier)}\n`)
		.join('');
}
