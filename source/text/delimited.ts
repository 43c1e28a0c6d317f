import {markdownText} from './markdown.ts';
import type {Column} from './table.ts';

/** A value of a table that machines read; null is unknown. */
export type Value = string | number | null;

/** RFC 4180, with a heading line; unknown is empty. */
export function csv(headings: readonly string[], rows: readonly (readonly Value[])[]): string {
	const field = (value: Value) => {
		const text = value === null ? '' : String(value);
		// A text that a spreadsheet would run as a formula is led by an apostrophe (OWASP: CSV injection).
		const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
		return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
	};
	return [headings, ...rows.map(row => row.map(field))].map(line => `${line.join(',')}\r\n`).join('');
}

/** A Markdown table; unknown is empty. */
export function markdownTable(columns: readonly Column[], rows: readonly (readonly Value[])[]): string {
	const field = (value: Value) => (value === null ? '' : markdownText(String(value)));
	const lines = [
		`| ${columns.map(({heading}) => heading).join(' | ')} |`,
		`|${columns.map(({align}) => (align === 'right' ? '---:' : '---')).join('|')}|`,
		...rows.map(row => `| ${row.map(field).join(' | ')} |`),
	];
	return `${lines.join('\n')}\n`;
}
