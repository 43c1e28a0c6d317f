/** What only a tree holds of a removal, as lines of Markdown. */
import {counted, grouped} from '../../text/numbers.ts';
import type {LeftOut} from './bounded-tree.ts';
import type {Mention, Mentions} from './mentions.ts';
import type {OwnFile, OwnFiles} from './own-paths.ts';
import type {Addressed} from './people.ts';

/** A letter names so many lines of one kind; the rest is counted. */
const mostLines = 40;

const shortest = (text: string) => text.trim().replace(/\s+/g, ' ').slice(0, 120);

/** The first of many lines, and how many more there are. */
function first(lines: readonly string[]): string[] {
	return lines.length <= mostLines + 1
		? [...lines]
		: [...lines.slice(0, mostLines), `- and ${grouped(lines.length - mostLines)} more`];
}

const fileLine = ({path, lines}: OwnFile) =>
	`- ${path}: ${lines === null ? 'not in this tree' : counted(lines, 'line')}`;

/** The files that go. */
export function fileLines({files, beside, wholeDirectory}: OwnFiles): string[] {
	const there = files.filter(({lines}) => lines !== null);
	const sum = there.reduce((total, {lines}) => total + lines!, 0);
	return [
		`${counted(there.length, 'source')} of its own, ${counted(sum, 'line')}:`,
		'',
		...files.map(fileLine),
		...(wholeDirectory === null
			? []
			: [
					'',
					`Nothing of another driver lies in ${wholeDirectory}/${beside.length === 0 ? '.' : ': it goes whole, with'}`,
					...(beside.length === 0 ? [] : ['', ...beside.map(fileLine)]),
				]),
	];
}

/** Lines of one kind under their heading. */
function mentioned(heading: string, mentions: readonly Mention[], none: string): string[] {
	const lines = mentions.map(
		({path, line, text}) => `- ${path}:${line}: \`${shortest(text).replaceAll('`', "'")}\``,
	);
	return ['', `### ${heading}`, '', ...(lines.length === 0 ? [none] : first(lines))];
}

/** By file, as configurations and device trees are many. */
function byFile(heading: string, mentions: readonly Mention[], none: string): string[] {
	const files = new Map<string, number[]>();
	for (const {path, line} of mentions) files.set(path, [...(files.get(path) ?? []), line]);
	const lines = [...files].map(
		([path, at]) => `- ${path}:${at.slice(0, 6).join(',')}${at.length > 6 ? ',…' : ''}`,
	);
	return ['', `### ${heading}`, '', ...(lines.length === 0 ? [none] : first(lines))];
}

/** Everything that names the driver. */
export function mentionLines(found: Mentions, {sections}: Addressed): string[] {
	const entries = found.entry.map(
		({option, path, from, to}) => `- ${path}:${from}-${to}: the entry of CONFIG_${option}`,
	);
	const others = found.kconfig.map(
		({path, line, text, of}) =>
			`- ${path}:${line}: \`${shortest(text)}\`${/^\s*(?:source|if|endif|menu|endmenu)\b/.test(text) || of === '' ? '' : `, of CONFIG_${of}`}`,
	);
	const maintained = sections.flatMap(section => [
		...(section.isOwn
			? [
					`- MAINTAINERS:${section.from}-${section.to}: ${section.title}, which speaks of nothing else${section.documents.length === 0 ? '' : `; with it ${section.documents.map(line => `\`${shortest(line)}\``).join(', ')}`}`,
				]
			: []),
		...(section.isOwn
			? []
			: section.patterns.map(
					({line, text}) => `- MAINTAINERS:${line}: \`${shortest(text)}\`, of ${section.title}`,
				)),
	]);
	const users = found.exports.filter(({users: files}) => files.length > 0);
	return [
		'',
		'### Kconfig',
		'',
		...(entries.length + others.length === 0
			? ['No line names its option.']
			: first([...entries, ...others])),
		...mentioned('Makefiles', found.makefiles, 'No line names it.'),
		'',
		'### MAINTAINERS',
		'',
		...(maintained.length === 0 ? ['No line names it alone.'] : maintained),
		...byFile('Configurations', found.defconfigs, 'None sets its option.'),
		...mentioned('Documents', found.documents, 'None names it.'),
		...byFile('Bindings of device trees', found.bindings, 'None has a compatible string of it.'),
		...byFile('Device trees', found.deviceTrees, 'None has a compatible string of it.'),
		'',
		'### Symbols that others use',
		'',
		found.exports.length === 0
			? 'It exports none.'
			: users.length === 0
				? `It exports ${counted(found.exports.length, 'symbol')}, none of which another source names.`
				: `${grouped(users.length)} of ${counted(found.exports.length, 'symbol')} that it exports:`,
		...(users.length === 0
			? []
			: [
					'',
					...first(
						users.map(
							({name, users: files}) =>
								`- ${name}: ${files.slice(0, 4).join(', ')}${files.length > 4 ? ` and ${grouped(files.length - 4)} more` : ''}`,
						),
					),
				]),
		...(found.includers.length === 0
			? []
			: mentioned('Headers of it that others include', found.includers, '')),
		...mentioned('Other sources that name it', found.sources, 'None names its option or module.'),
	];
}

/** Whom to write to, as the tree prints them: every section that speaks for its files, the closest first. */
export function peopleLines({sections, rest}: Addressed): string[] {
	if (sections.length === 0)
		return ['No section of MAINTAINERS speaks for its files.', ...rest.map(list => `- L: ${list}`)];
	const [closest] = sections;
	return [
		...(closest!.hasPeople
			? []
			: [
					`${closest!.title} names nobody; those of ${sections.some(({hasPeople}) => hasPeople) ? 'the sections above it' : 'no section'} do.`,
					'',
				]),
		...sections.flatMap(({title, from, lines}) => [
			`${title} (MAINTAINERS:${from})`,
			'',
			...lines.map(line => `- ${shortest(line)}`),
			'',
		]),
		...rest.map(list => `Everything goes to ${list}.`),
	];
}

/** What of the tree could not be looked at. */
export function leftOutLines({tooLarge, unreadable, isCut}: LeftOut): string[] {
	return [
		...(tooLarge > 0 ? [`${counted(tooLarge, 'file')} of more than 4 MiB`] : []),
		...(unreadable > 0
			? [`${counted(unreadable, 'file or folder', 'files or folders')} that can't be read`]
			: []),
		...(isCut ? ['files after the first 400,000'] : []),
	];
}
