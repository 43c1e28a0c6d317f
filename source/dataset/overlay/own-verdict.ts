import {rmSync} from 'node:fs';
import {join} from 'node:path';
import {effectiveAssessment} from '../../dossier/effective.ts';
import {deploymentLevels, recommendations} from '../../dossier/query/vocabulary.ts';
import type {DriverRecord} from '../../dossier/schema.ts';
import {isUserError, UserError} from '../../dossier/user-error.ts';
import {importValue} from '../imports/import-value.ts';
import {readOwn, writeWhole} from './own-files.ts';
import {coveredBy, dropOwnVerdict, isOwn, keepVerdicts, readVerdicts} from './verdicts.ts';

/** What became of a text that was edited. */
export type Edited = 'kept' | 'unchanged' | 'dropped' | {problem: string};

/** Where the text of a verdict lies while it is edited, and until it can be read. */
function draftOf(overlay: string, id: string): string {
	return join(overlay, 'drafts', `${id.replaceAll('/', '~')}.json`);
}

/** Lines that say what may be written; they begin with // and are left out when the text is read. */
function headOf(record: DriverRecord, treeVersion: string, problem: string | null): string {
	const named = (names: readonly string[]) => names.filter(name => name !== 'not-a-driver').join(', ');
	return [
		...(problem === null ? [] : [`It could not be kept: ${problem}`]),
		`Your own verdict and notes on ${record.id}, beside those of Linux ${treeVersion}.`,
		'It counts before the others. An empty text takes it away; one that is left as it is changes nothing.',
		`recommendation_hint: ${named(recommendations)}; confidence: 0 to 1`,
		`deployments_today: ${named(deploymentLevels)}`,
		'sources: [{"url": "https://…", "claim": "what is said there"}]; reasoning_notes: whatever you want to remember',
	]
		.map(line => `// ${line}\n`)
		.join('');
}

/** The dossier that a person begins with: the verdict as it stands. */
function begunWith(record: DriverRecord): object {
	const verdict = effectiveAssessment(record);
	return {
		driver_path: record.id,
		chipset_family: record.title ?? record.module,
		hardware_still_sold_new_in_2025: null,
		last_widely_available_year: null,
		deployments_today: verdict?.deployments ?? 'unknown',
		replacement_driver: verdict?.replacement ?? null,
		recommendation_hint: verdict?.recommendation ?? 'unsure',
		confidence: verdict?.confidence ?? 0.5,
		sources: [],
		reasoning_notes: '',
	};
}

const bare = (text: string) => text.replace(/^[ \t]*\/\/.*$/gm, '').trim();

/**
 * Has a person edit the verdict on a driver. `edit` is given the path of a text and returns null when it was edited, else
 * why it was not. What can't be read stays where it is, for the next time, with what is wrong at its head.
 */
export function editVerdict(
	overlay: string,
	record: DriverRecord,
	options: {treeVersion: string; today: string; edit(path: string): string | null},
): Edited {
	const path = draftOf(overlay, record.id);
	const before = readVerdicts(overlay).find(one => isOwn(one) && coveredBy(one) === record.id);
	const begun = JSON.stringify(before?.dossier ?? begunWith(record), null, '\t');
	const head = (problem: string | null) => headOf(record, options.treeVersion, problem);
	if (readOwn(path) === null) writeDraft(path, `${head(null)}${begun}\n`);
	const failure = options.edit(path);
	if (failure !== null) return {problem: failure};
	const text = bare(readOwn(path) ?? '');
	if (text === '' || text === begun) {
		rmSync(path, {force: true});
		if (text === begun) return 'unchanged';
		return dropOwnVerdict(overlay, record.id) ? 'dropped' : 'unchanged';
	}
	try {
		const dossier = parse(text);
		importValue(dossier, 'The text', {assessor: 'person', origin: null});
		keepVerdicts(overlay, [{assessor: 'person', origin: null, date: options.today, dossier}]);
		rmSync(path, {force: true});
		return 'kept';
	} catch (error) {
		if (!isUserError(error)) throw error;
		writeDraft(path, `${head(error.message)}${text}\n`);
		return {problem: error.message};
	}
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch (error) {
		throw new UserError(`it is not JSON: ${(error as Error).message}`, 'Mend it.');
	}
}

function writeDraft(path: string, text: string): void {
	writeWhole(path, [text], {makesFolder: true});
}
