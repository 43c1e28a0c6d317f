import {expect, it} from 'vitest';
import {markFading} from '../../source/dossier/fading.ts';
import {packRow, unpackRow} from '../../source/dossier/index-row.ts';
import type {Assessment, Signals} from '../../source/dossier/schema.ts';
import {makeDriver} from '../support/sample.ts';

/** Changes in earnest of the newest twelve releases, after one that began. */
function steps(...lines: (number | null)[]): Signals['releases'] {
	const all = [null, ...new Array<null>(12 - lines.length).fill(null), ...lines];
	return {files: all, added: all, removed: all, substantive: all};
}
const quiet = steps(0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0);

function row(
	name: string,
	risk: number,
	recommendation: Assessment['recommendation'],
	releases: Signals['releases'],
) {
	const verdict = {recommendation, removalRisk: risk, confidence: 0.8};
	const record = makeDriver(`drivers/net/${name}`, {verdict});
	return packRow({...record, signals: {...record.signals, releases}}, 0, 0);
}

/** Nine drivers of little risk beside each that is asked for, which are the riskiest tenth so. */
function fading(...asked: ReturnType<typeof row>[]): string[] {
	const others = Array.from({length: 9 * asked.length}, (_, index) =>
		row(`o${index}`, 0.01, 'keep-annotate', quiet),
	);
	return markFading([...others, ...asked])
		.map(packed => unpackRow(packed))
		.filter(one => one.fading)
		.map(({module}) => module);
}

it('is what is kept, quiet and among the riskiest tenth', () => {
	expect(
		fading(
			row('a', 0.2, 'keep-annotate', quiet),
			row('b', 0.2, 'keep', quiet),
			row('worked-on', 0.2, 'keep', steps(0, 0, 0, 0, 0, 0, 0, 10, 0, 0, 0, 0)),
			row('new', 0.2, 'keep', steps(0, 0, 0, 0, 0)),
			row('at-risk', 0.9, 'deprecate', quiet),
			row('undecided', 0.2, 'unsure', quiet),
			row('unsurveyed', 0.2, 'keep-annotate', null),
		),
	).toEqual(['a', 'b']);
});

it('takes a tenth of all that are judged, and those that are as risky as the last of them', () => {
	const all = Array.from({length: 40}, (_, index) =>
		row(`d${index}`, index < 6 ? 0.3 : 0.01, 'keep-annotate', quiet),
	);
	const marked = markFading([...all, row('library', null as never, 'not-a-driver', quiet)]);
	expect(marked.filter(packed => unpackRow(packed).fading)).toHaveLength(6);
});
