import {describe, expect, it} from 'vitest';
import {overlaid} from '../../../source/dataset/overlay/overlaid.ts';
import {
	assessmentsOf,
	type KeptVerdict,
	keepVerdicts,
	readVerdicts,
	shareableText,
} from '../../../source/dataset/overlay/verdicts.ts';
import {openDataset} from '../../../source/dataset/reader.ts';
import {effectiveAssessment} from '../../../source/dossier/effective.ts';
import {makePerson} from '../../support/person.ts';
import {writeSample} from '../../support/sample.ts';

const dossier = (path: string, hint: string, confidence = 0.9) => ({
	driver_path: path,
	chipset_family: 'A family',
	hardware_still_sold_new_in_2025: null,
	last_widely_available_year: null,
	deployments_today: 'low',
	replacement_driver: null,
	recommendation_hint: hint,
	confidence,
	sources: [],
	reasoning_notes: 'seen in the rack',
});
const own = (path: string, hint: string): KeptVerdict => ({
	assessor: 'person',
	origin: null,
	date: '2026-11-01',
	dossier: dossier(path, hint),
});
const mlx4 = 'drivers/infiniband/hw/mlx4/mlx4_ib';
const over = (data: string, ...verdicts: KeptVerdict[]) =>
	overlaid(openDataset(data), assessmentsOf(verdicts, '/o'));

describe('verdicts read over a data set', () => {
	const data = writeSample();

	it('come first in the record, its row, a look-up and the list, and change no file', () => {
		const plain = openDataset(data);
		const dataset = over(data, own(mlx4, 'remove'));
		const row = dataset.rows().find(({id}) => id === mlx4)!;
		expect(row).toMatchObject({recommendation: 'remove', confidence: 0.9, module: 'mlx4_ib'});
		expect(row.aliases).toEqual(plain.rows().find(({id}) => id === mlx4)!.aliases);
		expect(dataset.find('mlx4_ib').drivers[0]!.recommendation).toBe('remove');
		const verdict = effectiveAssessment(dataset.driver(row))!;
		expect(verdict).toMatchObject({assessor: 'person', origin: 'your own verdict', date: '2026-11-01'});
		expect(verdict.notes).toBe('seen in the rack');
		expect(dataset.driver(row).assessments).toHaveLength(plain.driver(row).assessments.length + 1);
		expect(plain.rows().find(({id}) => id === mlx4)!.recommendation).toBe('keep-annotate');
		expect(dataset.start().rows.map(({id}) => id)).toEqual(dataset.rows().map(({id}) => id));
	});

	it('keep the order of a fresh list, libraries last', () => {
		const dataset = over(data, own('drivers/staging/old/old-thing', 'not-a-driver'));
		expect(
			dataset
				.rows()
				.map(({module}) => module)
				.slice(-2)
				.sort(),
		).toEqual(['libsas', 'old-thing']);
		expect(dataset.start().head).toMatchObject({drivers: 6, libraries: 2});
		const risks = dataset
			.rows()
			.slice(0, 6)
			.map(({risk}) => risk ?? 0);
		expect(risks).toEqual(risks.toSorted((a, b) => b - a));
	});

	it('reach all below a directory: a person counts, a dossier of several drivers only speaks', () => {
		const all = over(data, own('drivers/infiniband/hw', 'deprecate'));
		expect(all.rows().filter(({recommendation}) => recommendation === 'deprecate')).toHaveLength(3);
		const spoken = over(data, {
			...own('drivers/infiniband/hw', 'deprecate'),
			assessor: 'dossier',
			origin: 'a',
		});
		const row = spoken.rows().find(({module}) => module === 'mlx5_ib')!;
		expect(row.recommendation).toBe('keep');
		expect(spoken.driver(row).assessments[0]).toMatchObject({origin: 'a', coversDrivers: 2});
	});

	it('are as the data set has them when they are taken away again', () => {
		const dataset = over(data, own(mlx4, 'remove'));
		dataset.rows();
		dataset.overlay({assessments: [], figures: []});
		expect(dataset.rows()).toEqual(openDataset(data).rows());
	});

	it('are kept one for each maker and path, and shared as dossiers', () => {
		const {overlay} = makePerson();
		keepVerdicts(overlay, [own(mlx4, 'keep'), {...own(mlx4, 'keep'), origin: 'Ada'}]);
		keepVerdicts(overlay, [own(mlx4, 'remove')]);
		const kept = readVerdicts(overlay);
		expect(
			kept.map(one => [one.origin, (one.dossier as {recommendation_hint: string}).recommendation_hint]),
		).toEqual([
			['Ada', 'keep'],
			[null, 'remove'],
		]);
		expect(shareableText(kept)).toBe(`${JSON.stringify(dossier(mlx4, 'remove'))}\n`);
	});
});
