/**
 * Why a driver is said to have been worked on until a day: its last posted patches, newest first, each with what makes it
 * work on the driver or none.
 *
 *     npm run bench:worked-on -- --tree TREE --cache FILE [--seed N --draw 40] [--later 12] [--words 600] [ID...] [--list DIR...]
 *
 * TREE is an unpacked kernel source, DIR an archive as `driverdex survey --lore` takes it. All lists are read once, and what
 * is to be judged of their patches is kept in FILE (a line of JSON a patch) with FILE.owners; where both are there, nothing is
 * read. Former paths of files are not known, so patches to them are missing. With `--draw` so many drivers are drawn from
 * those of data/ that were worked on; else those are told that are named. `--later` is how many pieces are told of each,
 * `--words` how much of each mail's words. `--differ` tells of all drivers how many have another day now than in data/, and
 * `--dates` writes each one's last work to a file, for two versions of the rules to be compared.
 */

import {once} from 'node:events';
import {createReadStream, createWriteStream, existsSync, readFileSync, writeFileSync} from 'node:fs';
import {createInterface} from 'node:readline';
import {parseArgs} from 'node:util';
import {withFormerPaths} from '../source/survey/former-paths.ts';
import {surveyMailArchives} from '../source/survey/mail/archives.ts';
import {epochsOf} from '../source/survey/mail/epochs.ts';
import {type PostedPatch, patchMailOf, whyNoWork} from '../source/survey/mail/posted-patch.ts';
import {datedPeople, readTreePeople} from '../source/survey/mail/removals/people.ts';
import {PatchTally, type TalliedMail} from '../source/survey/mail/tally.ts';
import {pathOwnersOf} from '../source/survey/path-owners.ts';
import {surveyTree} from '../source/survey/tree/kernel-tree.ts';
import {seededRandom} from '../source/verdict/measures.ts';

const {values, positionals} = parseArgs({
	allowPositionals: true,
	options: {
		tree: {type: 'string'},
		cache: {type: 'string'},
		list: {type: 'string', multiple: true, default: []},
		seed: {type: 'string', default: '1'},
		draw: {type: 'string', default: '0'},
		later: {type: 'string', default: '12'},
		words: {type: 'string', default: '0'},
		differ: {type: 'boolean', default: false},
		dates: {type: 'string'},
	},
});
if (values.cache === undefined)
	throw new Error('usage: worked-on.ts --cache FILE [--tree TREE --list DIR...] [ID...]');
const cache = values.cache;
const data = 'data';
const {window} = JSON.parse(readFileSync(`${data}/manifest.json`, 'utf8')) as {
	window: {since: string; until: string};
};

/** A patch as it is kept. */
type KeptPatch = Omit<PostedPatch, 'hasFewLines' | 'lines'> & {changed: number};

const postedOf = (kept: KeptPatch): PostedPatch => ({
	...kept,
	lines: () => kept.changed,
	hasFewLines: most => kept.changed <= most,
});

/** As many letters of what a mail says before its diff are kept. */
const keptWords = 4000;

