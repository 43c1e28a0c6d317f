import {describe, expect, it} from 'vitest';
import {packRow, unpackRow} from '../../source/dossier/index-row.ts';
import {judgeConfig} from '../../source/machine/judge-config.ts';
import {parseKernelConfigs} from '../../source/machine/kernel-config.ts';
import {makeDriver} from '../support/sample.ts';

/** A driver of a verdict and a risk, whatever its signs. */
function judged(id: string, recommendation: 'remove' | 'deprecate', risk: number | null) {
	const record = makeDriver(id);
	const [assessment] = record.assessments;
	const assessments = [{...assessment!, recommendation, removalRisk: risk}];
	return unpackRow(packRow({...record, assessments}, 0, 0));
}

describe('drivers at risk that a configuration enables', () => {
	it('come worst first: by verdict, then the highest risk, then option', () => {
		const rows = [
			judged('drivers/a/unknown', 'deprecate', null),
			judged('drivers/a/low', 'deprecate', 0.2),
			judged('drivers/a/gone', 'remove', 0.1),
			judged('drivers/a/high', 'deprecate', 0.9),
			judged('drivers/a/also-low', 'deprecate', 0.2),
		];
		const lines = rows.map(({symbol}) => `CONFIG_${symbol}=m\n`);
		const config = parseKernelConfigs(lines.join(''), '.config')[0]!;
		const order = (given: typeof rows) =>
			judgeConfig(
				config,
				given,
				() => true,
				null,
				() => [],
			).rows.map(({row}) => row.module);
		expect(order(rows)).toEqual(['gone', 'high', 'also-low', 'low', 'unknown']);
		expect(order(rows.toReversed())).toEqual(['gone', 'high', 'also-low', 'low', 'unknown']);
	});
});
