/** Who ships each driver, and in how many machines it was seen. */
import type {Distribution, Distributions, Population, Problem, SurveySource} from '../../dossier/schema.ts';
import type {OnProgress} from '../facts.ts';
import {type ReadConfiguration, readConfigurations} from './configurations.ts';
import {distributionsOf} from './distributions.ts';
import {countClaimants, newestPopulation, populationOf, readPopulation} from './population.ts';
import {compareKernels, kernelVersion} from './versions.ts';

export interface ReachOptions {
	/** A folder of configurations with its index.tsv; null where none is given. */
	configs: string | null;
	/** Single configurations, each with the name of its distribution. */
	config: readonly {name: string; file: string}[];
	/** Tables of device counts. */
	population: readonly string[];
	/** The surveyed tree's version: the configurations of newer kernels do not count. */
	version: string;
	/** The day to look back from; what is of a later day does not count where it has no kernel to go by. */
	asOf: string;
	drivers: readonly {id: string; symbol: string | null}[];
	/** Modalias patterns of a driver; null where they are not known. */
	aliases(id: string): readonly string[] | null;
	onProgress?: OnProgress;
	signal?: AbortSignal;
}

export interface ReachFacts {
	/** The distributions that `of` is in step with; null where no configuration was surveyed. */
	distributions: Distribution[] | null;
	of(id: string): {distributions: Distributions | null; population: Population | null};
	sources: SurveySource[];
	problems: Problem[];
}

/**
 * Reads the configurations and counts that were named.
 * @throws {UserError} where one of them is not what its flag wants.
 */
export async function surveyReach(options: ReachOptions): Promise<ReachFacts> {
	const {configs, config, version, asOf, drivers, aliases, onProgress, signal} = options;
	const numbers = new Map<string, number>();
	const counts: number[] = [];
	const numberOf = new Map<string, number>();
	for (const {id, symbol} of drivers) {
		if (symbol === null) continue;
		const number = numbers.get(symbol) ?? numbers.size;
		numbers.set(symbol, number);
		counts[number] = (counts[number] ?? 0) + 1;
		numberOf.set(id, number);
	}
	const isAsked = configs !== null || config.length > 0;
	const read = await readConfigurations({
		directory: configs,
		single: config,
		numbers,
		...(onProgress && {onProgress}),
		...(signal && {signal}),
	});
	const counting = read.configurations.filter(one => isOfThatTime(one, version, asOf));
	// Of no configuration at all nothing is known: a record says so as where none was asked for.
	const distributions = counting.length > 0 ? distributionsOf(counting, counts) : null;
	const tables = await Promise.all(options.population.map(readPopulation));
	const {table, problems} = newestPopulation(tables, asOf);
	const claimants = countClaimants(table === null ? [] : drivers.map(({id}) => aliases(id)));
	return {
		distributions: distributions?.distributions ?? null,
		of(id) {
			const number = numberOf.get(id);
			const patterns = aliases(id);
			return {
				distributions:
					distributions === null || number === undefined
						? null
						: reorder(distributions.of(number), counts[number]!),
				population: table === null || patterns === null ? null : populationOf(table, patterns, claimants),
			};
		},
		sources: [
			...(isAsked
				? [configurationSource(counting, read.configurations.length, distributions?.distributions ?? [])]
				: []),
			...(table === null
				? []
				: [
						{
							name: 'population',
							origin: table.name,
							revision: table.month,
							since: null,
							until: null,
							counts: {devices: table.machines.size},
						},
					]),
		],
		problems: [...read.problems, ...problems],
	};
}

/** The fields in the schema's order. */
function reorder({values, at, switched}: Omit<Distributions, 'drivers'>, drivers: number): Distributions {
	return {values, at, drivers, switched};
}

/** A kernel no newer than the tree's; where none is told, nor a tree's version, the day decides. */
function isOfThatTime({kernel, date}: ReadConfiguration, version: string, asOf: string): boolean {
	if (kernel !== null && kernelVersion(version) !== null) return compareKernels(kernel, version, 2) <= 0;
	return date === null || date <= asOf;
}

function configurationSource(
	counting: readonly ReadConfiguration[],
	read: number,
	distributions: readonly Distribution[],
): SurveySource {
	const days = counting.flatMap(({date}) => date ?? []).sort();
	return {
		name: 'distributions',
		origin: 'kernel configurations',
		revision: null,
		since: days[0] ?? null,
		until: days.at(-1) ?? null,
		counts: {
			read,
			counted: counting.length,
			newest: distributions.reduce((sum, {configurations}) => sum + configurations.length, 0),
			families: new Set(distributions.map(({family}) => family)).size,
		},
	};
}
