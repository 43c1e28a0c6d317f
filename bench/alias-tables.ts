/**
 * Holds the device ids that the survey reads in a tree's sources against the alias tables of a kernel built from it.
 *
 *     npm run bench:aliases -- TREE IMAGE…
 *
 * IMAGE is an unpacked kernel package with modules.alias, modules.dep and its config. For every module of drivers/ and
 * sound/ in it, by folder and name: which patterns both have, which only modules.alias (missing), which only the
 * sources (extra). Extra ones are told apart: `off` stand behind an option that the image's config has not, `silent`
 * in a table that a driver binds without MODULE_DEVICE_TABLE, `other` are neither. Recall is both / (both + missing),
 * precision both / (both + other).
 */
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {surveyedFolders} from '../source/dossier/surveyed-folders.ts';
import {surveyModulesAlias} from '../source/survey/modules-alias.ts';
import {listTreeFiles} from '../source/survey/tree/files.ts';
import {
	type DriverIds,
	idsOfSource,
	joinIds,
	type ObjectSources,
	placeSources,
} from '../source/survey/tree/ids/ids.ts';
import {Headers} from '../source/survey/tree/ids/scope.ts';
import {UnpackedTree} from '../source/survey/tree/ids/source-tree.ts';
import {readKbuild} from '../source/survey/tree/kbuild/kbuild.ts';

const [tree, ...images] = process.argv.slice(2);
if (tree === undefined || images.length === 0) throw new Error('usage: npm run bench:aliases -- TREE IMAGE…');

const files = listTreeFiles(tree, surveyedFolders);
const kbuild = readKbuild(tree, files);
const objects: ObjectSources[] = kbuild.objects.map(({directory, name, namedIn, sources}) => ({
	id: `${directory}/${name}`,
	module: name,
	sources,
	includeDirectories: kbuild.directories.get(namedIn)?.includeDirectories ?? [],
}));

function read(options: ReadonlySet<string> | null, announcedOnly: boolean[]): Map<string, DriverIds>[] {
	const headers = new Headers(new UnpackedTree(tree!), options);
	const units = new Map(placeSources(objects).map(source => [source.file, idsOfSource(headers, source)]));
	return announcedOnly.map(only => joinIds(objects, file => units.get(file) ?? null, only));
}

function folderOf(image: string): string {
	if (existsSync(path.join(image, 'modules.alias'))) return image;
	for (const top of ['usr/lib/modules', 'lib/modules']) {
		const folder = path.join(image, top);
		const release = existsSync(folder) ? readdirSync(folder)[0] : undefined;
		if (release !== undefined) return path.join(folder, release);
	}
	throw new Error(`${image} has no lib/modules`);
}

function optionsOf(image: string, folder: string): Set<string> {
	const config = [
		path.join(folder, 'config'),
		path.join(image, 'boot', `config-${path.basename(folder)}`),
	].find(existsSync);
	if (config === undefined) throw new Error(`${image} has no config`);
	return new Set(
		[...readFileSync(config, 'utf8').matchAll(/^(CONFIG_\w+)=([ym])$/gm)].map(([, name, value]) =>
			value === 'm' ? `${name}_MODULE` : name!,
		),
	);
}

interface Row {
	both: number;
	missing: string[];
	off: number;
	silent: number;
	other: string[];
}

const started = process.cpuUsage().user;
const [all] = read(null, [false]);
console.log(
	`tables of ${objects.length} objects: ${((process.cpuUsage().user - started) / 1e6).toFixed(1)} s of CPU`,
);
for (const image of images) {
	const folder = folderOf(image);
	const [configured, announced] = read(optionsOf(image, folder), [false, true]);
	const {drivers} = await surveyModulesAlias({files: [path.join(folder, 'modules.alias')], drivers: objects});
	const rows = new Map<string, Row>();
	for (const [id, patterns] of drivers) compare(id, new Set(patterns), rows, configured!, announced!);
	print(image, drivers.size, rows);
}

function compare(
	id: string,
	built: ReadonlySet<string>,
	rows: Map<string, Row>,
	configured: Map<string, DriverIds>,
	announced: Map<string, DriverIds>,
): void {
	const own = new Set(all!.get(id)?.aliases);
	const [on, spoken] = [new Set(configured.get(id)?.aliases), new Set(announced.get(id)?.aliases)];
	const rowOf = (pattern: string): Row => {
		const bus =
			/^([a-z][a-z0-9_-]*)\*?:/.exec(pattern)?.[1] ?? (pattern.startsWith('dmi*') ? 'dmi' : 'other');
		const row = rows.get(bus) ?? {both: 0, missing: [], off: 0, silent: 0, other: []};
		rows.set(bus, row);
		return row;
	};
	for (const pattern of built) {
		if (own.has(pattern)) rowOf(pattern).both++;
		else rowOf(pattern).missing.push(`${id} ${pattern}`);
	}
	for (const pattern of own) {
		if (built.has(pattern)) continue;
		const row = rowOf(pattern);
		if (!on.has(pattern)) row.off++;
		else if (!spoken.has(pattern)) row.silent++;
		else row.other.push(`${id} ${pattern}`);
	}
}

function print(image: string, drivers: number, rows: ReadonlyMap<string, Row>): void {
	console.log(`\n${path.basename(image)}: ${drivers} modules`);
	console.log('| bus | both | missing | off | silent | other | recall | precision |');
	console.log('|---|---|---|---|---|---|---|---|');
	const share = (part: number, rest: number): string =>
		part + rest === 0 ? '' : ((100 * part) / (part + rest)).toFixed(1);
	const line = (name: string, {both, missing, off, silent, other}: Row): void =>
		console.log(
			`| ${[name, both, missing.length, off, silent, other.length, share(both, missing.length), share(both, other.length)].join(' | ')} |`,
		);
	const sum: Row = {both: 0, missing: [], off: 0, silent: 0, other: []};
	for (const [bus, row] of [...rows].sort(([, a], [, b]) => b.both - a.both)) {
		line(bus, row);
		sum.both += row.both;
		sum.off += row.off;
		sum.silent += row.silent;
		sum.missing.push(...row.missing);
		sum.other.push(...row.other);
	}
	line('**all**', sum);
	for (const [what, list] of [
		['missing', sum.missing],
		['other', sum.other],
	] as const) {
		for (const one of list.slice(0, 60)) console.log(`${what}: ${one}`);
	}
}
