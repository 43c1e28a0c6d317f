import type {Dossier} from '../../../dossier/dossier.ts';
import type {Theme} from '../../../text/theme.ts';
import {twoColumnsFrom} from '../../layout.ts';
import {type DossierView, freshView} from '../../model.ts';
import {announced} from './announced.ts';
import type {DrawnDossier} from './blocks.ts';
import {dependence} from './dependence.ts';
import {devices} from './devices.ts';
import {digest, tags} from './digest.ts';
import {type Drawing, type FoldKeys, roomyHeight} from './drawing.ts';
import {histories} from './histories.ts';
import {notes} from './notes.ts';
import {airyHeight, inOneColumn, inTwoColumns, type Section, section} from './page.ts';
import {type DrawnReason, deletions, saidOfAll, why} from './reasons.ts';
import {allSignals} from './signals.ts';
import {sourceList} from './sources.ts';
import {head, outlook, spokenSummary, summary} from './verdict.ts';

/** Cells between them. */
const gap = 3;
/** Cells of a chart of 61 months with its scale: the right column has no fewer. */
const leastRight = 68;
/** Cells of a line of text at most: longer ones are hard to read. */
const widestText = 100;

/** How much of a dossier's first screen its words may take. */
interface Plan {
	/** Blank lines between the parts. */
	airy: boolean;
	/** Reasons before the chart; the others follow the sources. */
	reasons: number;
	/** Lines of the signals; absent: all. */
	signals?: number;
	/** Whether the chart has a single row. */
	isLow?: boolean;
	/** Whether the chart stands under the sources, out of sight. */
	isChartLast?: boolean;
}

/** From the most generous plan to the tightest: the first reasons say most, and the fewer there are, the calmer it is. */
const densePlans: readonly Plan[] = [4, 3, 2, 1].map(reasons => ({
	airy: false,
	reasons,
}));
/** Where even these do not fit: sources in sight are worth more than the last of the signals, or a row of the chart. */
const tightPlans: readonly Plan[] = [
	{airy: false, reasons: 1, signals: 2},
	{airy: false, reasons: 1, signals: 2, isLow: true},
	// Where a long summary leaves no room for both, what can be checked is worth more than a chart that is cut.
	{airy: false, reasons: 1, signals: 2, isChartLast: true},
];
/** Air is for tall screens: on others the parts would stand elsewhere with each driver, as it fits or does not. */
const airyPlans: readonly Plan[] = [Number.POSITIVE_INFINITY, 4, 3].map(reasons => ({airy: true, reasons}));
/** On paper, and where a screen is too low for a first screen of it all: nothing has to fit. */
const generous: Plan = {airy: true, reasons: Number.POSITIVE_INFINITY};
const modest: Plan = {airy: false, reasons: 3};
/** Lines below which no first screen of it all is tried; from which most dossiers fit whole. */
const [leastHeight, tallHeight] = [16, 44];

/**
 * Rows of the chart above its zero line. They follow from the window alone, unless nothing fits: a chart stands still
 * from driver to driver.
 */
const chartRowsIn = (height: number | null, {isLow}: Pick<Plan, 'isLow'>) => {
	if (isLow) return 1;
	return height === null || height >= tallHeight ? 5 : height >= 34 ? 4 : height >= roomyHeight ? 3 : 2;
};
/** Lines of the sources that are seen on the first screen. */
const sourcesSeenIn = (height: number) => (height >= roomyHeight ? 3 : 2);

/**
 * The whole dossier, top to bottom. What the screen shows and `show` prints are both made of it. On a screen, verdict,
 * summary, reasons, signals, chart and the first sources are fitted into the lines that are seen at once.
 */
export function drawDossier(
	theme: Theme,
	dossier: Dossier,
	options: {
		view: DossierView;
		/** Cells that a line may take. */
		width: number;
		/** Lines that are seen at once; null on paper. */
		height: number | null;
		/** Null where there are no keys. */
		keys: FoldKeys | null;
	},
): DrawnDossier {
	const drawing = {theme, dossier, ...options};
	return options.height !== null && options.width >= twoColumnsFrom
		? twoColumns(drawing)
		: oneColumn(drawing);
}