async function readArchives(tree: string): Promise<void> {
	const survey = await surveyTree({tree, workerFile: null});
	const archives = (await Promise.all(values.list.map(epochsOf)))
		.flat()
		.map(gitDir => ({gitDir, list: null}));
	const out = createWriteStream(cache);
	let lines: string[] = [];
	const flush = () => {
		out.write(lines.join(''));
		lines = [];
	};
	const drivers = survey.drivers.map(({id, module, kconfig, sources, maintainers}) => ({
		id,
		module,
		symbol: kconfig?.symbol ?? null,
		mainFile: sources[0] ?? null,
		lists: maintainers?.lists ?? [],
	}));
	const directories = survey.directories.map(({directory, maintainers}) => ({
		directory,
		lists: maintainers?.lists ?? [],
	}));
	// Numbers are given in the order of asking: the same as when the patches are judged.
	const numbers = new PatchTally();
	const owners: string[] = [];
	for (const name of [...drivers.map(({id}) => id), ...directories.map(({directory}) => `${directory}/`)]) {
		if (numbers.ownerOf(name) === owners.length) owners.push(name);
	}
	const base = withFormerPaths(pathOwnersOf(survey), new Map(), []);
	await surveyMailArchives({
		archives,
		window,
		owners: base,
		people: datedPeople(readTreePeople(tree)),
		drivers,
		directories,
		onPatch: ({hasFewLines: _, lines: changed, words, owners: touched, deleted, brings, ...rest}, nameOf) => {
			const renumbered = (all: readonly number[]) =>
				[...new Set(all)].map(owner => numbers.ownerOf(nameOf(owner)));
			const kept: KeptPatch = {
				...rest,
				owners: renumbered(touched),
				deleted: renumbered(deleted),
				brings: renumbered(brings),
				words: words.slice(0, keptWords),
				changed: changed(),
			};
			lines.push(`${JSON.stringify(kept)}\n`);
			if (lines.length >= 4096) flush();
		},
		onProgress: ({stage, done, total}) => {
			if (done % (2048 * 50) === 0) console.error(`${stage} ${done} of ${total ?? '?'}`);
		},
	});
	flush();
	out.end();
	await once(out, 'finish');
	writeFileSync(`${cache}.owners`, JSON.stringify(owners));
}

/** The same draw for the same seed (mulberry32). */
function drawn<T>(all: readonly T[], count: number, seed: number): T[] {
	const next = seededRandom(seed);
	const left = [...all];
	return Array.from(
		{length: Math.min(count, left.length)},
		() => left.splice(Math.floor(next() * left.length), 1)[0]!,
	);
}

/** Reads the kept patches once more, in the order in which they were read. */
async function* keptPatches(): AsyncGenerator<KeptPatch> {
	for await (const line of createInterface({input: createReadStream(cache)}))
		yield {brings: [], ...JSON.parse(line)} as KeptPatch;
}

interface Told {
	id: string;
	/** The day that data/ tells, null where none. */
	date: string | null;
}

/** The drivers and chips of data/, with the day until which they were worked on. */
function toldDrivers(): Told[] {
	return readFileSync(`${data}/drivers.ndjson`, 'utf8')
		.split('\n')
		.filter(line => line !== '')
		.map(line => JSON.parse(line))
		.filter(({kind}) => kind === 'driver' || kind === 'chip')
		.map(({id, signals: {patches}}) => ({
			id,
			date:
				[patches?.substantive?.last?.date, patches?.elsewhere?.last?.date].filter(Boolean).sort().at(-1) ??
				null,
		}));
}

const dayOf = (time: number) => new Date(time * 1000).toISOString().slice(0, 10);

function whyOf(mail: TalliedMail, owner: number, kept: KeptPatch): string | null {
	const byItself = whyNoWork(postedOf(kept));
	if (byItself !== null) return byItself;
	if (mail.campaign !== null) return `campaign: ${mail.campaign}`;
	if (kept.deleted.includes(owner)) return 'deletes it';
	return mail.meant.includes(owner) ? null : 'names others';
}

if (!existsSync(`${cache}.owners`)) {
	if (values.tree === undefined) throw new Error('--tree is needed to read archives');
	await readArchives(values.tree);
}
const tally = new PatchTally();
for (const name of JSON.parse(readFileSync(`${cache}.owners`, 'utf8')) as string[]) tally.ownerOf(name);
for await (const kept of keptPatches()) {
	tally.add(patchMailOf(postedOf(kept)));
}

const all = toldDrivers();
const told = new Map(all.map(driver => [driver.id, driver]));
const asked =
	positionals.length > 0
		? positionals.map(id => told.get(id) ?? {id, date: null})
		: drawn(
				all.filter(({date}) => date !== null),
				Number(values.draw),
				Number(values.seed),
			);
