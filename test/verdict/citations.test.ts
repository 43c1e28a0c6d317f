import {expect, it} from 'vitest';
import {shippedCalibration} from '../../source/verdict/calibration.ts';
import {cite, type Spoken} from '../../source/verdict/cite.ts';
import {inTree} from '../../source/verdict/evidence.ts';
import {rules} from '../../source/verdict/rules.ts';

/** Rules that have spoken, each of a place. */
const spoken = (places: Readonly<Record<string, string>>): Spoken[] =>
	Object.entries(places).map(([name, at]) => ({
		rule: rules.find(rule => rule.name === name)!,
		observation: {text: name, source: inTree(at, 'it says so')},
	}));

it('numbers a place once, however many reasons cite it', () => {
	const {reasons, sources} = cite(
		spoken({
			'in-staging': 'drivers/staging/x/Kconfig:1',
			orphaned: 'MAINTAINERS:7',
			'legacy-bus': 'MAINTAINERS:7',
		}),
		'keep-annotate',
		shippedCalibration,
	);
	expect(reasons).toHaveLength(3);
	expect(sources).toHaveLength(2);
	expect([...new Set(reasons.map(({source}) => source!))].sort()).toEqual([1, 2]);
});

it('tells what says the same once, and what the sources look like in one at the end', () => {
	const at = 'drivers/net/x.c:1';
	const {reasons, sources} = cite(
		spoken({
			'long-untouched': at,
			untouched: at,
			quiet: at,
			'no-licence-tag': 'drivers/net/x.c:2',
			'bare-printk': 'drivers/net/x.c:3',
		}),
		'keep-annotate',
		shippedCalibration,
	);
	expect(reasons.map(({rule}) => rule)).toEqual(['long-untouched', 'style-and-age']);
	expect(reasons[1]!.text.split('; ').toSorted()).toEqual(['bare-printk', 'no-licence-tag']);
	expect(sources).toHaveLength(3);
});

it('tells what decides, then a deletion, what is announced, work, reach and what it depends on, as a person would', () => {
	const at = 'drivers/net/x.c:';
	const names = [
		'legacy-framework',
		'lean-kernels',
		'some-work',
		'vendor-removed',
		'removal-once-posted',
		'no-licence-tag',
	];
	const {reasons} = cite(
		spoken(Object.fromEntries(names.map((name, index) => [name, `${at}${index + 1}`]))),
		'unsure',
		{
			...shippedCalibration,
			removal: {...shippedCalibration.removal, weights: {'lean-kernels': -9, 'some-work': -8}},
		},
	);
	// Of those that are told, what speaks against it decides where nobody can say what comes.
	expect(reasons.map(({rule}) => rule)).toEqual([
		'removal-once-posted',
		'vendor-removed',
		'legacy-framework',
		'lean-kernels',
		'style-and-age',
	]);
	const kept = cite(
		spoken({'lean-kernels': `${at}1`, 'security-fixes': `${at}2`, 'worked-on': `${at}3`}),
		'keep',
		shippedCalibration,
	);
	expect(kept.reasons.map(({rule}) => rule)).toEqual(['worked-on', 'security-fixes', 'lean-kernels']);
});
