import {openDataset} from '../dataset/reader.ts';
import {type DatasetChanges, datasetChanges, isChanged, type Side} from '../dossier/dataset-changes.ts';
import type {Manifest} from '../dossier/schema.ts';
import {exitStatus, UserError} from '../dossier/user-error.ts';
import {markdownText} from '../text/markdown.ts';
import {grouped, percent} from '../text/numbers.ts';
import {sanitise} from '../text/sanitise.ts';
import {type Column, table} from '../text/table.ts';
import type {Theme} from '../text/theme.ts';
import {type Context, themeOf} from './common/context.ts';
import {requiredWord} from './common/paths.ts';

/** `driverdex diff OLD NEW`: drivers new, gone and moved between two data sets, and verdicts and risks that changed. */
export function diff(context: Context): number {
	const {input, flags} = context;
	const [older, newer] = [0, 1].map(index => readRows(requiredWord(input, index, 'diff', 'two data sets')));
	if (flags.json && flags.format !== undefined && flags.format !== 'json') {
		throw new UserError(
			`--json and --format ${flags.format} exclude each other.`,
			'Give one of them.',
			exitStatus.usage,
		);
	}
	const format = flags.json ? 'json' : flags.format;
	const changes = datasetChanges(older!.rows, newer!.rows);
	const heads = {old: headOf(older!.manifest), new: headOf(newer!.manifest)};
	if (format === 'json') context.out(`${JSON.stringify({...heads, ...changes}, null, '\t')}\n`);
	else {
		const title = `Linux ${heads.old.treeVersion} (${heads.old.asOf}) to Linux ${heads.new.treeVersion} (${heads.new.asOf})`;
		const sections = sectionsOf(changes);
		const lines =
			format === 'markdown' ? markdown(title, sections) : printed(themeOf(context), title, sections);
		context.out(`${lines.join('\n')}\n`);
	}
	return isChanged(changes) ? exitStatus.negative : exitStatus.ok;
}

const headOf = ({treeVersion, asOf}: Manifest) => ({treeVersion, asOf});

function readRows(directory: string) {
	const dataset = openDataset(directory);
	try {
		return {manifest: dataset.manifest, rows: dataset.rows()};
	} finally {
		dataset.close();
	}
}

/** A part of the answer: a heading, columns, and rows of plain cells. */
interface Section {
	title: string;
	columns: readonly Column[];
	rows: readonly (readonly string[])[];
}

const riskText = ({risk}: Side) => (risk === null ? '-' : percent(risk));
const text = (heading: string): Column => ({heading});
const figure = (heading: string): Column => ({heading, align: 'right'});

function sectionsOf({gone, new: fresh, moved, verdict, risk}: DatasetChanges): Section[] {
	const sides = (title: string, those: readonly Side[]): Section => ({
		title,
		columns: [figure('risk'), text('recommendation'), text('driver')],
		rows: those.map(side => [riskText(side), side.recommendation, side.id]),
	});
	return [
		sides('gone', gone),
		sides('new', fresh),
		{
			title: 'moved or renamed',
			columns: [text('driver'), text('is now'), text('known by')],
			rows: moved.map(({from, to, by}) => [from.id, to.id, by]),
		},
		{
			title: 'verdict changed',
			columns: [text('was'), text('is'), figure('risk was'), figure('is'), text('driver')],
			rows: verdict.map(({from, to}) => [
				from.recommendation,
				to.recommendation,
				riskText(from),
				riskText(to),
				to.id,
			]),
		},
		{
			title: 'risk changed',
			columns: [figure('risk was'), figure('is'), text('recommendation'), text('driver')],
			rows: risk.map(({from, to}) => [riskText(from), riskText(to), to.recommendation, to.id]),
		},
	];
}

const summaryOf = (sections: readonly Section[]) =>
	sections.map(({title, rows}) => `${grouped(rows.length)} ${title}`).join(', ');

function printed(theme: Theme, title: string, sections: readonly Section[]): string[] {
	const lines = [title, summaryOf(sections)];
	for (const {title: heading, columns, rows} of sections) {
		if (rows.length === 0) continue;
		const cells = rows.map(row => row.map(cell => sanitise(cell, {ascii: theme.ascii})));
		lines.push('', theme.paint('heading', heading), ...table(theme, columns, cells));
	}
	return lines;
}

function markdown(title: string, sections: readonly Section[]): string[] {
	const lines = [`# ${title}`, '', summaryOf(sections)];
	for (const {title: heading, columns, rows} of sections) {
		if (rows.length === 0) continue;
		lines.push(
			'',
			`## ${heading.charAt(0).toUpperCase()}${heading.slice(1)}`,
			'',
			`| ${columns.map(column => column.heading).join(' | ')} |`,
			`|${columns.map(({align}) => (align === 'right' ? '---:' : '---')).join('|')}|`,
			...rows.map(row => `| ${row.map(cell => markdownText(cell)).join(' | ')} |`),
		);
	}
	return lines;
}
