import {markdownText} from './markdown.ts';
import {fitToPrint} from './sanitise.ts';
import type {Column} from './table.ts';

/** A value of a table that machines read; null is unknown. */
export type Value = string | number | null;

/**
 * RFC 4180, with a heading line; unknown is empty. No field, headings among them, is run by a spreadsheet as a formula or
 * sent to a terminal as a command: a text that begins as one, behind spaces or in full-width signs too, is led by an
 * apostrophe (OWASP: CSV injection), and what acts is made visible; lines within a field stay.
 */
export function csv(headings: readonly string[], rows: readonly (readonly Value[])[]): string {
	const field = (value: Value) => {
		const text = value === null ? '' : fitToPrint(String(value));
		const isFormula = typeof value === 'string' && /^(?:\s*[=+\-@＝＋－＠]|[\t\r\n])/.test(text);
		const safe = isFormula ? `'${text}` : text;
		return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
	};
	return [headings, ...rows]
		.map(row => row.map(field))
		.map(line => `${line.join(',')}\r\n`)
		.join('');
}

/** A Markdown table; unknown is empty. */
export function markdownTable(columns: readonly Column[], rows: readonly (readonly Value[])[]): string {
	const field = (value: Value) => (value === null ? '' : markdownText(String(value)));
	const lines = [
		`| ${columns.map(({heading}) => markdownText(heading)).join(' | ')} |`,
		`|${columns.map(({align}) => (align === 'right' ? '---:' : '---')).join('|')}|`,
		...rows.map(row => `| ${row.map(field).join(' | ')} |`),
	];
	return `${lines.join('\n')}\n`;
}
