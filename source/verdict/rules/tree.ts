import type {SignKind} from '../../dossier/schema.ts';
import {legacyBusName} from '../../dossier/summary/buses.ts';
import {endOf, inTree, signOf} from '../evidence.ts';
import {onAge, onSign, type Rule} from './rule.ts';

const staging = 'it is in staging, not accepted as a finished driver';

/** What keeps an option from being enabled outside compile tests, each with what a rule says of it. */
const hindrances: readonly (readonly [
	SignKind,
	(value: string | null) => readonly [text: string, claim: string],
])[] = [
	[
		'undefined-dependency',
		value => [
			`its option needs CONFIG_${value}, which no Kconfig file defines: it can't be enabled`,
			`depends on CONFIG_${value}, defined nowhere in the tree`,
		],
	],
	['broken', () => ["its option depends on BROKEN: it can't be enabled", 'depends on BROKEN']],
	[
		'compile-test-only',
		value =>
			value === null
				? ['its option asks for COMPILE_TEST: it is built for tests only', 'depends on COMPILE_TEST']
				: [
						`only compile tests can enable it: its option needs CONFIG_${value}, which no Kconfig file defines`,
						`depends on CONFIG_${value}, defined nowhere in the tree`,
					],
	],
];

/** One rule for all three: they are one fact, and each alone is too rare to be weighed. */
const onlyForCompileTests: Rule = {
	name: 'only-for-compile-tests',
	speaksFor: 'removal',
	strong: true,
	group: 'dependency',
	about:
		'no configuration but one for compile tests can enable its option: symbols that it needs are undefined or BROKEN',
	look(evidence) {
		for (const [kind, say] of hindrances) {
			const sign = signOf(evidence, kind);
			if (sign !== undefined) {
				const [text, claim] = say(sign.value);
				return {text, source: inTree(sign.at, claim)};
			}
		}
		return null;
	},
};