function oneColumn(drawing: Drawing): DrawnDossier {
	const onPaper = drawing.keys === null;
	const reasons = why(drawing);
	const {lines: sources, places} = sourceList(drawing, drawing.height !== null);
	const opening = [
		section('verdict', head(drawing)),
		// Nothing is read out on paper, and the summary is much of a look-up's time.
		section('summary', summary(drawing), onPaper ? {} : {spoken: [spokenSummary(drawing)]}),
		...announced(drawing),
	];
	const {main, releases, others} = histories(drawing);
	const {plan, space} = planFor(drawing, opening, reasons);
	const signals = section('signals', digest(drawing, plan.signals));
	const {first, rest} = cutAfter(reasons, plan.reasons);
	const more = {
		isBelow: true,
		heading: drawing.theme.paint('heading', 'More reasons'),
		spoken: rest.map(({spoken}) => spoken),
	};
	const chart = main(chartRowsIn(drawing.height, plan));
	const below = [...others(), ...closing(drawing)];
	const said = section('why', linesOf(first), {spoken: first.map(({spoken}) => spoken)});
	const shown = [
		...opening,
		said,
		signals,
		...(plan.isChartLast ? [] : [chart]),
		...(plan.airy ? [{...releases, isUnder: true}] : []),
		section('sources', sources, {landmark: 'sources'}),
	];
	return inOneColumn(
		[
			...(plan.airy ? shown : withAir(shown, space)),
			...(plan.isChartLast ? [{...chart, isBelow: true}] : []),
			section('why', linesOf(rest), rest.length === 0 ? {} : more),
			...(plan.airy ? [] : [{...releases, isBelow: true}]),
			...below,
		],
		{airy: plan.airy, places},
	);
}

/** Before which sections blank lines stand, the first where one is left, all where six are. */
const airFirst = ['why', 'signals', 'signals', 'why', 'signals', 'summary'];
/** Lines by which more of the sources is seen where more are left: one by one, a chart would stand elsewhere with each driver. */
const sourcesStep = 3;

/**
 * The sections of a dense first screen on which so many lines are left. Blank lines before signals, chart and sources
 * have these at the end of the screen, where the next driver has them too, as long as they are air and no hole.
 */
function withAir(sections: readonly Section[], left: number): Section[] {
	const much = Math.max(0, left - airFirst.length);
	const blanks = airFirst
		.slice(0, left - sourcesStep * Math.ceil(much / sourcesStep))
		.filter(name => sections.some(one => one.name === name && one.lines.length > 0));
	return sections.map(one => ({...one, space: blanks.filter(name => name === one.name).length}));
}

const linesOf = (reasons: readonly DrawnReason[]) => reasons.flatMap(({lines}) => lines);

const heightOf = (sections: readonly Section[]) =>
	sections.reduce((sum, {lines, heading}) => sum + lines.length + (heading === undefined ? 0 : 1), 0);

/**
 * The most generous plan that has the sources begin on the first screen, and the lines that are left over then. Both stay
 * when the chart's cursor moves.
 */
function planFor(
	drawing: Drawing,
	opening: readonly Section[],
	reasons: readonly DrawnReason[],
): {plan: Plan; space: number} {
	const {height} = drawing;
	if (height === null) return {plan: generous, space: 0};
	if (height < leastHeight) return {plan: modest, space: 0};
	const {main, releases} = histories({...drawing, view: freshView});
	const leftBy = (plan: Plan) => {
		const signals = digest(drawing, plan.signals).length;
		const chart = plan.isChartLast ? 0 : heightOf([main(chartRowsIn(height, plan))]);
		const said = linesOf(cutAfter(reasons, plan.reasons).first).length;
		// A line before signals, chart and sources each, before the reasons, and between what is said first.
		const air = plan.airy ? opening.length + 2 + (said > 0 ? 1 : 0) + releases.lines.length : 0;
		return height - heightOf(opening) - signals - chart - said - sourcesSeenIn(height) - air;
	};
	const dense = [...densePlans, ...tightPlans];
	const tried = height >= tallHeight ? [...airyPlans, ...dense] : dense;
	const plan = tried.find(one => leftBy(one) >= 0) ?? dense.at(-1)!;
	return {plan, space: Math.max(0, leftBy(plan))};
}

