import {markdownTable} from '../../text/delimited.ts';
import {plainFittedTable} from '../../text/fitted-table.ts';
import {markdownText} from '../../text/markdown.ts';
import {sanitise} from '../../text/sanitise.ts';
import type {Column} from '../../text/table.ts';
import type {Theme} from '../../text/theme.ts';

/** A part of an answer: a heading, and a table, or lines, or a table and lines about it. */
export interface Section {
	title: string;
	columns?: readonly Column[];
	rows?: readonly (readonly string[])[];
	/** Plain sentences behind the table. */
	lines?: readonly string[];
}

/** A column of text, and one of figures. */
export const text = (heading: string): Column => ({heading});
export const figure = (heading: string): Column => ({heading, align: 'right'});

/** Sections as text for a person, an empty line before each; their tables fit `width`, if that is not null. */
export function sectionsText(theme: Theme, sections: readonly Section[], width: number | null): string[] {
	const plain = (cell: string) => sanitise(cell, {ascii: theme.ascii});
	return sections.flatMap(({title, columns, rows, lines = []}) => [
		'',
		theme.paint('heading', plain(title)),
		...(columns === undefined || rows === undefined
			? []
			: plainFittedTable(
					theme,
					columns,
					rows.map(row => row.map(plain)),
					width,
				)),
		...lines.map(plain),
	]);
}

/** A Markdown document: a title, what is said before all sections, and the sections. */
export function sectionsMarkdown(
	title: string,
	lead: readonly string[],
	sections: readonly Section[],
): string {
	const parts = [`# ${markdownText(title)}`, ...lead.map(markdownText)];
	for (const {title: heading, columns, rows, lines = []} of sections) {
		parts.push(`## ${markdownText(heading)}`);
		if (columns !== undefined && rows !== undefined) parts.push(markdownTable(columns, rows).trimEnd());
		if (lines.length > 0) parts.push(lines.map(line => `- ${markdownText(line.trim())}`).join('\n'));
	}
	return `${parts.join('\n\n')}\n`;
}
