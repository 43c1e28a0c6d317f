import type {DriverRecord, Sign, SignKind, Source} from '../dossier/schema.ts';

/** A driver's record before anybody has judged it, and the tree that it was read from. */
export interface Evidence {
	record: Omit<DriverRecord, 'assessments'>;
	treeVersion: string;
	asOf: string;
}

/** What a rule saw: the sentence it prints and where that can be checked. */
export interface Observation {
	text: string;
	source: Source;
}

/**
 * One rule. `weight` is the change in the log-odds of being removed within two years when the rule speaks:
 * positive speaks for removal, negative for staying. `about` says what it looks at. A rule speaks of signs, never
 * of a driver's name, so that it works on trees that nobody has seen.
 */
export interface Rule {
	name: string;
	weight: number;
	about: string;
	/** Alone it would justify a word of warning; two of these that are independent justify `deprecate`. */
	strong?: boolean;
	/** Rules of one group lean on the same fact: they count as one sign, not as two. */
	group: string;
	look(evidence: Evidence): Observation | null;
}

/**
 * How weights become a probability: log-odds of removal within two years = `base` + `scale` x the sum of weights.
 * The weights below are the logarithms of the lifts that each sign showed on Linux 6.1, of whose 9,114 drivers 207
 * were gone in 6.12; signs go together, so their sum says too much. Base and scale were fitted on the same pair by
 * maximum likelihood: bands of 1, 3, 16 and 26 % then saw 1, 3, 19 and 28 % removed.
 */
export const calibration = {base: -3.95, scale: 0.706} as const;

/** The chance of removal within two years that a sum of weights stands for. */
export function chanceOf(weight: number): number {
	return 1 / (1 + Math.exp(-(calibration.base + calibration.scale * weight)));
}

const signOf = (evidence: Evidence, kind: SignKind): Sign | undefined =>
	evidence.record.signals.signs?.find(({sign}) => sign === kind);

const inTree = (at: string, claim: string): Source => ({
	kind: at.startsWith('MAINTAINERS') ? 'maintainers' : 'tree',
	at,
	claim,
});

/** A rule that speaks when the tree shows a sign, optionally only for some values. */
function onSign(
	kind: SignKind,
	rule: Omit<Rule, 'look' | 'group'> & {group?: string},
	say: (sign: Sign) => {text: string; claim: string} | null,
): Rule {
	return {
		group: kind,
		...rule,
		look(evidence) {
			const sign = signOf(evidence, kind);
			if (sign === undefined) return null;
			const said = say(sign);
			return said === null ? null : {text: said.text, source: inTree(sign.at, said.claim)};
		},
	};
}

const copyrightRule = (
	name: string,
	weight: number,
	about: string,
	from: number,
	to: number,
	text: (year: string) => string,
) =>
	onSign('newest-copyright', {name, weight, about}, ({value}) => {
		const year = Number(value);
		if (!(year >= from && year <= to)) return null;
		return {text: text(value!), claim: `newest copyright: ${value}`};
	});

const maintainersRule = (
	name: string,
	weight: number,
	about: string,
	strong: boolean,
	statuses: readonly string[],
	own: boolean,
	text: (section: string, status: string) => string,
): Rule => ({
	name,
	weight,
	about,
	strong,
	group: 'maintainers',
	look({record}) {
		const {maintainers} = record.signals;
		if (maintainers?.section == null || maintainers.status === null || maintainers.at === null) return null;
		if (!statuses.includes(maintainers.status) || maintainers.own !== own) return null;
		const said = text(maintainers.section, maintainers.status);
		return {
			text: said,
			source: inTree(maintainers.at, `${maintainers.section}: ${maintainers.status}`),
		};
	},
});

/**
 * The rule table: signs that the tree itself gives. Order is that of the table in the documentation; what a
 * dossier shows is ordered by weight.
 */
