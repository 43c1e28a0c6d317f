import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import * as v from 'valibot';
import {assessmentOf, readReferenceDossier} from '../../dossier/reference-dossier.ts';
import {probeSchema} from '../../dossier/schema/assessment.ts';
import type {Assessment, ProbeDetails} from '../../dossier/schema.ts';
import type {ModelVerdicts} from './overlaid.ts';
import {damagedOwn, readOwnJson, writeWhole} from './own-files.ts';
import {modelsFolder} from './places.ts';

/** A dossier that a model gave, with how it was asked. */
export interface KeptAnswer extends ProbeDetails {
	/** SHA-256 of the command and of what it was sent: who is asked the same again has the answer here. */
	asked: string;
	/** The day on which it was given, and the data set whose evidence was sent. */
	date: string;
	treeVersion: string;
	asOf: string;
	/** In the published schema; its confidence capped already. */
	dossier: {driver_path: string};
}

const mark = 'driverdexModels';

/** A path as a file's name. Kernel paths have no `~`. */
const fileName = (path: string) => `${path.replaceAll('/', '~')}.json`;
const fileOf = (overlay: string, path: string) => join(modelsFolder(overlay), fileName(path));

/** What models answered on a path; nothing where nobody was asked. Throws a UserError for a file that is not such. */
export function readAnswers(overlay: string, path: string): KeptAnswer[] {
	const file = fileOf(overlay, path);
	const own = readOwnJson(file, mark);
	if (own === null) return [];
	const {answers} = own;
	if (!Array.isArray(answers) || !answers.every(isAnswer))
		throw damagedOwn(file, '"answers" wants command, asked, date, seconds and dossier in each place');
	return answers.filter(({dossier}) => dossier.driver_path === path);
}

function isAnswer(one: Partial<KeptAnswer> | null): one is KeptAnswer {
	return (
		typeof one === 'object' &&
		one !== null &&
		[one.command, one.asked, one.date, one.treeVersion, one.asOf].every(text => typeof text === 'string') &&
		/^\d{4}-\d\d-\d\d$/.test(one.date!) &&
		v.is(probeSchema, {
			command: one.command,
			seconds: one.seconds,
			cost: one.cost,
			model: one.model,
			unchecked: one.unchecked,
			saidConfidence: one.saidConfidence,
		}) &&
		typeof one.dossier?.driver_path === 'string'
	);
}

/** Keeps an answer, in the place of what the same command answered on that path before. */
export function keepAnswer(overlay: string, answer: KeptAnswer): void {
	const path = answer.dossier.driver_path;
	const others = readAnswers(overlay, path).filter(({command}) => command !== answer.command);
	const text = JSON.stringify({[mark]: 1, answers: [answer, ...others]}, null, '\t');
	writeWhole(fileOf(overlay, path), [`${text}\n`], {makesFolder: true});
}

/** Every answer of an overlay, by file name. */
export function allAnswers(overlay: string): KeptAnswer[] {
	return [...namesIn(overlay)]
		.toSorted()
		.flatMap(name => readAnswers(overlay, name.slice(0, -5).replaceAll('~', '/')));
}

function namesIn(overlay: string): Set<string> {
	try {
		return new Set(readdirSync(modelsFolder(overlay)).filter(name => /^[a-z].*\.json$/.test(name)));
	} catch {
		return new Set();
	}
}

/** What models answered, as assessments. The folder is listed once, a file is read when its record is asked for. */
export function modelsOf(overlay: string): ModelVerdicts {
	let names: Set<string> | undefined;
	const on = (path: string): Assessment[] => {
		names ??= namesIn(overlay);
		if (!names.has(fileName(path))) return [];
		return readAnswers(overlay, path).map(answer => modelAssessment(answer, fileOf(overlay, path)));
	};
	return {
		on,
		below(path) {
			const parts = path.split('/');
			return parts.slice(1).flatMap((_, above) => on(parts.slice(0, parts.length - above).join('/')));
		},
	};
}

/** The words that stand before a claim whose address nobody looked at. */
const uncheckedMark = '(unchecked) ';

function modelAssessment(answer: KeptAnswer, file: string): Assessment {
	const {command, seconds, cost, model, unchecked, saidConfidence, date, dossier} = answer;
	const read = readReferenceDossier(dossier, file);
	const assessment = assessmentOf(read, {assessor: 'model', origin: command});
	return {
		...assessment,
		date,
		sources: assessment.sources.map((source, index) =>
			unchecked.includes(index + 1) ? {...source, claim: `${uncheckedMark}${source.claim}`} : source,
		),
		signals: null,
		probe: {command, seconds, cost, model, unchecked, saidConfidence},
	};
}
