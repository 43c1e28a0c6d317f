import {exitStatus, UserError} from '../../dossier/user-error.ts';
import {type ConfigReader, eachLine, longestLine, said, type Written} from './config.ts';

/** Asked of Ubuntu's annotations where nobody says which: most people's. */
const usual = 'amd64';

/**
 * Ubuntu's `debian.master/config/annotations`: a policy for each option, by architecture and flavour, such as
 * `CONFIG_AGP  policy<{'amd64': 'y', 'arm64-generic-64k': '-'}>`. A flavour's own counts before its architecture's; an
 * option that names neither is not set there.
 */
export const annotations: ConfigReader = {
	recognises: text => /^CONFIG_\w+[ \t]+(?:policy|note|mark|flag)</m.test(text),
	read(text, {name, architecture}) {
		const flavour = flavourOf(text, name, architecture);
		const [alone = flavour] = flavour.split('-');
		const written = new Map<string, Written>();
		const includes: string[] = [];
		let unread = 0;
		eachLine(text, (line, number) => {
			if (line.length > longestLine) {
				unread += 1;
				return;
			}
			const include = /^\s*include\s+"?([^"\s]+)"?/.exec(line)?.[1];
			if (include !== undefined) includes.push(include);
			const [, option, policy] = /^CONFIG_(\w+)\s(?:(?!\bpolicy<).)*\bpolicy<([^>]*)>/.exec(line) ?? [];
			if (option === undefined || policy === undefined) return;
			const values = new Map<string, string>();
			for (const [, key, value] of policy.matchAll(/'([\w-]+)'\s*:\s*'((?:[^'\\]|\\.)*)'/g)) {
				values.set(key!, value!);
			}
			if (values.size === 0) {
				// Older ones had conditions in place of the table.
				if (policy.trim() !== '{}') unread += 1;
				return;
			}
			const value = values.get(flavour) ?? values.get(alone);
			written.set(option, {value: value === 'y' || value === 'm' ? value : 'n', line: number});
		});
		const others = architecturesOf(text);
		return [
			{
				kind: 'annotations',
				label: "Ubuntu's annotations",
				version: null,
				isPartial: includes.length > 0,
				written,
				problems: said(
					unread,
					'policy was not understood, left out',
					'policies were not understood, left out',
				),
				notes: [
					`judged for ${flavour}${others.length > 1 ? `, one of ${others.join(', ')}: --arch asks for another` : ''}`,
					...includes.map(file => `it includes ${file}, which was not read: give it as --defaults-from`),
				],
				file: null,
			},
		];
	},
};

const listOf = (text: string, what: string) =>
	new RegExp(`^# ${what}:[ \\t]*(.*)$`, 'm').exec(text.slice(0, 16_384))?.[1]?.split(/\s+/).filter(Boolean) ??
	[];

const architecturesOf = (text: string) => listOf(text, 'ARCH');

/** The flavour that is judged: of an architecture alone the first that the head names. */
function flavourOf(text: string, name: string, asked: string | null): string {
	const architectures = architecturesOf(text);
	const flavours = listOf(text, 'FLAVOUR');
	const firstOf = (architecture: string) =>
		flavours.find(flavour => flavour.startsWith(`${architecture}-`)) ?? architecture;
	if (asked === null) {
		return firstOf(architectures.includes(usual) ? usual : (architectures[0] ?? usual));
	}
	if (flavours.includes(asked)) return asked;
	if (architectures.includes(asked) || architectures.length === 0) return firstOf(asked);
	throw new UserError(
		`${name} has no architecture or flavour "${asked}".`,
		`It has ${[...architectures, ...flavours].join(', ')}.`,
		exitStatus.usage,
	);
}