const wanted = new Map(asked.map(driver => [tally.ownerOf(driver.id), driver]));
const pieces = new Map<number, {mail: TalliedMail}[]>();
const lastOf = new Map<number, number>();
const lastMail = new Map<number, string>();
/** By owner: small edits by author, what is more, and who did more. */
const inEarnest = new Map<
	number,
	{edits: [author: number, time: number][]; last: number; people: Set<number>}
>();
for (const piece of tally.pieces()) {
	const seen = new Set<number>();
	for (const mail of piece.toReversed()) {
		for (const owner of mail.owners) {
			if (!mail.isSweep && mail.meant.includes(owner) && mail.time > (lastOf.get(owner) ?? 0)) {
				lastOf.set(owner, mail.time);
				lastMail.set(owner, mail.messageId);
			}
			if (!mail.isSweep && mail.meant.includes(owner)) note(owner, mail);
			if (!wanted.has(owner) || seen.has(owner)) continue;
			seen.add(owner);
			const known = pieces.get(owner);
			if (known === undefined) pieces.set(owner, [{mail}]);
			else known.push({mail});
		}
	}
}

function note(owner: number, {isSmallEdit, author, time}: TalliedMail): void {
	let known = inEarnest.get(owner);
	if (known === undefined) inEarnest.set(owner, (known = {edits: [], last: 0, people: new Set()}));
	if (isSmallEdit) known.edits.push([author, time]);
	else {
		known.people.add(author);
		known.last = Math.max(known.last, time);
	}
}

/** The day of the last work that is no small edit of a passer-by. */
function lastInEarnest(owner: number): string {
	const known = inEarnest.get(owner);
	const edits = known?.edits.filter(([author]) => known.people.has(author)).map(([, time]) => time) ?? [];
	const last = Math.max(known?.last ?? 0, ...edits);
	return last === 0 ? 'never' : dayOf(last);
}

if (values.dates !== undefined) {
	const lines = all.map(({id}) => {
		const owner = tally.ownerOf(id);
		return lastOf.has(owner)
			? `${id} ${dayOf(lastOf.get(owner)!)} ${lastInEarnest(owner)} ${lastMail.get(owner)}`
			: `${id} never`;
	});
	writeFileSync(values.dates, `${lines.join('\n')}\n`);
}

if (values.differ) {
	let [same, later, earlier] = [0, 0, 0];
	for (const {id, date} of all) {
		const time = lastOf.get(tally.ownerOf(id));
		const now = time === undefined ? '' : dayOf(time);
		if (now === (date ?? '')) same++;
		else if (now > (date ?? '')) later++;
		else earlier++;
	}
	console.log(`of ${all.length}: ${same} as in ${data}, ${later} later, ${earlier} earlier`);
}

const shown = new Map<string, KeptPatch | null>();
for (const list of pieces.values()) {
	list.sort((a, b) => b.mail.time - a.mail.time);
	for (const {mail} of list.slice(0, 400)) shown.set(mail.messageId, null);
}
for await (const kept of keptPatches())
	if (shown.get(kept.messageId) === null) shown.set(kept.messageId, kept);
for (const [owner, {id, date}] of wanted) {
	console.log(
		`\n## ${id}: ${date} in ${data}, ${lastOf.has(owner) ? dayOf(lastOf.get(owner)!) : 'never'} now, in earnest ${lastInEarnest(owner)}`,
	);
	let works = 0;
	for (const [at, {mail}] of (pieces.get(owner) ?? []).entries()) {
		const kept = shown.get(mail.messageId);
		if (kept == null) break;
		const why = whyOf(mail, owner, kept);
		console.log(
			`${dayOf(mail.time)} ${why === null ? (mail.isSmallEdit ? 'SMALL' : 'WORK') : `(${why})`} ${kept.subject} <${kept.author}> ` +
				`${kept.changed} lines, ${kept.files} files ${mail.messageId}`,
		);
		if (Number(values.words) > 0)
			console.log(kept.words.slice(0, Number(values.words)).replace(/^/gm, '    | '));
		if (why === null) works++;
		if (works >= 1 && at + 1 >= Number(values.later)) break;
		if (works >= 2) break;
	}
}
