/**
 * Does a source say the sentence that a reason tells? By means of its own: git, configurations, tables and lists are
 * read here as a person would look into them, not through the survey. Null where it does, else what is wrong.
 */
import {execFileSync} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {DriverRecord, Manifest, Source} from '../source/dossier/schema.ts';

/** Where the sources lie. */
export interface Inputs {
	tree: string;
	manifest: Manifest;
	/** The repository of release trees; sentences on releases go unchecked without it. */
	releases: string | null;
	/** The drivers of the data set that bear a module's name. */
	driversOf(module: string): readonly DriverRecord[];
	/** The folder of configurations with its index.tsv. */
	configs: string | null;
	/** The folder of the tables of counted devices. */
	population: string | null;
	/** Leapp's table. */
	leapp: string | null;
}

/** A reason with one of its clauses, and what it cites. */
interface Said {
	record: DriverRecord;
	text: string;
	source: Source;
	inputs: Inputs;
}

type Check = (said: Said, match: RegExpExecArray) => string | null;

/** What lines of sources call a bus that a sentence tells in words. */
const busWords: Readonly<Record<string, string>> = {'the parallel port': 'par', 'the game port': 'gameport'};

/** Sentences by their form. A clause that fits none is told as unknown. */
const sentences: readonly (readonly [RegExp, Check])[] = [
	[
		/^(\d+) of its last (\d+) releases brought work on it(?:, (?:.+ or )?(\S+) most recently)?$/,
		(said, [, earnest, known, newest]) => earnestSteps(said, Number(earnest), Number(known), newest ?? null),
	],
	[
		/^of its last (\d+) releases only (?:.+ or )?(\S+) brought work on it$/,
		(said, [, known, newest]) => earnestSteps(said, 1, Number(known), newest!),
	],
	[/^no release since (\S+) brought work on it$/, (said, [, since]) => untouchedSince(said, since!)],
	[/^unchanged in earnest since (\S+)$/, (said, [, since]) => untouchedSince(said, since!)],
	[
		/^Linux (\S+) changed (\d+) of its lines in earnest$/,
		(said, [, release, lines]) => changedLines(said, releaseBefore(said, release!), release!, Number(lines)),
	],
	[
		/^([\d,]+) of its lines changed in earnest since (\S+)$/,
		(said, [, lines, since]) =>
			changedLines(said, since!, said.inputs.manifest.releases.at(-1)!.release, plain(lines!)),
	],
	[/^new in Linux (?:.+ or )?(\S+)$/, (said, [, release]) => isNewIn(said, release!)],
	[/^its \.c files name (?:no year after|the year) (\d+)$/, (said, [, year]) => newestYear(said, year!)],
	[/bare printk\(\) (\d+) times$/, (said, [, count]) => counts(said, /(?<![\w])printk\s*\(/g, Number(count))],
	[/: devm_ (\d+) times$/, (said, [, count]) => counts(said, /\bdevm_/g, Number(count))],
	[
		/^nobody has put a licence tag/,
		said => (/SPDX-License/.test(ownText(said, /\.(?:c|S|rs)$/)) ? 'a source has the tag' : null),
	],
	[
		/^bound by device tree/,
		said => lineSays(said, /of_match_table|MODULE_DEVICE_TABLE\(\s*of|_DECLARE|IRQCHIP/),
	],
	[/(\$\w+), a keyword of RCS or CVS$/, (said, [, word]) => lineSays(said, literal(word!))],
	[/before mutexes: ([\w./]+)/, (said, [, word]) => lineSays(said, literal(word!))],
	[
		/^but CONFIG_(\w+) builds (\d+) drivers$/,
		({record}, [, symbol, count]) =>
			record.kconfig?.symbol === symbol && record.signals.distributions?.drivers === Number(count)
				? null
				: 'the record says otherwise',
	],
	[/^it still uses (\S+), an interface/, (said, [, header]) => lineSays(said, literal(header!))],
	[/^it is in staging/, ({record}) => (record.directory.startsWith('drivers/staging') ? null : 'it is not')],
	[
		/^it lies in a directory named (\w+)/,
		({record}, [, word]) => (record.directory.includes(word!) ? null : 'no'),
	],
	[/^its option depends on BROKEN/, said => lineSays(said, /BROKEN/)],
	[/needs CONFIG_(\w+), which no Kconfig file defines/, (said, [, symbol]) => isUndefined(said, symbol!)],
	[/^its option asks for COMPILE_TEST/, said => lineSays(said, /COMPILE_TEST/)],
	[/^its option calls itself (\w+)$/, (said, [, word]) => lineSays(said, new RegExp(word!, 'i'))],
	[
		/^it builds on CONFIG_(\w+), which is described/,
		said => lineSays(said, /deprecated|legacy|obsolete|unused/i),
	],
	[
		/can't be enabled without CONFIG_(\w+), whose removal is announced for (\d+)$/,
		(said, [, , year]) => paragraphSays(said, literal(year!)),
	],
	[
		/can't be enabled without CONFIG_(\w+), a platform that is called/,
		said => paragraphSays(said, /deprecated|obsolete|unused|removed/i),
	],
	[
		/^MAINTAINERS has nobody for it: (\w+)$/,
		(said, [, status]) => paragraphSays(said, new RegExp(`^S:\\s+${status}`, 'm')),
	],
	[
		/^it serves (.+), which new machines no longer have$/,
		(said, [, bus]) => lineSays(said, new RegExp(`${busWords[bus!] ?? bus}|depends on|select|^\\s*if `, 'i')),
	],
	[
		/^(\S+), which needs it, is (?:judged (\S+)|in wide use)$/,
		(said, [, user, recommendation]) => userSays(said, user!, recommendation ?? null),
	],
	[
		/^no code of the tree makes a device for it: a platform driver whose name, (\S+), stands/,
		(said, [, name]) => isNamedNowhere(said, name!),
	],
	[/^its TODO file speaks of removing it/, said => lineSays(said, /remov|delet|drop/i)],
	[
		/^its option's text names (\S+) in its place$/,
		(said, [, name]) => paragraphSays(said, new RegExp(name!.replace(/[-_]/g, '[-_ ]'), 'i')),
	],
	[/claims (\d+) of its (\d+) device ids too$/, said => lineSays(said, /^\s*(?:menu)?config /)],
	[
		/^nothing replaces it: the machines that it serves go with CONFIG_(\w+)$/,
		said => paragraphSays(said, /deprecated|remov|go away|gone/i),
	],
	[/^nothing replaces it: no other driver claims/, said => lineSays(said, /^\s*(?:menu)?config /)],
	[/probed machines? ha(?:s|ve) a device of/, countedMachines],
	[/^Debian and Fedora ship it, RHEL/, said => shippedSays(said)],
	[/^kernels that switch on few drivers have it on: /, said => shippedSays(said)],
	[/^on in (\d+) of the (\d+) families/, said => shippedSays(said)],
	[/^no distribution ships it|^shipped by nobody/, said => shippedSays(said)],
	[
		/^in (?:wide )?use|^no sign of wide use/,
		said => (said.source.kind === 'distribution' ? shippedSays(said) : null),
	],
	[/^RHEL (\d+) (dropped it|does not have it|ships it)/, leappSays],
	[/^an enterprise vendor lists it: RHEL (\d+), (\w+)$/, leappSays],
	[/^RHEL (\d+) has (dropped) it/, leappSays],
];

/** Whether the sentence holds; a text of several clauses is looked at clause by clause, each with the source that fits. */
export function checkSentence(
	record: DriverRecord,
	text: string,
	own: Source,
	sources: readonly Source[],
	inputs: Inputs,
): string | null {
	const clauses = text.split('; ');
	const isWhole = clauses.length === 1 || sentences.some(([form]) => form.exec(text)?.[0] === text);
	for (const clause of isWhole ? [text] : clauses) {
		const found = sentences.find(([form]) => form.test(clause));
		if (found === undefined) return `nobody knows how to check "${clause}"`;
		const [form, check] = found;
		const match = form.exec(clause)!;
		const complaints = (isWhole ? [own] : sources)
			.filter(({kind}) => isWhole || kind === 'tree' || kind === 'maintainers')
			.map(source => check({record, text: clause, source, inputs}, match));
		if (!complaints.includes(null)) return `"${clause}": ${complaints[0] ?? 'it cites nothing'}`;
	}
	return null;
}

const plain = (number: string) => Number(number.replaceAll(',', ''));
const literal = (text: string) => new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
const cache = new Map<string, string>();

function remember(key: string, make: () => string): string {
	const known = cache.get(key) ?? make();
	cache.set(key, known);
	return known;
}

const isSource = (file: string) => /\.(?:c|h|S|rs)$/.test(file);
const ownFiles = ({record}: Said) => record.files.filter(isSource).map(file => `${record.directory}/${file}`);
const ownText = (said: Said, which: RegExp = /./) =>
	ownFiles(said)
		.filter(file => which.test(file))
		.map(file => readFileSync(join(said.inputs.tree, file), 'utf8'))
		.join('\n');

function linesOf({source, inputs}: Said): {lines: string[]; at: number} | null {
	if (!('at' in source)) return null;
	const [file, number] = source.at.split(':') as [string, string?];
	const path = join(inputs.tree, file);
	if (number === undefined || !existsSync(path)) return null;
	return {lines: remember(path, () => readFileSync(path, 'utf8')).split('\n'), at: Number(number) - 1};
}

function lineSays(said: Said, wanted: RegExp): string | null {
	const cited = linesOf(said);
	if (cited === null) return 'it cites no line';
	const line = cited.lines[cited.at] ?? '';
	return wanted.test(line) ? null : `the line does not say it: ${line.trim()}`;
}

/** The entry of Kconfig or MAINTAINERS in which the cited line stands. */
function paragraphSays(said: Said, wanted: RegExp): string | null {
	const cited = linesOf(said);
	if (cited === null) return 'it cites no line';
	const part = cited.lines.slice(Math.max(0, cited.at - 12), cited.at + 30).join('\n');
	return wanted.test(part) ? null : `the lines around ${said.source.claim} do not say it`;
}

/** Who is told to need a driver does so by its record, and is judged as is told. */
function userSays({record, inputs}: Said, user: string, recommendation: string | null): string | null {
	const users = inputs.driversOf(user).filter(({needs}) => needs.some(({driver}) => driver === record.id));
	if (users.length === 0) return `no ${user} needs it`;
	const holds = users.some(({assessments}) => {
		const verdict = assessments.find(({assessor}) => assessor === 'rules');
		return recommendation === null
			? verdict?.reasons.some(({rule}) => rule === 'in-wide-use')
			: verdict?.recommendation === recommendation;
	});
	return holds ? null : `${user} is judged otherwise`;
}

function newestYear(said: Said, year: string): string | null {
	const later = /copyright[^\n]*\b(20[0-4]\d)\b/gi;
	const years = [...ownText(said, /\.(?:c|S|rs)$/).matchAll(later)].map(([, found]) => Number(found));
	const beyond = years.filter(
		found => found > Number(year) && found <= new Date(said.inputs.manifest.asOf).getFullYear(),
	);
	return beyond.length > 0 ? `a source names ${Math.max(...beyond)}` : lineSays(said, literal(year));
}

/** Comments and strings may hold a few more, or less where they were left out. */
function counts(said: Said, wanted: RegExp, count: number): string | null {
	const code = ownText(said).replace(/\/\*[\s\S]*?\*\//g, '');
	const found = [...code.matchAll(wanted)].length;
	return Math.abs(found - count) <= 2 + count * 0.1 ? null : `counted ${found}`;
}

function isUndefined({inputs}: Said, symbol: string): string | null {
	const found = grep(inputs.tree, ['-rlE', '--include=Kconfig*', `^\\s*(menu)?config ${symbol}$`, '.']);
	return found === '' ? null : `defined in ${found.split('\n')[0]}`;
}

function isNamedNowhere({record, inputs}: Said, name: string): string | null {
	const own = new Set(record.files.map(file => `${record.directory}/${file}`));
	const found = grep(inputs.tree, ['-rlF', '--include=*.[ch]', `"${name}"`, 'arch', 'drivers', 'sound'])
		.split('\n')
		.filter(file => file !== '' && !own.has(file));
	return found.length === 0 ? null : `also named in ${found[0]}`;
}

function grep(directory: string, words: readonly string[]): string {
	try {
		return execFileSync('grep', words, {cwd: directory, encoding: 'utf8'});
	} catch {
		return '';
	}
}

function releaseBefore({inputs}: Said, release: string): string {
	const at = inputs.manifest.releases.findIndex(one => one.release === release);
	return inputs.manifest.releases[at - 1]!.release;
}

/** Lines of the driver's present files that one step changed, blank ones, comments and includes left out. */
function rawLines(said: Said, from: string, to: string): number {
	const {releases} = said.inputs;
	const files = ownFiles(said);
	const diff = remember(`${from} ${to} ${said.record.id}`, () =>
		execFileSync('git', ['-C', releases!, 'diff', '-w', `v${from}`, `v${to}`, '--', ...files], {
			encoding: 'utf8',
			maxBuffer: 2 ** 30,
		}),
	);
	return diff
		.split('\n')
		.filter(line => /^[+-](?!\+\+|--)/.test(line) && !/^[+-]\s*(?:$|\*|\/\*|\/\/|#\s*include)/.test(line))
		.length;
}

/** Steps before the driver lay where it lies now are taken from the record: there is nothing to compare with. */
const isThere = (said: Said, release: string) =>
	remember(`${release} ${said.record.id} there`, () =>
		execFileSync('git', ['-C', said.inputs.releases!, 'ls-tree', `v${release}`, '--', ...ownFiles(said)], {
			encoding: 'utf8',
		}),
	) !== '';

function earnestSteps(said: Said, earnest: number, known: number, newest: string | null): string | null {
	const {inputs, record} = said;
	if (inputs.releases === null) return null;
	const {releases} = inputs.manifest;
	const changes = record.signals.releases!.substantive;
	const start = Math.max(1, changes.length - 12);
	let [steps, least, most] = [0, 0, 0];
	for (let at = start; at < changes.length; at++) {
		if (changes[at] === null) continue;
		steps++;
		const [from, to] = [releases[at - 1]!.release, releases[at]!.release];
		const raw = isThere(said, from) ? rawLines(said, from, to) : (changes[at] ?? 0);
		if (raw >= 20) most++;
		else if (raw >= 5) least++;
		if (to === newest && raw < 5) return `${to} changed ${raw} lines`;
	}
	if (steps !== known) return `${steps} steps are known`;
	return earnest <= most + least ? null : `only ${most + least} steps changed five lines or more`;
}

/** Sweeps are left out of what is said, not out of what is counted here: a step of thirty lines is looked at by eye. */
function untouchedSince(said: Said, since: string): string | null {
	const {releases, manifest} = said.inputs;
	if (releases === null) return null;
	const from = manifest.releases.findIndex(({release}) => release === since);
	for (let at = from + 1; at < manifest.releases.length; at++) {
		const [before, after] = [manifest.releases[at - 1]!.release, manifest.releases[at]!.release];
		if (!isThere(said, before)) continue;
		const raw = rawLines(said, before, after);
		if (raw >= 30) return `${after} changed ${raw} lines: a sweep?`;
	}
	return null;
}

function changedLines(said: Said, from: string, to: string, lines: number): string | null {
	if (said.inputs.releases === null || !isThere(said, from)) return null;
	const {releases} = said.inputs.manifest;
	const [first, last] = [from, to].map(name => releases.findIndex(({release}) => release === name));
	let raw = 0;
	for (let at = first! + 1; at <= last!; at++)
		raw += rawLines(said, releases[at - 1]!.release, releases[at]!.release);
	return raw * 2 + 10 >= lines ? null : `${raw} lines changed at its present paths`;
}

function isNewIn(said: Said, release: string): string | null {
	const {inputs, source} = said;
	if (inputs.releases === null || !('url' in source)) return null;
	const path = decodeURIComponent(/\/commits\/v[^/]+\/(.+)$/.exec(source.url)![1]!);
	const has = (name: string) =>
		execFileSync('git', ['-C', inputs.releases!, 'ls-tree', `v${name}`, '--', path], {encoding: 'utf8'}) !==
		'';
	if (!has(release)) return `v${release} does not have ${path}`;
	return has(releaseBefore(said, release)) ? `the release before v${release} has it` : null;
}

/** The line of the cited configuration. */
function shippedSays(said: Said): string | null {
	const {inputs, source} = said;
	if (inputs.configs === null || !('url' in source)) return null;
	const line = /: ((?:# )?CONFIG_\w+(?:=[ym]| is not set))$/.exec(source.claim)?.[1];
	if (line === undefined) return 'its claim names no line';
	const index = remember('index.tsv', () => readFileSync(join(inputs.configs!, 'index.tsv'), 'utf8')).split(
		'\n',
	);
	const address = decodeURIComponent(source.url);
	const files = index
		.slice(1)
		.map(row => row.split('\t'))
		.filter(([, , , kernel, , , origin = '']) => {
			const [, repository, path] = /^([^@]+)@\w+:([^+]+)/.exec(origin) ?? [];
			return repository === undefined
				? source.claim.includes(kernel!)
				: address.includes(repository) &&
						(address.includes(path!) || path!.startsWith(address.split('/').slice(7).join('/')));
		});
	if (files.length === 0) return 'no configuration of that address';
	const says = ([file]: string[]) => {
		const text = remember(file!, () => `\n${readFileSync(join(inputs.configs!, file!), 'utf8')}\n`);
		return text.includes(`\n${line}\n`);
	};
	return files.some(says) ? null : `no such line in ${files[0]![0]}`;
}

function countedMachines(said: Said): string | null {
	const {inputs, source, text} = said;
	if (inputs.population === null) return null;
	const [, table, what, count] = /^(\S+): (.+) in ([\d,]+) machines$/.exec(source.claim) ?? [];
	if (table === undefined) return 'its claim counts nothing';
	const told = /\bno probed/.test(text)
		? '0'
		: /\bone probed/.test(text)
			? '1'
			: /([\d,]+) probed/.exec(text)?.[1];
	if (told !== count) return `its claim counts ${count}`;
	const page = remember(table, () => readFileSync(join(inputs.population!, `${table}.md`), 'utf8'));
	const countOf = (id: string) =>
		Math.max(
			0,
			...[...page.matchAll(new RegExp(`^\\| pci:${id.replace(':', '-')} .*\\| *(\\d+) *\\|$`, 'gm'))].map(
				([, found]) => Number(found),
			),
		);
	if (what !== 'its devices')
		return countOf(what!) === plain(count!) ? null : `the table counts ${countOf(what!)}`;
	for (const pattern of said.record.aliases ?? []) {
		const id = /^pci:v0000(\w{4})d0000(\w{4})sv/i.exec(pattern);
		const found = id === null ? 0 : countOf(`${id[1]}:${id[2]}`.toLowerCase());
		if (found > 0) return `the table counts ${found} of ${pattern}`;
	}
	return null;
}

function leappSays({record, text, inputs}: Said): string | null {
	if (inputs.leapp === null) return null;
	const {data} = JSON.parse(remember('leapp', () => readFileSync(inputs.leapp!, 'utf8'))) as {
		data: {
			driver_name: string;
			device_id: string;
			available_in_rhel: number[];
			maintained_in_rhel: number[];
		}[];
	};
	const same = (name: string) => name.replaceAll('-', '_');
	const row = data.find(one => same(one.driver_name) === same(record.module) && one.device_id === '');
	if (row === undefined) return 'the table does not name it as a whole';
	const release = Number(/RHEL (\d+)/.exec(text)![1]);
	const [has, keeps] = [row.available_in_rhel.includes(release), row.maintained_in_rhel.includes(release)];
	if (/maintained$/.test(text)) return keeps ? null : 'that release does not maintain it';
	if (/ships it|available$/.test(text))
		return has && !keeps ? null : 'that is not what the table says of the release';
	return has ? 'that release has it' : null;
}
