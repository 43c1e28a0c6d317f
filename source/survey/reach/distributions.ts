/** What the configurations say of each driver: who ships it, and who switched it on or off since. */

import type {ConfigurationKind} from '../../dossier/query/vocabulary.ts';
import {distributionFamilies} from '../../dossier/reach/families.ts';
import {architectureOrder} from '../../dossier/reach/shipped.ts';
import type {Distribution, Distributions} from '../../dossier/schema.ts';
import type {ReadConfiguration} from './configurations.ts';
import {groupBy, lineOf} from './lines.ts';
import {optionValue} from './option-values.ts';
import {switchesOf} from './switches.ts';
import {compareKernels} from './versions.ts';

/** Configurations that count, and what they say. */
export interface DistributionFacts {
	distributions: Distribution[];
	/** What they say of an option by its number; `drivers` is for the caller to fill in. */
	of(number: number): Omit<Distributions, 'drivers'>;
}

/** A family's kernels for guests and for boards are decided apart from its others. */
type Group = 'whole' | 'embedded' | 'guest';
const groupOf = (kind: ConfigurationKind): Group =>
	kind === 'embedded' || kind === 'guest' ? kind : 'whole';
const groupLabels: Readonly<Record<Group, string>> = {whole: '', embedded: ' boards', guest: ' guest'};
const groupOrder: readonly Group[] = ['whole', 'embedded', 'guest'];

/** Of a family's kernels of one series, the one for everybody stands for it. */
const kindOrder: readonly ConfigurationKind[] = ['general', 'server', 'desktop', 'embedded', 'guest'];

const rankOf = (architecture: string) => {
	const rank = architectureOrder.indexOf(architecture);
	return rank < 0 ? architectureOrder.length : rank;
};

/**
 * Puts together what configurations say, the newest of each.
 * @param drivers How many drivers each option builds, by its number.
 */
export function distributionsOf(
	configurations: readonly ReadConfiguration[],
	drivers: readonly number[],
): DistributionFacts {
	const all = drivers.reduce((sum, count) => sum + count, 0);
	const groups = groupsOf(configurations);
	const distributions = groups.map(({family, label, members}): Distribution => {
		let union = 0;
		const enabled = members.map(() => 0);
		for (const [number, count] of drivers.entries()) {
			let isOn = false;
			for (const [index, {values}] of members.entries()) {
				if (values[number]! < optionValue.module) continue;
				enabled[index]! += count;
				isOn = true;
			}
			if (isOn) union += count;
		}
		return {
			family,
			label,
			kind: members[0]!.kind,
			enabled: all === 0 ? 0 : Math.round((union / all) * 10000) / 10000,
			configurations: members.map(({family: _family, values: _values, ...rest}, index) => ({
				...rest,
				enabled: enabled[index]!,
			})),
		};
	});
	const switches = switchesOf(configurations);
	return {
		distributions,
		of(number) {
			let values = '';
			const at = groups.flatMap(({members}) => {
				const on = members.findIndex(({values: said}) => said[number]! >= optionValue.module);
				const isOff = ({values: said}: ReadConfiguration) => said[number] === optionValue.off;
				// An answer of one that offers what its machines can't have is the last to be believed.
				const off = members.findIndex(one => isOff(one) && !one.testsCompiling);
				const index = on >= 0 ? on : off >= 0 ? off : members.findIndex(isOff);
				values += index < 0 ? '-' : '-nmy'.charAt(members[index]!.values[number]!);
				return index < 0 ? [] : [index];
			});
			return {values, at, switched: switches(number)};
		},
	};
}

interface ReadGroup {
	family: string;
	label: string;
	members: ReadConfiguration[];
}

/** The newest configurations of every family, its kernels for everybody, for boards and for guests apart. */
function groupsOf(configurations: readonly ReadConfiguration[]): ReadGroup[] {
	const byFamily = groupBy(configurations, ({family}) => family);
	return [...byFamily]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.flatMap(([family, own]) => {
			const groups = groupOrder
				.map(group => ({
					group,
					members: newestOf(
						own.filter(({kind}) => groupOf(kind) === group),
						group,
					),
				}))
				.filter(({members}) => members.length > 0);
			return groups.map(({group, members}) => ({
				family,
				label: (distributionFamilies[family] ?? family) + (groups.length === 1 ? '' : groupLabels[group]),
				members,
			}));
		});
}

/**
 * For everybody there is one kernel an architecture, of the newest series; boards and clouds have one each, the newest of
 * its line. In the order in which they are asked.
 */
function newestOf(members: readonly ReadConfiguration[], group: Group): ReadConfiguration[] {
	const keyOf = (one: ReadConfiguration) =>
		group === 'whole' ? one.architecture : `${lineOf(one)} ${one.architecture}`;
	const byRank = (a: ReadConfiguration, b: ReadConfiguration) =>
		rankOf(a.architecture) - rankOf(b.architecture) || (a.distribution < b.distribution ? -1 : 1);
	return [...groupBy(members, keyOf).values()]
		.map(those => those.reduce((newest, one) => (isNewer(one, newest) ? one : newest)))
		.sort(byRank);
}

function isNewer(one: ReadConfiguration, than: ReadConfiguration): boolean {
	// What doesn't tell its kernel is a board's, of the day that it has.
	if (one.kernel === null || than.kernel === null) return (one.date ?? '') > (than.date ?? '');
	const order =
		compareKernels(one.kernel, than.kernel, 2) ||
		kindOrder.indexOf(than.kind) - kindOrder.indexOf(one.kind) ||
		compareKernels(one.kernel, than.kernel) ||
		// A flavour has a word more in its name.
		than.distribution.length - one.distribution.length ||
		((one.date ?? '') < (than.date ?? '') ? -1 : 1);
	return order > 0;
}
