/**
 * Holds what the survey says became of drivers between two releases against a list that was reviewed by hand.
 *
 *     npm run bench:fates -- NEW_TREE REPOSITORY REVIEWED.json
 *
 * NEW_TREE is the unpacked tree of the later release, REPOSITORY has the tags of the releases up to it, REVIEWED.json
 * the objects that vanished, each with `dir`, `name` and `review`: `removed`, or what else became of it.
 */
import {readFileSync} from 'node:fs';
import type {GoneRecord} from '../source/dossier/schema.ts';
import {pathOwnersOf} from '../source/survey/path-owners.ts';
import {surveyReleases} from '../source/survey/releases/chain/chain.ts';
import {surveyGone} from '../source/survey/releases/gone/gone.ts';
import {idsOfTree} from '../source/survey/tree/ids/ids.ts';
import {UnpackedTree} from '../source/survey/tree/ids/source-tree.ts';
import {surveyTree} from '../source/survey/tree/kernel-tree.ts';

/** Rows of the review that the sources contradict, each with what they say. */
const corrected = new Map([
	['drivers/hwmon/adm1021', 'a duplicate of lm90, which has all its parts'],
	['drivers/hwmon/max6642', 'lm90 has its part'],
	['drivers/block/paride/bpck6', 'v6.12 has it as drivers/ata/pata_parport/bpck6.c'],
]);

const [tree, repository, reviewed] = process.argv.slice(2);
if (tree === undefined || repository === undefined || reviewed === undefined) {
	console.error('fates wants NEW_TREE REPOSITORY REVIEWED.json');
	process.exit(64);
}
const survey = await surveyTree({tree, workerFile: null});
const chain = await surveyReleases({
	repository,
	version: survey.version,
	drivers: survey.drivers,
	directories: [],
	owners: pathOwnersOf(survey),
});
const ids = await idsOfTree(new UnpackedTree(tree), survey.drivers);
const {records} = await surveyGone({
	repository,
	releases: chain.releases,
	steps: chain.steps,
	newest: {...survey, aliasesOf: id => ids.get(id)?.aliases ?? null},
});
const byId = new Map<string, GoneRecord>();
for (const record of records) if (record.fate !== 'option-renamed') byId.set(record.id, record);
const {modules} = JSON.parse(readFileSync(reviewed, 'utf8')) as {
	modules: {dir: string; name: string; review: string}[];
};
let [agreed, disagreed, there] = [0, 0, 0];
for (const {dir, name, review} of modules) {
	const id = `${dir}/${name}`;
	const record = byId.get(id);
	if (record === undefined) {
		there++;
		console.log(`${id}: the chain's newest release has it; ${review}`);
		continue;
	}
	const isRemoved = review === 'removed' && !corrected.has(id);
	if ((record.fate === 'removed') === isRemoved) agreed++;
	else {
		disagreed++;
		console.log(`${id}: ${record.fate} ${record.to.map(place => place.id).join(' ')}; reviewed: ${review}`);
	}
}
const share = ((100 * agreed) / (agreed + disagreed)).toFixed(1);
console.log(
	`${agreed} of ${agreed + disagreed} as reviewed (${share} %), ${corrected.size} of the review corrected, ${there} not gone`,
);
