/** Sentences whose source is the tree: its lines, what its sources hold, what they hold not. */
import {type Check, deviceTreeTable, type Finding, literal, ownFiles, type Said, Unlooked} from './facts.ts';
import type {TreeReader} from './tree-reader.ts';

const noTree = new Unlooked('no tree was given');

/** What lines of sources call a bus that a sentence tells in words. */
const busWords: Readonly<Record<string, string>> = {
	'the parallel port': 'par',
	'the game port': 'gameport',
	TURBOchannel: 'tc',
};

/** The cited line; a text where there is none. */
function citedLine({source, books: {tree}}: Said): {lines: string[]; at: number} | string | Unlooked {
	if (tree === null) return noTree;
	if (!('at' in source)) return 'it cites no line';
	const [file = '', number] = source.at.split(':');
	const text = number === undefined ? null : tree.text(file);
	if (text === null) return `no such line: ${source.at}`;
	return {lines: text.split('\n'), at: Number(number) - 1};
}

/** Whether the cited line says it. */
export function lineSays(said: Said, wanted: RegExp): Finding {
	const cited = citedLine(said);
	if (typeof cited === 'string' || cited instanceof Unlooked) return cited;
	const line = cited.lines[cited.at] ?? '';
	return wanted.test(line) ? null : `the line does not say it: ${line.trim().slice(0, 200)}`;
}

/** Whether the entry of Kconfig or MAINTAINERS says it in which the cited line stands. */
export function paragraphSays(said: Said, wanted: RegExp): Finding {
	const cited = citedLine(said);
	if (typeof cited === 'string' || cited instanceof Unlooked) return cited;
	const part = cited.lines.slice(Math.max(0, cited.at - 12), cited.at + 30).join('\n');
	return wanted.test(part) ? null : 'the lines around the one that is cited do not say it';
}

/** The texts of the driver's own sources of a kind, one by one: those of some drivers are hundreds of megabytes. */
function* ownTexts({record}: Said, tree: TreeReader, which: RegExp): Generator<string> {
	for (const file of ownFiles(record)) if (which.test(file)) yield tree.text(file) ?? '';
}

const newestYear: Check = (said, [, year]) => {
	const {tree, manifest} = said.books;
	if (tree === null) return noTree;
	const named = /copyright[^\n]{0,500}\b(20[0-4]\d)\b/gi;
	const until = Number(manifest.asOf.slice(0, 4));
	const later: number[] = [];
	for (const text of ownTexts(said, tree, /\.(?:c|S|rs)$/)) {
		for (const [, found] of text.matchAll(named))
			if (Number(found) > Number(year) && Number(found) <= until) later.push(Number(found));
	}
	return later.length > 0 ? `a source names ${Math.max(...later)}` : lineSays(said, literal(year!));
};

/** C without its comments; what stands in a string begins none. */
function withoutComments(text: string): string {
	return text.replace(/"(?:\\.|[^"\\\n]){0,4000}"|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g, found =>
		found.startsWith('"') ? found : ' ',
	);
}

/** Comments and strings may hold a few more, or less where they were left out. */
function counts(said: Said, wanted: RegExp, count: number): Finding {
	const {tree} = said.books;
	if (tree === null) return noTree;
	let found = 0;
	for (const text of ownTexts(said, tree, /./)) found += [...withoutComments(text).matchAll(wanted)].length;
	return Math.abs(found - count) <= 2 + count * 0.1 ? null : `counted ${found}`;
}

const isUntagged: Check = said => {
	const {tree} = said.books;
	if (tree === null) return noTree;
	for (const text of ownTexts(said, tree, /\.(?:c|S|rs)$/)) {
		if (text.includes('SPDX-License')) return 'a source has the tag';
	}
	return null;
};

const definitions = new WeakMap<TreeReader, ReadonlyMap<string, string>>();

/** Every symbol that a Kconfig file of the tree defines, with the first that does. */
function definedSymbols(tree: TreeReader): ReadonlyMap<string, string> {
	const known = definitions.get(tree);
	if (known !== undefined) return known;
	const found = new Map<string, string>();
	const walk = (folder: string, depth: number) => {
		for (const name of tree.names(folder)) {
			const path = folder === '' ? name : `${folder}/${name}`;
			if (/^Kconfig/.test(name)) {
				for (const [, symbol] of (tree.text(path) ?? '').matchAll(/^[ \t]*(?:menu)?config (\w+)$/gm))
					if (!found.has(symbol!)) found.set(symbol!, path);
			}
			if (depth < 12 && !name.includes('.')) walk(path, depth + 1);
		}
	};
	walk('', 0);
	definitions.set(tree, found);
	return found;
}

