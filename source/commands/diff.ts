import {type DatasetChanges, datasetChanges, isChanged, type Side} from '../dossier/dataset-changes.ts';
import type {Manifest} from '../dossier/schema.ts';
import {exitStatus} from '../dossier/user-error.ts';
import {grouped, percent} from '../text/numbers.ts';
import type {Column} from '../text/table.ts';
import {type Context, tableWidth, themeOf} from './common/context.ts';
import {linesText, printAnswer, readFormat} from './common/formats.ts';
import {requiredWord} from './common/paths.ts';
import {figure, sectionsMarkdown, sectionsText, text} from './common/sections.ts';

/** `driverdex diff OLD NEW`: drivers new, gone and moved between two data sets, and verdicts and risks that changed. */
export function diff(context: Context): number {
	const {input} = context;
	const format = readFormat(context);
	const [older, newer] = [0, 1].map(index =>
		readRows(context, requiredWord(input, index, 'diff', 'two data sets')),
	);
	const changes = datasetChanges(older!.rows, newer!.rows, newer!.gone);
	const heads = {old: headOf(older!.manifest), new: headOf(newer!.manifest)};
	const title = `Linux ${heads.old.treeVersion} (${heads.old.asOf}) to Linux ${heads.new.treeVersion} (${heads.new.asOf})`;
	const sections = sectionsOf(changes);
	const summary = sections.map(section => `${grouped(section.rows.length)} ${section.title}`).join(', ');
	const filled = sections.filter(({rows}) => rows.length > 0);
	printAnswer(context, format, {
		table: () => linesText([title, summary, ...sectionsText(themeOf(context), filled, tableWidth(context))]),
		json: () => ({...heads, ...changes}),
		ndjson: () => singleChanges(changes),
		columns: changeColumns,
		rows: () =>
			singleChanges(changes).map(({change, from, to, by}) => [
				...[change, from?.id ?? null, to?.id ?? null, by],
				...[from?.recommendation ?? null, to?.recommendation ?? null],
				...[from?.risk ?? null, to?.risk ?? null],
			]),
		markdown: () =>
			sectionsMarkdown(
				title,
				[summary],
				filled.map(section => ({
					...section,
					title: `${section.title.charAt(0).toUpperCase()}${section.title.slice(1)}`,
				})),
			),
	});
	return isChanged(changes) ? exitStatus.negative : exitStatus.ok;
}

const headOf = ({treeVersion, asOf}: Manifest) => ({treeVersion, asOf});

function readRows(context: Context, directory: string) {
	const dataset = context.openDataset(directory);
	try {
		return {manifest: dataset.manifest, rows: dataset.rows(), gone: dataset.gone.all() ?? []};
	} finally {
		dataset.close();
	}
}

/** One change, as a line that machines read. What is new has no `from`, what is gone no `to`. */
interface SingleChange {
	change: keyof DatasetChanges;
	from: Side | null;
	to: Side | null;
	/** How a driver that moved was known again, or what became of one that is gone. */
	by: string | null;
}

const changeColumns: readonly Column[] = [
	...['change', 'was', 'is', 'known_by', 'recommendation_was', 'recommendation_is'].map(text),
	...['risk_was', 'risk_is'].map(figure),
];

function singleChanges({gone, new: fresh, moved, verdict, risk}: DatasetChanges): SingleChange[] {
	return [
		...gone.map(({why, ...from}): SingleChange => ({change: 'gone', from, to: null, by: why})),
		...fresh.map((to): SingleChange => ({change: 'new', from: null, to, by: null})),
		...moved.map(({from, to, by}): SingleChange => ({change: 'moved', from, to, by})),
		...verdict.map(({from, to}): SingleChange => ({change: 'verdict', from, to, by: null})),
		...risk.map(({from, to}): SingleChange => ({change: 'risk', from, to, by: null})),
	];
}

const riskText = ({risk}: Side) => (risk === null ? '-' : percent(risk));

function sectionsOf({gone, new: fresh, moved, verdict, risk}: DatasetChanges) {
	const sides = (title: string, those: readonly Side[]) => ({
		title,
		columns: [figure('risk'), text('recommendation'), text('driver')],
		rows: those.map(side => [riskText(side), side.recommendation, side.id]),
	});
	return [
		{
			title: 'gone',
			columns: [figure('risk'), text('recommendation'), text('driver'), text('what became of it')],
			rows: gone.map(side => [riskText(side), side.recommendation, side.id, side.why ?? '']),
		},
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
