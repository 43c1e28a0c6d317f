/** links.idx: what drivers are asked for by, beside names and devices, and who depends on them. Made from the records. */

import {normaliseName} from '../../dossier/query/names.ts';
import type {DriverRecord} from '../../dossier/schema.ts';
import {eachRow} from '../index-file.ts';
import {countMark, dependentMarks, linkKinds, mostNamed} from './keys.ts';
import {formatTable} from './sorted-table.ts';

/** What is looked at of a driver. */
export type LinkedRecord = Pick<DriverRecord, 'module' | 'aliases' | 'firmware' | 'names' | 'needs'> & {
	signals: Pick<DriverRecord['signals'], 'cves'>;
};

/**
 * A CVE, a firmware file or a name that a driver registers under, and where the lines of its drivers begin in index.json;
 * a driver's id, and the modules of those that need it (`needs` of their records turned round) or that sit on the bus that
 * it is named after (drivers/ssb/ssb), each with the mark of how: some of each kind, then how many there are.
 */
export function makeLinks(
	index: Buffer,
	digests: {index: string; drivers: string},
	recordOf: (row: {id: string; offset: number; length: number}) => LinkedRecord | null,
): Buffer {
	const entries = new Map<string, string[]>();
	const add = (key: string, place: number | string) => {
		if (/[\t\n]/.test(key)) return;
		const text = String(place);
		const places = entries.get(key);
		if (places === undefined) entries.set(key, [text]);
		else if (!places.includes(text)) places.push(text);
	};
	const dependents = new Map<string, Set<string>>();
	const depend = (id: string, module: string) => {
		const known = dependents.get(id);
		if (known === undefined) dependents.set(id, new Set([module]));
		else known.add(module);
	};
	const ids = new Set<string>();
	eachRow(index, (row, offset) => {
		const record = recordOf(row);
		if (record === null) return;
		const module = normaliseName(record.module);
		ids.add(row.id);
		for (const cve of record.signals.cves ?? []) add(linkKinds.cve + cve.slice('CVE-'.length), offset);
		for (const file of record.firmware ?? []) add(linkKinds.firmware + file, offset);
		for (const name of record.names) {
			if (normaliseName(name) !== module) add(linkKinds.name + name.toLowerCase(), offset);
		}
		for (const {driver, by} of record.needs) {
			depend(driver, dependentMarks[by] + record.module);
		}
		for (const pattern of record.aliases ?? []) {
			const bus = /^(\w+):/.exec(pattern)?.[1];
			if (bus !== undefined && bus !== module)
				depend(`drivers/${bus}/${bus}`, dependentMarks.bus + record.module);
		}
	});
	for (const [id, modules] of dependents) {
		if (ids.has(id)) entries.set(linkKinds.dependents + id, namedDependents([...modules]));
	}
	const of = {'index.json': digests.index, 'drivers.ndjson': digests.drivers};
	return Buffer.from(formatTable({schemaVersion: 1, of}, entries));
}

/** The first of each way of depending, by name, and where more than one is left out how many there are. */
function namedDependents(modules: readonly string[]): string[] {
	const marks = Object.values(dependentMarks);
	return marks.flatMap(mark => {
		const others = marks.filter(other => other !== '' && other !== mark);
		const own = modules
			.filter(module => module.startsWith(mark) && !others.some(other => module.startsWith(other)))
			.sort();
		return own.length <= mostNamed + 1
			? own
			: [...own.slice(0, mostNamed), `${mark}${countMark}${own.length}`];
	});
}