/** What registers a driver with a bus, by the names that all such functions and macros bear. */
const registering = /^(?:module|builtin)_\w*driver\s*\(|^[ \t][^\n#*]*\b\w+_register_drivers?\s*\(/m;

const registersNothing: Check = said => {
	const {tree} = said.books;
	if (tree === null) return noTree;
	for (const text of ownTexts(said, tree, /\.(?:c|S|rs)$/)) {
		const found = registering.exec(withoutComments(text));
		if (found !== null) return `a source has ${found[0].trim().slice(0, 100)}`;
	}
	return null;
};

const isUndefined: Check = ({books: {tree}}, [, symbol]) => {
	if (tree === null) return noTree;
	const place = definedSymbols(tree).get(symbol!);
	return place === undefined ? null : `defined in ${place}`;
};

const isNamedNowhere: Check = ({record, books: {quoted}}, [, name]) => {
	if (quoted === null) return noTree;
	const own = new Set(ownFiles(record));
	const others = (quoted.get(name!) ?? []).filter(file => !own.has(file));
	return others.length === 0 ? null : `also named in ${others[0]}`;
};

/** Who is told to need a driver does so by its record, and is judged as is told. */
const userSays: Check = ({record, books}, [, user, recommendation]) => {
	const users = books.driversOf(user!).filter(({needs}) => needs.some(({driver}) => driver === record.id));
	if (users.length === 0) return `no ${user} needs it`;
	const holds = users.some(({assessments}) => {
		const verdict = assessments.find(({assessor}) => assessor === 'rules');
		return recommendation === undefined
			? verdict?.reasons.some(({rule}) => rule === 'in-wide-use')
			: verdict?.recommendation === recommendation;
	});
	return holds ? null : `${user} is judged otherwise`;
};

const entry = /^\s*(?:menu)?config /;

/** Sentences by their form. */
export const treeSentences: readonly (readonly [RegExp, Check])[] = [
	[/^its \.c files name (?:no year after|the year) (\d+)$/, newestYear],
	[/bare printk\(\) (\d+) times$/, (said, [, count]) => counts(said, /(?<![\w])printk\s*\(/g, Number(count))],
	[/: devm_ (\d+) times$/, (said, [, count]) => counts(said, /\bdevm_/g, Number(count))],
	[/^nobody has put a licence tag/, isUntagged],
	[/^none of its sources registers a driver$/, registersNothing],
	[/^bound by device tree/, said => lineSays(said, deviceTreeTable)],
	[/(\$\w+), a keyword of RCS or CVS$/, (said, [, word]) => lineSays(said, literal(word!))],
	[/before mutexes: ([\w./]+)/, (said, [, word]) => lineSays(said, literal(word!))],
	[/^it still uses (\S+), an interface/, (said, [, header]) => lineSays(said, literal(header!))],
	[/^it is in staging/, ({record}) => (record.directory.startsWith('drivers/staging') ? null : 'it is not')],
	[
		/^it lies in a directory named (\w+)/,
		({record}, [, word]) => (record.directory.includes(word!) ? null : 'it does not'),
	],
	[/^its option depends on BROKEN/, said => lineSays(said, /BROKEN/)],
	[/needs CONFIG_(\w+), which no Kconfig file defines/, isUndefined],
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
		/^it needs CONFIG_(\w+), a platform whose own Kconfig text speaks of its end$/,
		said => paragraphSays(said, /deprecat|obsolete|unused|legacy|remov|gone|going away/i),
	],
	[
		/^MAINTAINERS has nobody for it: (\w+)$/,
		(said, [, status]) => paragraphSays(said, new RegExp(`^S:\\s+${status}`, 'm')),
	],
	[
		/^it serves (.+), which new machines no longer have$/,
		(said, [, bus]) =>
			lineSays(said, new RegExp(`${literal(busWords[bus!] ?? bus!).source}|depends on|select|^\\s*if `, 'i')),
	],
	[/^(\S+), which needs it, is (?:judged (\S+)|in wide use)$/, userSays],
	[/^no code of the tree makes a device for it: a platform driver whose name, (\S+), stands/, isNamedNowhere],
	[/^its TODO file speaks of removing it/, said => lineSays(said, /remov|delet|drop/i)],
	[
		/^its option's text names (\S+) in its place$/,
		(said, [, name]) => paragraphSays(said, new RegExp(literal(name!).source.replace(/[-_]/g, '[-_ ]'), 'i')),
	],
	[/claims (\d+) of its (\d+) device ids too$/, said => lineSays(said, entry)],
	[
		/^nothing replaces it: the machines that it serves go with CONFIG_(\w+)$/,
		said => paragraphSays(said, /deprecated|remov|go away|gone/i),
	],
	[/^nothing replaces it: no other driver claims/, said => lineSays(said, entry)],
];