/** The rules on what one kernel tree says of a driver: its signs, and its section of MAINTAINERS. */
export const treeRules: readonly Rule[] = [
	onSign(
		'todo-removal',
		{
			name: 'todo-announces-removal',
			speaksFor: 'removal',
			strong: true,
			about: 'a TODO file of its staging directory speaks of removal',
		},
		() => ['its TODO file speaks of removing it', 'the TODO of the directory speaks of removal'],
	),
	onSign(
		'deprecated-path',
		{
			name: 'path-says-deprecated',
			speaksFor: 'removal',
			strong: true,
			about: 'a directory on its path is named deprecated, legacy or obsolete',
		},
		({value}) => [`it lies in a directory named ${value}`, `the path says ${value}`],
	),
	onSign(
		'ending-platform',
		{
			name: 'its-platform-is-to-go',
			speaksFor: 'removal',
			strong: true,
			group: 'dependency',
			about: "every platform that its option can't do without is announced to go, in a year that is named",
		},
		({value}) => {
			const {platform, year} = endOf(value);
			return year === null
				? null
				: [
						`it can't be enabled without CONFIG_${platform}, whose removal is announced for ${year}`,
						`CONFIG_${platform} is to go in ${year}`,
					];
		},
	),
	onSign(
		'ending-platform',
		{
			name: 'its-platform-goes',
			speaksFor: 'removal',
			strong: true,
			group: 'dependency',
			about:
				"every platform that its option can't do without speaks of its end in its Kconfig text, without a sure year",
		},
		({value}) => {
			const {platform, year} = endOf(value);
			return year !== null
				? null
				: [
						`it needs CONFIG_${platform}, a platform whose own Kconfig text speaks of its end`,
						`the text of CONFIG_${platform} speaks of its end`,
					];
		},
	),
	onlyForCompileTests,
	onSign(
		'legacy-dependency',
		{
			name: 'legacy-framework',
			speaksFor: 'removal',
			strong: true,
			group: 'dependency',
			about: 'it depends on or selects an option described as deprecated, legacy, obsolete or unused',
		},
		({value}) => [
			`it builds on CONFIG_${value}, which is described as legacy`,
			`CONFIG_${value} is described as deprecated, legacy, obsolete or unused`,
		],
	),
	onSign(
		'kconfig-words',
		{
			name: 'option-says-deprecated',
			speaksFor: 'removal',
			strong: true,
			about: 'the prompt or help of its option calls it deprecated, legacy, obsolete, orphaned or unused',
		},
		({value}) => [`its option calls itself ${value}`, `the option's text calls it ${value}`],
	),
	onSign(
		'staging',
		{name: 'in-staging', speaksFor: 'removal', strong: true, about: 'it lies under drivers/staging'},
		() => [staging, 'in drivers/staging'],
	),
	{
		name: 'orphaned',
		speaksFor: 'removal',
		strong: true,
		group: 'maintainers',
		about: 'MAINTAINERS calls its section Orphan or Obsolete',
		look({record}) {
			const {maintainers} = record.signals;
			// A section above the driver's own says it of all below: no core of a subsystem is an orphan.
			if (maintainers?.section == null || maintainers.at === null) return null;
			if (maintainers.status !== 'Orphan' && maintainers.status !== 'Obsolete') return null;
			return {
				text: `MAINTAINERS has nobody for it: ${maintainers.status}`,
				source: inTree(maintainers.at, `${maintainers.section}: ${maintainers.status}`),
			};
		},
	},
	onSign(
		'legacy-bus',
		{
			name: 'legacy-bus',
			against: true,
			speaksFor: 'removal',
			about: 'it serves a bus that new machines no longer have',
		},
		({value}) => [
			`it serves ${legacyBusName(value ?? '')}, which new machines no longer have`,
			`registers on ${value}`,
		],
	),
	onSign(
		'not-instantiated',
		{
			name: 'nobody-instantiates-it',
			against: true,
			speaksFor: 'removal',
			group: 'binding',
			about: 'a platform driver without of or acpi table, and no code of the tree makes a device of its name',
		},
		({value}) => [
			`no code of the tree makes a device for it: a platform driver whose name, ${value}, stands nowhere else`,
			`registers the platform driver ${value}, without of or acpi table`,
		],
	),
	onSign(
		'legacy-api',
		{
			name: 'legacy-interface',
			style: true,
			speaksFor: 'removal',
			about: 'it includes a header of an interface that the kernel is leaving',
		},
		({value}) => [`it still uses ${value}, an interface the kernel is leaving`, `includes ${value}`],
	),
	onSign(
		'no-spdx',
		{
			name: 'no-licence-tag',
			style: true,
			speaksFor: 'removal',
			about: 'no .c file of it carries an SPDX line',
		},
		() => ['nobody has put a licence tag into its .c files since 2017', 'no SPDX-License-Identifier'],
	),
	onSign(
		'bare-printk',
		{
			name: 'bare-printk',
			style: true,
			speaksFor: 'removal',
			group: 'style',
			about: 'its own .c files call bare printk() more than ten times',
		},
		({value}) => [`written in the style of its day: bare printk() ${value} times`, 'calls printk()'],
	),
	onSign(
		'semaphore',
		{
			name: 'semaphore',
			style: true,
			speaksFor: 'removal',
			group: 'style',
			about: 'it uses semaphores, as locks were before mutexes',
		},
		({value}) => [`it waits on semaphores, as was usual before mutexes: ${value}`, `uses ${value}`],
	),
	onSign(
		'rcs-keyword',
		{
			name: 'rcs-keyword',
			style: true,
			speaksFor: 'removal',
			group: 'style',
			about: 'keywords of RCS or CVS stand in its own .c files',
		},
		({value}) => [`written in the style of its day: ${value}, a keyword of RCS or CVS`, `holds ${value}`],
	),
	onSign(
		'managed-resources',
		{
			name: 'managed-resources',
			style: true,
			speaksFor: 'staying',
			about: 'its own .c files use devm_, managed resources, more than five times',
		},
		({value}) => [`written as drivers are today: devm_ ${value} times`, 'uses devm_'],
	),
	onAge(
		'old-sources',
		'removal',
		'the newest copyright year in its sources lies 17 years back or more',
		17,
		999,
	),
	onAge('ageing-sources', 'removal', 'the newest copyright year lies 10 to 16 years back', 10, 16),
	onAge('recent-sources', 'staying', 'the newest copyright year lies at most 4 years back', -1, 4),
	onSign(
		'device-tree',
		{
			name: 'device-tree',
			style: true,
			speaksFor: 'staying',
			group: 'binding',
			about: 'it binds by a table of device-tree compatibles',
		},
		() => ['bound by device tree, not by code', 'device-tree table'],
	),
];
