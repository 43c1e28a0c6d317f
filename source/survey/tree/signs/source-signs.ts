/** What a driver's sources say of it: buses, tables, the style that they are written in, their age. */

import {legacyBuses, modernBuses} from './buses.ts';
import type {SignCollector} from './collector.ts';
import type {SignContext, SignInput} from './input.ts';

/** More bare printk() than this, or uses of devm_, are a style. */
const manyPrintks = 10;
const manyManaged = 5;

/** Reads the signs of a driver's sources. */
export function readSourceSigns(input: SignInput, context: SignContext, collector: SignCollector): void {
	const {sources} = input;
	const main = sources[0];
	if (main === undefined) {
		collector.add('no-sources', input.module, input.at);
		return;
	}
	const isModern = sources.some(({facts}) => facts.buses.some(({value}) => modernBuses.has(value)));
	for (const {file, facts} of isModern ? [] : sources) {
		for (const {value, line} of facts.buses) {
			if (legacyBuses.has(value)) {
				collector.add('legacy-bus', value, `${file}:${line}`);
			}
		}
	}
	readBinding(input, context, collector);
	if (sources.every(({facts}) => !facts.hasSpdx)) {
		collector.add('no-spdx', null, `${main.file}:1`);
	}
	for (const {file, facts} of sources) {
		for (const {value, line} of facts.legacyIncludes) {
			collector.add('legacy-api', value, `${file}:${line}`);
		}
	}
	readStyle(input, collector);
	addNewestCopyright(sources, collector);
	if (input.kind !== null) {
		collector.add(input.kind.sign, input.kind.value, input.kind.at);
	}
}

/** How it comes by its devices. */
function readBinding(input: SignInput, context: SignContext, collector: SignCollector): void {
	const {sources} = input;
	const platform = sources.find(({facts}) => facts.platformLine !== null);
	if (platform !== undefined && !sources.some(({facts}) => hasOtherWay(facts))) {
		const names = namesOf(input);
		const own = [...sources.map(({file}) => file), ...input.ownSources];
		if (names.length > 0 && !names.some(name => context.isNamedElsewhere(name, own))) {
			collector.add('not-instantiated', names[0]!, `${platform.file}:${platform.facts.platformLine}`);
		}
	}
	for (const {file, facts} of sources) {
		const line = facts.buses.find(({value}) => value === 'of')?.line ?? facts.matchTableLine;
		if (line !== null) {
			collector.add('device-tree', null, `${file}:${line}`);
			break;
		}
	}
}

/** The names by which a device finds a platform driver: those of its structs and of its table. */
export function namesOf({module, sources}: Pick<SignInput, 'module' | 'sources'>): string[] {
	const names = sources.flatMap(({facts}) => [...facts.driverNames, ...facts.platformNames]);
	const ownName = module.replaceAll('-', '_');
	return [...new Set(names.map(name => name.replaceAll('KBUILD_MODNAME', ownName)))].filter(
		name => name !== '',
	);
}

/** Whether it may come by devices otherwise than by a name that code gives them, or makes them itself. */
export function hasOtherWay(facts: SignInput['sources'][number]['facts']): boolean {
	return (
		facts.hasBusTable ||
		facts.makesDevice ||
		facts.idTables.some(({value}) => value !== 'platform') ||
		facts.buses.some(({value}) => value !== 'platform')
	);
}

/** The style of the sources that are its own: what several share is nobody's. */
function readStyle({sources, ownSources}: SignInput, collector: SignCollector): void {
	const known = new Set(ownSources);
	const own = sources.filter(({file}) => known.has(file) && file.endsWith('.c'));
	const addCount = (sign: 'bare-printk' | 'managed-resources', from: number): void => {
		const counted = own.flatMap(({file, facts}) => {
			const found = sign === 'bare-printk' ? facts.printks : facts.managed;
			return found === null ? [] : [{...found, file}];
		});
		const total = counted.reduce((sum, {count}) => sum + count, 0);
		if (total > from) {
			collector.add(sign, String(total), `${counted[0]!.file}:${counted[0]!.line}`);
		}
	};
	addCount('bare-printk', manyPrintks);
	for (const sign of ['semaphore', 'rcs-keyword'] as const) {
		for (const {file, facts} of own) {
			const found = sign === 'semaphore' ? facts.semaphore : facts.rcsKeyword;
			if (found !== null) {
				collector.add(sign, found.value, `${file}:${found.line}`);
				break;
			}
		}
	}
	addCount('managed-resources', manyManaged);
}

function addNewestCopyright(sources: SignInput['sources'], collector: SignCollector): void {
	let newest: {year: number; at: string} | null = null;
	for (const {file, facts} of sources) {
		const found = facts.newestCopyright;
		if (found !== null && (newest === null || found.year > newest.year)) {
			newest = {year: found.year, at: `${file}:${found.line}`};
		}
	}
	if (newest !== null) {
		collector.add('newest-copyright', String(newest.year), newest.at);
	}
}
