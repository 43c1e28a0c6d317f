/**
 * Drafts a list of outcomes for `calibrate` and `backtest --outcomes` from what the survey says became of the dead.
 *
 *     npm run bench:outcomes -- OLD_DATASET NEW_DATASET OUT.json [REVIEWED.json]
 *
 * OLD_DATASET is of the older tree, NEW_DATASET of a later one and was surveyed with a chain of releases that begins with
 * the older one. A driver of the older is removed where NEW_DATASET says that a release after it lost it for good, and
 * lives on where it was moved, renamed or merged. Nothing but counts is printed, so that a list can be made without
 * looking at it. With REVIEWED it is held against a list that was reviewed: how many are on both, and on one alone.
 */
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {loadDataset} from '../source/dataset/load.ts';
import {isJudgedKind} from '../source/dossier/query/vocabulary.ts';
import type {GoneRecord} from '../source/dossier/schema.ts';
import {compareVersions, seriesOf} from '../source/survey/releases/versions.ts';

const [old, later, out, reviewed] = process.argv.slice(2);
if (old === undefined || later === undefined || out === undefined) {
	console.error('outcomes wants OLD_DATASET NEW_DATASET OUT.json');
	process.exit(64);
}
const {manifest, drivers} = loadDataset(old);
const newer = JSON.parse(readFileSync(join(later, 'manifest.json'), 'utf8')) as {treeVersion: string};
const from = seriesOf(manifest.treeVersion);
const there = new Set(
	readFileSync(join(later, 'drivers.ndjson'), 'utf8')
		.split('\n')
		.flatMap(line => (line === '' ? [] : (JSON.parse(line) as {id: string}).id)),
);
const dead = new Map<string, GoneRecord>();
for (const line of readFileSync(join(later, 'gone.ndjson'), 'utf8').split('\n')) {
	if (line === '') continue;
	const record = JSON.parse(line) as GoneRecord;
	// An option of another name leaves the driver where it is; what went before the older tree was another of its name.
	if (record.fate === 'option-renamed') continue;
	const {goneIn, lastRelease} = record;
	const stayed =
		goneIn === null
			? compareVersions(lastRelease.release, from) >= 0
			: compareVersions(goneIn.release, from) > 0;
	if (!stayed) continue;
	dead.set(record.id, record);
}
const evidence: Record<string, string> = {};
const livesOn: string[] = [];
let untold = 0;
for (const {id} of drivers) {
	if (there.has(id)) continue;
	const record = dead.get(id);
	if (record === undefined || record.fate === null) untold++;
	else if (record.fate === 'removed') {
		const {lastRelease, goneIn, deletion} = record;
		evidence[id] = `in v${lastRelease.release}, not in v${goneIn?.release ?? seriesOf(newer.treeVersion)}${
			deletion === null ? '' : `; deleted by ${deletion.list} ${deletion.messageId}`
		}`;
	} else livesOn.push(id);
}
const removed = Object.keys(evidence).sort();
writeFileSync(
	out,
	`${JSON.stringify(
		{
			from: `Linux ${manifest.treeVersion}`,
			to: `Linux ${newer.treeVersion}`,
			method: 'What the survey of the newer tree says became of each: not reviewed.',
			removed,
			evidence,
			livesOn: livesOn.sort(),
		},
		null,
		'\t',
	)}\n`,
);
const judged = new Set(drivers.filter(({kind}) => isJudgedKind(kind)).map(({id}) => id));
const counted = (ids: readonly string[]) =>
	`${ids.length} (drivers and chips of drivers/: ${ids.filter(id => judged.has(id) && id.startsWith('drivers/')).length})`;
console.log(
	`${manifest.treeVersion} to ${newer.treeVersion}: removed ${counted(removed)}, living on ${counted(livesOn)}, untold ${untold}`,
);
if (reviewed !== undefined) {
	const list = new Set((JSON.parse(readFileSync(reviewed, 'utf8')) as {removed: string[]}).removed);
	const mine = new Set(removed.filter(id => judged.has(id) && id.startsWith('drivers/')));
	const theirs = [...list].filter(id => judged.has(id));
	const both = theirs.filter(id => mine.has(id)).length;
	console.log(
		`of drivers and chips ${both} on both lists, ${theirs.length - both} reviewed alone, ${mine.size - both} here alone`,
	);
}
