import {expect, it} from 'vitest';
import type {Assessment, DriverRecord} from '../../source/dossier/schema.ts';
import {withSameCard} from '../../source/verdict/same-card.ts';
import {withSamePlatform} from '../../source/verdict/same-platform.ts';
import {makeDriver} from '../support/sample.ts';

type Verdict = Pick<Assessment, 'recommendation' | 'confidence' | 'removalRisk'>;
const quiet: Verdict = {recommendation: 'keep-annotate', confidence: 0.8, removalRisk: 0.02};
const kept: Verdict = {recommendation: 'keep', confidence: 0.9, removalRisk: 0.01};

function driver(
	id: string,
	verdict: Verdict,
	needs: readonly string[] = [],
	...rules: string[]
): DriverRecord {
	const record = makeDriver(id);
	const reasons = rules.map(rule => ({rule, weight: 0, text: rule, source: 1}));
	return {
		...record,
		needs: needs.map(needed => ({driver: needed, by: 'symbol' as const})),
		assessments: [{...record.assessments[0]!, ...verdict, reasons}],
	};
}

const verdictOf = (record: DriverRecord, ...others: DriverRecord[]) => {
	const verdict = withSameCard([record, ...others])[0]!.assessments[0]!;
	for (const {source} of verdict.reasons) expect(verdict.sources[source! - 1]).toBeDefined();
	return verdict;
};

const core = 'drivers/net/ethernet/acme/core/acme_core';
const user = (directory: string, ...rules: string[]) =>
	driver(`${directory}/acme_en`, kept, [core], ...rules);

it('names the same of several users, whatever order they come in', () => {
	const [one, other] = ['one', 'other'].map(name =>
		driver(`drivers/net/ethernet/acme/${name}/${name}`, kept, [core]),
	) as [DriverRecord, DriverRecord];
	const named = verdictOf(driver(core, quiet), one, other).reasons.map(({text}) => text);
	expect(named).toEqual(verdictOf(driver(core, quiet), other, one).reasons.map(({text}) => text));
	expect(named.join()).toContain('one, which needs it');
});

it('keeps what a driver in wide use can’t do without', () => {
	const verdict = verdictOf(driver(core, quiet), user('drivers/net/ethernet/acme/en', 'in-wide-use'));
	expect(verdict).toMatchObject({recommendation: 'keep', confidence: 0.98});
	expect(verdict.reasons[0]).toMatchObject({rule: 'needed-in-wide-use'});
	// What its own option says of its use is no longer all that is known.
	const shipped = driver(core, quiet);
	shipped.assessments[0]!.reasons = [
		{
			rule: 'deployments',
			weight: 0,
			text: '9 families of distributions ship it, and nothing else tells how widely it is in use',
			source: 1,
		},
	];
	expect(
		verdictOf(shipped, user('drivers/net/ethernet/acme/en', 'in-wide-use')).reasons.map(({text}) => text),
	).toEqual(['acme_en, which needs it, is in wide use', '9 families of distributions ship it']);
	// One against which something speaks is not, nor one that others want gone.
	const dropped = driver(core, quiet, [], 'vendor-removed');
	expect(verdictOf(dropped, user('drivers/net/ethernet/acme/en', 'in-wide-use')).recommendation).toBe(
		'keep-annotate',
	);
	const going: Verdict = {recommendation: 'remove', confidence: 0.6, removalRisk: 0.6};
	expect(verdictOf(driver(core, going), user('drivers/net/ethernet/acme/en', 'in-wide-use'))).toMatchObject(
		going,
	);
});

it('says where another of the same card is judged better', () => {
	const verdict = verdictOf(driver(core, quiet), user('drivers/net/ethernet/acme/en', 'steady-work'));
	expect(verdict.recommendation).toBe('keep-annotate');
	expect(verdict.reasons.map(({text}) => text)).toEqual(['acme_en, which needs it, is judged keep']);
	// Not of those that are judged alike, nor of another vendor's.
	expect(verdictOf(driver(core, kept), user('drivers/net/ethernet/acme/en')).reasons).toEqual([]);
	expect(verdictOf(driver(core, quiet), user('drivers/net/ethernet/other/en')).reasons).toEqual([]);
});

it('tells drivers of a platform that goes of deletions that are posted of others', () => {
	const on = (id: string, posted: string | null): DriverRecord => {
		const record = driver(id, quiet);
		const sign = {sign: 'ending-platform', value: 'ARCH_X 2027', at: 'drivers/x/Kconfig:1'} as const;
		const patch = {
			messageId: 'a@b',
			title: 'clk: remove x',
			list: 'linux-clk',
			kind: 'removal',
			by: 'other',
			answer: 'none',
			overtakenBy: 0,
			replacement: null,
		} as const;
		const removalPatches = posted === null ? [] : [{...patch, date: posted}];
		return {...record, signals: {...record.signals, signs: [sign], removalPatches, patches: null}};
	};
	const survey = {treeVersion: '7.3', asOf: '2026-11-15', releases: []};
	const reasonsOf = (...records: DriverRecord[]) =>
		withSamePlatform(records, survey)[0]!.assessments[0]!.reasons.map(({text}) => text);
	const fresh = on('drivers/clk/clk_x', '2026-06-19');
	expect(reasonsOf(on('drivers/gpio/gpio_x', null), fresh)).toEqual([
		'deletions are posted of others that need CONFIG_ARCH_X: clk_x, the newest of 2026-06-19',
	]);
	expect(reasonsOf(fresh)).toEqual([]);
	// One that was overtaken tells no more.
	expect(reasonsOf(on('drivers/gpio/gpio_x', null), on('drivers/clk/clk_x', '2022-06-19'))).toEqual([]);
});
