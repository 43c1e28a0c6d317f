import {expect, it} from 'vitest';
import {datasetChanges, isChanged} from '../../source/dossier/dataset-changes.ts';
import {packRow, unpackRow} from '../../source/dossier/index-row.ts';
import type {Assessment} from '../../source/dossier/schema.ts';
import {makeDriver} from '../support/sample.ts';

const row = (id: string, removalRisk: number, changes: Partial<Assessment> = {}) => {
	const record = makeDriver(id, {title: null});
	const [verdict] = record.assessments;
	return unpackRow(
		packRow(
			{...record, assessments: [{...verdict!, recommendation: 'unsure', removalRisk, ...changes}]},
			0,
			0,
		),
	);
};
const ids = (sides: readonly {id: string}[]) => sides.map(({id}) => id.slice('drivers/'.length));

it('is sorted, the gravest first', () => {
	const changes = datasetChanges(
		[row('drivers/a/mild', 0.1), row('drivers/a/grave', 0.9), row('drivers/a/middle', 0.4)],
		[row('drivers/b/small', 0.2), row('drivers/b/great', 0.8)],
	);
	expect(ids(changes.gone)).toEqual(['a/grave', 'a/middle', 'a/mild']);
	expect(ids(changes.new)).toEqual(['b/great', 'b/small']);
});

it('is silent on a risk that hardly moved', () => {
	const older = [row('drivers/a/x', 0.2), row('drivers/a/y', 0.2)];
	const changes = datasetChanges(older, [row('drivers/a/x', 0.24), row('drivers/a/y', 0.26)]);
	expect(changes.risk.map(({to}) => to.id)).toEqual(['drivers/a/y']);
	expect(isChanged(datasetChanges(older, [row('drivers/a/x', 0.24), row('drivers/a/y', 0.2)]))).toBe(false);
});

it('speaks of a verdict that changed, and of that alone', () => {
	const changes = datasetChanges(
		[row('drivers/a/x', 0.1)],
		[row('drivers/a/x', 0.9, {recommendation: 'remove'})],
	);
	expect(changes.verdict.map(({from, to}) => [from.recommendation, to.recommendation])).toEqual([
		['unsure', 'remove'],
	]);
	expect(changes.risk).toEqual([]);
});

it('does not miss libraries', () => {
	const library = row('drivers/a/lib', 0, {recommendation: 'not-a-driver'});
	expect(isChanged(datasetChanges([library], []))).toBe(false);
	expect(isChanged(datasetChanges([], [library]))).toBe(false);
	expect(datasetChanges([library], [row('drivers/a/lib', 0.1)]).verdict).toHaveLength(1);
});