export const rules: readonly Rule[] = [
	onSign(
		'todo-removal',
		{
			name: 'todo-announces-removal',
			weight: 3,
			strong: true,
			about: 'a TODO file of its staging directory speaks of removal',
		},
		() => ({
			text: 'its TODO file speaks of removing it',
			claim: 'the TODO of the directory speaks of removal',
		}),
	),
	onSign(
		'deprecated-path',
		{
			name: 'path-says-deprecated',
			weight: 3,
			strong: true,
			about: 'a directory on its path is named deprecated, legacy or obsolete',
		},
		({value}) => ({text: `it lies in a directory named ${value}`, claim: `the path says ${value}`}),
	),
	onSign(
		'dead-platform',
		{
			name: 'platform-is-dying',
			weight: 3.2,
			strong: true,
			group: 'dependency',
			about: 'the platform it needs is marked as unused or cannot be enabled',
		},
		({value}) => ({
			text: `the platform it needs, CONFIG_${value}, has no users left`,
			claim: `CONFIG_${value} is marked as unused, or can't be enabled`,
		}),
	),
	onSign(
		'legacy-dependency',
		{
			name: 'legacy-framework',
			weight: 2.5,
			strong: true,
			group: 'dependency',
			about: 'it depends on or selects an option described as deprecated, legacy, obsolete or unused',
		},
		({value}) => ({
			text: `it builds on CONFIG_${value}, which is described as legacy`,
			claim: `CONFIG_${value} is described as deprecated, legacy, obsolete or unused`,
		}),
	),
	onSign(
		'undefined-dependency',
		{
			name: 'cannot-be-enabled',
			weight: 1.5,
			strong: true,
			group: 'dependency',
			about: 'its option depends on a symbol that no Kconfig file defines',
		},
		({value}) => ({
			text: `its option needs CONFIG_${value}, which no Kconfig file defines: it can't be enabled`,
			claim: `depends on CONFIG_${value}, defined nowhere in the tree`,
		}),
	),
	onSign(
		'kconfig-words',
		{
			name: 'option-says-deprecated',
			weight: 1.6,
			strong: true,
			about: 'the prompt or help of its option says deprecated, legacy, obsolete, orphaned or unused',
		},
		({value}) => ({text: `its option is described as ${value}`, claim: `the option's text says ${value}`}),
	),
	onSign(
		'broken',
		{name: 'marked-broken', weight: 1.6, strong: true, about: 'its option depends on BROKEN'},
		() => ({
			text: 'its option depends on BROKEN',
			claim: 'depends on BROKEN',
		}),
	),
	onSign(
		'staging',
		{name: 'in-staging', weight: 1.7, strong: true, about: 'it lies under drivers/staging'},
		() => ({
			text: 'it is in staging: not accepted as a finished driver',
			claim: 'in drivers/staging',
		}),
	),
	maintainersRule(
		'orphaned',
		1.7,
		'MAINTAINERS calls its own section Orphan or Obsolete',
		true,
		['Orphan', 'Obsolete'],
		true,
		(_, status) => `MAINTAINERS has nobody for it: ${status}`,
	),
	maintainersRule(
		'parent-orphaned',
		0.6,
		'the section that covers its directory is Orphan or Obsolete',
		false,
		['Orphan', 'Obsolete'],
		false,
		(section, status) => `the section above it, ${section}, is ${status}`,
	),
	onSign(
		'legacy-bus',
		{name: 'legacy-bus', weight: 0.9, about: 'it serves a bus that new machines no longer have'},
		({value}) => ({
			text: `it serves ${value}, a bus that new machines no longer have`,
			claim: `registers on ${value}`,
		}),
	),
	onSign(
		'board-file-only',
		{
			name: 'board-file-only',
			weight: 0.9,
			about: 'a platform driver without any id table: only board code can bind it',
		},
		() => ({
			text: 'nothing but board code can bind it: a platform driver without an id table',
			claim: 'platform driver without of, acpi or platform id table',
		}),
	),
	onSign(
		'legacy-api',
		{
			name: 'legacy-interface',
			weight: 0.9,
			about: 'it includes a header of an interface that the kernel is leaving',
		},
		({value}) => ({
			text: `it still uses ${value}, an interface the kernel is leaving`,
			claim: `includes ${value}`,
		}),
	),
	onSign(
		'no-spdx',
		{name: 'no-licence-tag', weight: 0.5, about: 'no source of it carries an SPDX line'},
		() => ({
			text: 'nobody has put a licence tag into its sources since 2017',
			claim: 'no SPDX-License-Identifier',
		}),
	),
	copyrightRule(
		'old-sources',
		0.6,
		'the newest copyright year in its sources is 2005 or earlier',
		0,
		2005,
		year => `its sources name no year after ${year}`,
	),
	copyrightRule(
		'ageing-sources',
		0.5,
		'the newest copyright year is 2006 to 2012',
		2006,
		2012,
		year => `its sources name no year after ${year}`,
	),
	copyrightRule(
		'recent-sources',
		-2,
		'the newest copyright year is 2018 or later',
		2018,
		9999,
		year => `its sources name the year ${year}`,
	),
];
