import {keyLabel, keymap} from '../keymap.ts';

/** The key map as a table in Markdown, for the README; a test fails when the README's is another. */
export function keyTable(): string {
	const rows = keymap.map(({keys, about, group}) => {
		const names = keys.map(key => `\`${keyLabel(key)}\``).join(' ');
		return `| ${names} | ${about} | ${group} |`;
	});
	return ['| key | does | group |', '|---|---|---|', ...rows].join('\n');
}
