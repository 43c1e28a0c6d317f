import {UserError} from '../../dossier/user-error.ts';
import {type Bytes, linesOf} from '../archives/bytes.ts';
import {checkHostFacts, type HostFacts, savingAdvice} from '../facts.ts';
import {isAnsible, readAnsible} from './ansible.ts';
import {Gathering} from './gathering.ts';
import {isLshwJson, readLshwJson} from './kinds/lshw.ts';
import {isReport, isReportRow, readReport} from './report-json.ts';

/** Bytes of one JSON document, or of one line of NDJSON: a large server's list has two million. */
const documentBytes = 64 << 20;
/** What `ansible -m setup` prints before each machine's facts. */
const adHoc = /^\S+ \| (?:SUCCESS|CHANGED)(?: \| rc=\d+)? => /;

/** Whether a text begins as JSON does: dmesg begins with a bracket, too. */
export function isJson(text: string): boolean {
	return /^\ufeff?\s*(?:\{|\[\s*(?:[\]{["]|$))/.test(text) || adHoc.test(text);
}

/** A machine, or what is wrong with its line, with the line's number. */
export interface JsonMachine {
	line: number;
	facts: HostFacts | UserError;
}

/**
 * The machines of JSON text: one document, or one a line (NDJSON), or Ansible's `HOST | SUCCESS => {…}`. A line among others
 * that can't be read is given as its error; a document that can't throws a UserError.
 */
export async function* readJson(source: Bytes, where: string): AsyncGenerator<JsonMachine> {
	let number = 0;
	let open = '';
	let isLines: boolean | null = null;
	let size = 0;
	const tooLarge = () =>
		new UserError(
			`${where} is a JSON document of more than ${documentBytes >> 20} MB.`,
			'Give one machine a line: NDJSON of any size is read.',
		);
	for await (const lines of linesOf(source, documentBytes, () => {
		throw tooLarge();
	})) {
		for (const line of lines) {
			number += 1;
			if (isLines === null && line.trim() !== '') isLines = isWhole(line);
			if (isLines === true) {
				if (line.trim() !== '') yield* machinesOf(line, where, number);
				continue;
			}
			if (adHoc.test(line)) {
				if (open.trim() !== '') yield* machinesOf(open, where, number);
				open = '';
				size = 0;
			}
			const text = line.replace(adHoc, '');
			size += text.length + 1;
			if (size > documentBytes) throw tooLarge();
			open += `${text}\n`;
		}
	}
	if (isLines !== true) {
		for (const {facts} of [...machinesOf(open, where, 1)]) {
			if (facts instanceof UserError) throw facts;
			yield {line: 1, facts};
		}
	}
}

/** Whether a line is JSON by itself: then each is. */
function isWhole(line: string): boolean {
	if (!/[}\]]\s*$/.test(line)) return false;
	try {
		JSON.parse(line);
		return true;
	} catch {
		return false;
	}
}

function* machinesOf(text: string, where: string, line: number): Generator<JsonMachine> {
	try {
		for (const facts of factsOf(text, where)) yield {line, facts};
	} catch (error) {
		if (!(error instanceof UserError)) throw error;
		yield {line, facts: error};
	}
}

function factsOf(text: string, where: string): HostFacts[] {
	let value: unknown;
	try {
		value = JSON.parse(text.replace(/^\ufeff/, ''));
	} catch (error) {
		const what = text.trim() === '' ? 'is empty' : `is not JSON: ${(error as Error).message}`;
		throw new UserError(`${where} ${what}.`, savingAdvice);
	}
	if (isLshwJson(value)) {
		const gathering = new Gathering();
		readLshwJson(value, gathering);
		return [gathering.facts({kinds: ['lshw -json'], unread: 0})];
	}
	if (isReport(value)) return readReport(value);
	if (isReportRow(value)) return readReport({hosts: [], rows: [value]});
	if (isAnsible(value)) return [readAnsible(value, saved => checkHostFacts(saved, where))];
	if (
		Array.isArray(value) &&
		value.length > 0 &&
		(value[0] as {driverdexHost?: unknown})?.driverdexHost !== undefined
	) {
		return value.map(one => checkHostFacts(one, where));
	}
	return [checkHostFacts(value, where)];
}
