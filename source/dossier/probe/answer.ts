import {type ReferenceDossier, readReferenceDossier} from '../reference-dossier.ts';
import type {ProbeDetails} from '../schema.ts';
import {UserError} from '../user-error.ts';
import {type Citation, isAmong} from './evidence.ts';

/** An answer that was understood, and what of it is to be taken with caution. */
export type Answer = Pick<ProbeDetails, 'model' | 'unchecked' | 'saidConfidence'> & {
	dossier: ReferenceDossier;
};

/** With no source among the evidence nothing is said with more confidence. */
export const mostWithoutSources = 0.3;
/** What a dossier holds at most, in characters and sources: more is no dossier. */
const [mostNotes, mostClaim, mostName, mostSources] = [20_000, 2_000, 500, 100];
const advice = 'Answer with the dossier as one JSON object.';

/**
 * Reads what a command answered: a dossier, or an object that holds it beside its cost; words around it are passed over.
 * Throws a UserError that says what is wrong, in words that can be sent back.
 */
export function readAnswer(text: string, path: string, citations: readonly Citation[]): Answer {
	const value = jsonIn(text);
	const isEnvelope = typeof value === 'object' && value !== null && 'dossier' in value;
	const beside = (isEnvelope ? value : {}) as Record<string, unknown>;
	const dossier = readReferenceDossier(isEnvelope ? beside.dossier : value, 'The answer');
	check(dossier, path);
	const unchecked = dossier.sources.flatMap(({url}, index) => (isAmong(url, citations) ? [] : [index + 1]));
	const isBare = unchecked.length === dossier.sources.length;
	const confidence = isBare ? Math.min(dossier.confidence, mostWithoutSources) : dossier.confidence;
	return {
		dossier: {...dossier, confidence},
		model: shortText(beside.model),
		unchecked,
		saidConfidence: confidence < dossier.confidence ? dossier.confidence : null,
	};
}

function check(dossier: ReferenceDossier, path: string): void {
	const {driver_path, page, sources, reasoning_notes, chipset_family, replacement_driver} = dossier;
	const refuse = (what: string) => {
		throw new UserError(what, advice);
	};
	if (driver_path !== path) refuse(`driver_path is not the one that was asked about, ${path}.`);
	if (page !== undefined) refuse('page is not asked for: the figures are counted already.');
	if (sources.length > mostSources) refuse(`It has more than ${mostSources} sources.`);
	if (reasoning_notes.length > mostNotes) refuse(`reasoning_notes has more than ${mostNotes} characters.`);
	if (chipset_family.length > mostName) refuse(`chipset_family has more than ${mostName} characters.`);
	if ((replacement_driver ?? '').length > mostName)
		refuse(`replacement_driver has more than ${mostName} characters.`);
	for (const [index, {url, claim}] of sources.entries()) {
		if (claim.length > mostClaim || url.length > mostClaim)
			refuse(`sources.${index} has more than ${mostClaim} characters.`);
		if (!URL.canParse(url)) refuse(`sources.${index}.url is no address.`);
	}
}

/** The JSON object of an answer: the whole text, else its last fence of JSON, else from its first brace to its last. */
function jsonIn(text: string): unknown {
	const fence = text.lastIndexOf('```json');
	const fenced = fence < 0 ? '' : text.slice(fence + 7, text.indexOf('```', fence + 7));
	const braced = text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1);
	for (const candidate of [text, fenced, braced]) {
		try {
			return JSON.parse(candidate) as unknown;
		} catch {
			// The next one may be.
		}
	}
	throw new UserError(
		text.trim() === '' ? 'The answer is empty.' : 'The answer holds no JSON object.',
		advice,
	);
}

/** What an answer says that it cost, whether it can be used or not; null where it does not say. */
export function priceOf(text: string): ProbeDetails['cost'] {
	let value: unknown;
	try {
		value = jsonIn(text);
	} catch {
		return null;
	}
	const {cost, currency} = (value ?? {}) as Record<string, unknown>;
	if (typeof cost !== 'number' || !Number.isFinite(cost) || cost < 0) return null;
	return {amount: cost, currency: shortText(currency)};
}

const shortText = (value: unknown): string | null =>
	typeof value === 'string' && value !== '' && value.length <= 100 ? value : null;
