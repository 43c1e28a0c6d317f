import {createHash} from 'node:crypto';
import {askedJsonSchema} from '../../dataset/json-schema.ts';
import {type KeptAnswer, keepAnswer, readAnswers} from '../../dataset/overlay/models.ts';
import {type Answer, priceOf, readAnswer} from '../../dossier/probe/answer.ts';
import type {Evidence} from '../../dossier/probe/evidence.ts';
import {questionText, secondQuestion} from '../../dossier/probe/question.ts';
import {isUserError} from '../../dossier/user-error.ts';
import {ask} from './ask.ts';

/** What became of one driver or directory. */
export interface Outcome {
	path: string;
	state: 'answered' | 'known' | 'failed';
	answer: KeptAnswer | null;
	/** Why there is none. */
	problem: string | null;
}

/** Whom to ask, how, and where what is answered goes. */
export interface Probing {
	/** As the person wrote it; what it is kept under. */
	command: string;
	words: readonly [string, ...string[]];
	timeLimitMs: number;
	/** How many are asked at the same time. */
	jobs: number;
	/** Asks also for what is known. */
	again: boolean;
	overlay: string;
	treeVersion: string;
	asOf: string;
	signal: AbortSignal;
	onProgress(done: number, failed: number): void;
}

/** What is sent about a record, and what it is known by. */
export function sentFor(evidence: Evidence): string {
	return questionText(evidence, askedJsonSchema(evidence.asked));
}

/**
 * Asks about each, several at a time; each answer is kept as it comes. Who has answered the same question is not asked
 * again. A command that can't be started ends it with a UserError, as does `signal` with its reason; commands that run are
 * gone by then.
 */
export async function probeAll(
	paths: readonly string[],
	evidenceOf: (path: string) => Evidence,
	probing: Probing,
): Promise<Outcome[]> {
	const outcomes = new Array<Outcome>(paths.length);
	const stopping = new AbortController();
	const signal = AbortSignal.any([probing.signal, stopping.signal]);
	let next = 0;
	let done = 0;
	let failed = 0;
	const work = async () => {
		while (next < paths.length && !signal.aborted) {
			const index = next++;
			const path = paths[index]!;
			const outcome = await probeOne(path, evidenceOf(path), {...probing, signal});
			outcomes[index] = outcome;
			done++;
			if (outcome.state === 'failed') failed++;
			probing.onProgress(done, failed);
		}
	};
	const workers = Array.from({length: Math.min(probing.jobs, paths.length)}, async () => {
		try {
			await work();
		} catch (error) {
			// One that can't be started will be so for all.
			stopping.abort(error);
			throw error;
		}
	});
	const ends = await Promise.allSettled(workers);
	probing.signal.throwIfAborted();
	const bad = ends.find(end => end.status === 'rejected');
	if (bad !== undefined) throw stopping.signal.reason;
	return outcomes;
}

async function probeOne(path: string, evidence: Evidence, probing: Probing): Promise<Outcome> {
	const {command, words, overlay, signal, timeLimitMs} = probing;
	const sent = sentFor(evidence);
	const asked = createHash('sha256')
		.update(`${words.join('\0')}\0\0${sent}`)
		.digest('hex');
	const known = readAnswers(overlay, path).find(one => one.asked === asked);
	if (known !== undefined && !probing.again) return {path, state: 'known', answer: known, problem: null};
	const start = performance.now();
	let question = sent;
	let spent: KeptAnswer['cost'] = null;
	for (let attempt = 1; ; attempt++) {
		const reply = await ask(question, {words, timeLimitMs, signal});
		if ('problem' in reply) return {path, state: 'failed', answer: null, problem: reply.problem};
		const read = tryToRead(reply.text, evidence);
		const cost = together(spent, priceOf(reply.text));
		if (typeof read === 'object') {
			const seconds = Math.round((performance.now() - start) / 100) / 10;
			const {treeVersion, asOf} = probing;
			const date = new Date().toISOString().slice(0, 10);
			const kept: KeptAnswer = {command, asked, date, treeVersion, asOf, seconds, cost, ...read};
			keepAnswer(overlay, kept);
			return {path, state: 'answered', answer: kept, problem: null};
		}
		if (attempt === 2) return {path, state: 'failed', answer: null, problem: read};
		spent = cost;
		question = secondQuestion(sent, {answer: reply.text, complaint: read});
	}
}

/** The answer, or why it can't be used. */
function tryToRead(text: string, {asked, citations}: Evidence): Answer | string {
	try {
		return readAnswer(text, asked, citations);
	} catch (error) {
		if (isUserError(error)) return error.message;
		throw error;
	}
}

/** What two attempts cost; of two currencies the second one's. */
function together(first: KeptAnswer['cost'], second: KeptAnswer['cost']): KeptAnswer['cost'] {
	if (first === null || second === null) return second ?? first;
	if (first.currency !== second.currency) return second;
	return {amount: Math.round((first.amount + second.amount) * 1e6) / 1e6, currency: second.currency};
}
