import type {Assessment, DirectoryRecord, DriverRecord, Source} from '../../dossier/schema.ts';
import {type Cited, openBooks, type Reading} from './books.ts';
import {type Books, type Finding, Unlooked} from './facts.ts';
import {checkSentence} from './sentences.ts';
import {checkSource} from './sources.ts';

/** A citation that was looked at. */
export interface CheckedCitation {
	/** The driver or directory that cites it, and whose assessment does. */
	path: string;
	assessor: string;
	/** The rule whose sentence rests on it; null where none does. */
	rule: string | null;
	kind: Source['kind'];
	/** File and line, or address. */
	place: string;
	claim: string;
	/** The sentence that rests on it. */
	said: string | null;
	result: 'holds' | 'fails' | 'unlooked';
	/** Why it does not hold or could not be looked at. */
	why: string | null;
}

/** One thing to look at: a source, and the reason that rests on it, if any. */
interface Item {
	record: DriverRecord | DirectoryRecord;
	assessment: Assessment;
	source: Source;
	reason: {rule: string; text: string} | null;
}

/** Sentences whose source says them itself, or that sum up what nobody reads one by one. */
const saidBySource = /^(?:mail|cve|web|commit)$/;

/**
 * Opens every citation of the records where it can be opened. An imported dossier is looked at where it was written for,
 * not again beside each driver below. Rejects with the signal's reason when aborted, with a UserError for an input that is
 * none, and with a GitSurveyError where git is missing.
 */
export async function verifyCitations(
	records: readonly (DriverRecord | DirectoryRecord)[],
	reading: Omit<Reading, 'cited'>,
): Promise<CheckedCitation[]> {
	const items = records.flatMap(itemsOf);
	const cited: Cited[] = items.map(({record, source, reason}) => ({
		record: 'module' in record ? record : null,
		source,
		said: reason === null ? [] : [reason.text],
	}));
	const books = await openBooks({...reading, cited});
	return items.map((item, index) => {
		if (index % 500 === 0) {
			reading.signal.throwIfAborted();
			reading.onProgress({stage: 'citations', done: index, total: items.length});
		}
		return checked(item, books);
	});
}

function itemsOf(record: DriverRecord | DirectoryRecord): Item[] {
	const path = 'module' in record ? record.id : record.directory;
	return record.assessments
		.filter(({covers}) => covers == null || covers === path)
		.flatMap(assessment => {
			const {reasons, sources} = assessment;
			return sources.flatMap((source, index): Item[] => {
				const own = reasons.filter(reason => reason.source === index + 1);
				const item = {record, assessment, source};
				return own.length === 0 ? [{...item, reason: null}] : own.map(reason => ({...item, reason}));
			});
		});
}

function checked(item: Item, books: Books): CheckedCitation {
	const {record, assessment, source, reason} = item;
	const finding = findingOn(item, books);
	return {
		path: 'module' in record ? record.id : record.directory,
		assessor: assessment.assessor,
		rule: reason?.rule ?? null,
		kind: source.kind,
		place: 'at' in source ? source.at : source.url,
		claim: source.claim,
		said: reason?.text ?? null,
		result: finding === null ? 'holds' : finding instanceof Unlooked ? 'unlooked' : 'fails',
		why: finding instanceof Unlooked ? finding.why : finding,
	};
}

/** The source first; then the sentence, which decides where it can be looked at. */
function findingOn({record, assessment, source, reason}: Item, books: Books): Finding {
	const driver = 'module' in record && assessment.assessor === 'rules' ? record : null;
	// A mail on others that need the same platform need not touch its own files.
	const isOnOthers = reason !== null && /^deletions are posted of others /.test(reason.text);
	const there = checkSource(isOnOthers ? null : driver, source, books);
	if (typeof there === 'string') return there;
	// What a record says of itself is no line of the tree.
	if (there instanceof Unlooked && 'at' in source) return there;
	if (driver === null || reason === null) return there;
	const {commits} = books;
	const day = /^worked on until (\d{4}-\d{2}-\d{2})$/.exec(reason.text)?.[1];
	if (day !== undefined) {
		if (commits === null) return new Unlooked('no clone was given');
		return commits.worked(driver.id, day) ? null : `the clone has no commit to it of ${day}`;
	}
	if (saidBySource.test(source.kind)) return there;
	return checkSentence(driver, reason.text, source, {sources: assessment.sources, books});
}
