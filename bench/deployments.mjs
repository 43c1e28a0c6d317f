/**
 * How many drivers of an old data set were gone later, by how widely they were deployed; the reviewed list of what was
 * removed is bench/removed-6.1-to-6.12.json.
 *
 *     node bench/deployments.mjs DATASET [OUTCOMES]
 */
import {readFileSync} from 'node:fs';
import {join} from 'node:path';

const [dataset, outcomes = join(import.meta.dirname, 'removed-6.1-to-6.12.json')] = process.argv.slice(2);
const gone = new Set(JSON.parse(readFileSync(outcomes, 'utf8')).removed);
const levels = new Map(
	['unknown', 'none', 'low', 'medium', 'high'].map(level => [level, {drivers: 0, gone: 0}]),
);
for (const line of readFileSync(join(dataset, 'drivers.ndjson'), 'utf8').trimEnd().split('\n')) {
	const {id, kind, assessments} = JSON.parse(line);
	if (kind !== 'driver' && kind !== 'chip') continue;
	const level = levels.get(assessments.find(({assessor}) => assessor === 'rules').deployments);
	level.drivers++;
	if (gone.has(id)) level.gone++;
}
console.log('| deployments | drivers | gone | share |\n|---|---:|---:|---:|');
for (const [level, {drivers, gone: lost}] of levels) {
	const share = drivers === 0 ? '' : `${((lost / drivers) * 100).toFixed(1)} %`;
	console.log(`| \`${level}\` | ${drivers.toLocaleString('en-US')} | ${lost} | ${share} |`);
}