/** The first reasons, with whose they are, and the others. A single one is not worth being told elsewhere. */
function cutAfter(
	reasons: readonly DrawnReason[],
	most: number,
): {first: readonly DrawnReason[]; rest: readonly DrawnReason[]} {
	let count = 0;
	const end = reasons.findIndex(({isReason}) => isReason && ++count > most);
	if (end < 0) return {first: reasons, rest: []};
	if (reasons.slice(end).filter(({isReason}) => isReason).length === 1) return {first: reasons, rest: []};
	// A name without reasons stays with its own.
	const start = reasons[end - 1]?.isReason === false ? end - 1 : end;
	return {first: reasons.slice(0, start), rest: reasons.slice(start)};
}

/** What is for whoever wants to know more. */
function closing(drawing: Drawing): Section[] {
	const {theme, view, keys} = drawing;
	const headed = (heading: string) => ({isBelow: true, heading: theme.paint('heading', heading)});
	const isOpen = keys === null || view.signals;
	const sign = keys === null ? '' : `${isOpen ? theme.glyphs.open : theme.glyphs.folded} `;
	const how = keys === null ? '' : `${theme.glyphs.separator}${keys.signals} ${isOpen ? 'folds' : 'unfolds'}`;
	const {lines, spoken} = isOpen ? allSignals(drawing) : {lines: [], spoken: []};
	const [chances, posted, written] = [isOpen ? outlook(drawing) : [], deletions(drawing), notes(drawing)];
	const claimed = devices(drawing);
	const ways = isOpen ? dependence(drawing) : [];
	const named = tags(drawing);
	return [
		section('others', saidOfAll(drawing), {isBelow: true}),
		section('chances', chances, {isBelow: true}),
		section('tags', named, {isBelow: true}),
		...(posted.length === 0 ? [] : [section('deletions', posted, headed('Posted deletions'))]),
		...(claimed.length === 0 ? [] : [section('devices', claimed, headed('Devices'))]),
		section('all signals', lines, {...headed(`${sign}All signals${how}`), landmark: 'signals', spoken}),
		...(ways.length === 0 ? [] : [section('dependence', ways, headed('Depends and is loaded'))]),
		...(written === null
			? []
			: [section('notes', written.lines, {...headed(written.heading), landmark: 'notes'})]),
	];
}

function twoColumns(drawing: Drawing): DrawnDossier {
	// The text stays readable, the chart gets what it needs.
	const right = Math.max(leastRight, Math.min(widestText, Math.floor((drawing.width - gap) / 2)));
	const left = Math.min(widestText, drawing.width - gap - right);
	const [said, shown] = [
		{...drawing, width: left},
		{...drawing, width: right},
	];
	const leftWith = (isOpen: boolean) => [
		section('verdict', head(said)),
		section('summary', summary(said)),
		...announced(said),
		section('why', linesOf(why(said))),
		section('signals', digest(said)),
		...closing({...said, view: {...drawing.view, notes: isOpen}}).filter(({name}) => !isFigures(name)),
	];
	const listed = (view: DossierView) => sourceList({...shown, view}, false);
	const rightWith = (view: DossierView) => {
		const {main, releases, others} = histories({...shown, view});
		return [
			main(chartRowsIn(null, {})),
			{...releases, isUnder: true},
			...others(),
			section('sources', listed(view).lines, {landmark: 'sources'}),
			...closing({...shown, view}).filter(({name}) => isFigures(name)),
		];
	};
	// What folds elsewhere is open where the window would else be half empty. That a source is chosen changes nothing of it.
	const height = drawing.height!;
	const {view} = drawing;
	// Half a column left empty is worse than a table that goes on below its window.
	const fills = (folded: readonly Section[], open: readonly Section[]) =>
		airyHeight(open) <= height || airyHeight(folded) <= height / 2;
	const rightAs = (signals: boolean) => rightWith({...freshView, signals});
	const notesOpen = view.notes ?? fills(leftWith(false), leftWith(true));
	const signals = view.signals ?? fills(rightAs(false), rightAs(true));
	return inTwoColumns(leftWith(notesOpen), rightWith({...view, signals}), {
		left,
		gap,
		places: listed(view).places,
	});
}

/** The parts of a dossier's end that stand under the sources, where there is more room than under the words. */
const isFigures = (name: string) => ['chances', 'all signals', 'dependence'].includes(name);
