import {assessorName, type Dossier, isDriver, orderedAssessments} from '../../../dossier/dossier.ts';
import {effectiveAssessment, removalRisk, speaksOf} from '../../../dossier/effective.ts';
import {claimOf, recommendationWords} from '../../../dossier/recommendations.ts';
import type {Assessment} from '../../../dossier/schema.ts';
import {wordsOf} from '../../../dossier/summary/wording.ts';
import {bar} from '../../../text/bar.ts';
import {counted, grouped, percent} from '../../../text/numbers.ts';
import type {Theme} from '../../../text/theme.ts';
import {cellWidth, fit, pad, wrap} from '../../../text/width.ts';
import {clean, type Drawing, isLow} from './drawing.ts';
import {identity} from './identity.ts';

/** Cells below which a verdict stands before the name, since there may be no second line. */
const roomy = 50;

/** Which driver or directory it is, what is recommended and how sure that is; then who else has said what. */
export function head(drawing: Drawing): string[] {
	const {theme, dossier, width} = drawing;
	const {record} = dossier;
	const effective = effectiveAssessment(record);
	if (effective === null) return identity(drawing);
	const {recommendation, confidence} = effective;
	const {label} = recommendationWords[recommendation];
	const risk = removalRisk(record);
	const sign = theme.paint(
		recommendation,
		theme.paint('strong', `${theme.glyphs.verdict[recommendation]} ${label}`),
	);
	// What is not known takes no room.
	const sure = confidence === null ? [] : [percent(confidence)];
	const outlook = risk === null ? [] : [`gone in two years: ${percent(risk)}`];
	if (width < roomy) {
		const lead = [sign, ...sure].join(' ');
		const name = clean(theme, isDriver(record) ? record.module : record.directory);
		const room = width - cellWidth(lead) - 2;
		const fits = cellWidth(name) <= room;
		return [
			fits ? `${lead}  ${theme.paint('strong', pad(name, room, 'right'))}` : lead,
			...(fits ? [] : [theme.paint('strong', fit(name, width, 'left', theme.glyphs.ellipsis).trimEnd())]),
			...outlook,
			...others(drawing, effective),
		];
	}
	const certainty = sure.map(text => `${bar(theme, confidence, 10, recommendation)} ${text}`);
	const lines = [
		[sign, ...certainty, ...outlook],
		[sign, ...sure, ...outlook],
		[sign, ...sure],
	].map(parts => parts.join('  '));
	const line = lines.find(text => cellWidth(text) <= width) ?? lines.at(-1)!;
	return [...identity(drawing), line, ...others(drawing, effective)];
}

/** Where the verdict comes from, if not from the rules; and what others say of the driver, with a sign where it is another. */
function others(drawing: Drawing, effective: Assessment): string[] {
	const {theme, dossier, width} = drawing;
	const speaking = orderedAssessments(dossier.record).filter(
		one => speaksOf(dossier.record, one) && (one !== effective || one.assessor !== 'rules'),
	);
	// On a low screen every line counts: days and places are told further down.
	const brief = isLow(drawing) ? inOneLine(drawing, speaking, effective) : null;
	if (brief !== null) return [brief];
	return speaking.flatMap(assessment => {
		if (assessment !== effective) return saidBy(drawing, assessment, effective);
		const text = clean(theme, `by ${assessorName(assessment)}${whenAndWhereOf(drawing, assessment)}`);
		const lines = isLow(drawing)
			? [fit(text, width, 'left', theme.glyphs.ellipsis).trimEnd()]
			: wrap(text, width);
		return lines.map(line => theme.paint('quiet', line));
	});
}

/** Who says what in a single line, without days and places; null where there is nothing to say, or no room. */
function inOneLine(
	{theme, width}: Drawing,
	speaking: readonly Assessment[],
	effective: Assessment,
): string | null {
	if (speaking.length < 2) return null;
	const parts = speaking.map(assessment => {
		const name = assessorName(assessment);
		if (assessment === effective) return {text: clean(theme, `by ${name}`), isOther: false};
		const isOther = assessment.recommendation !== effective.recommendation;
		return {text: clean(theme, spokenBy(theme, assessment, isOther)), isOther};
	});
	const {separator} = theme.glyphs;
	if (cellWidth(parts.map(({text}) => text).join(separator)) > width) return null;
	return parts
		.map(({text, isOther}) => theme.paint(isOther ? 'keep-annotate' : 'quiet', text))
		.join(theme.paint('quiet', separator));
}

/** `≠ the rule table says ● keep 87 %` */
function spokenBy(theme: Theme, assessment: Assessment, isOther: boolean): string {
	const {recommendation, confidence} = assessment;
	const sure = confidence === null ? '' : ` ${percent(confidence)}`;
	const lead = isOther ? `${theme.glyphs.differs} ` : '';
	return `${lead}${assessorName(assessment)} says ${theme.glyphs.verdict[recommendation]} ${recommendation}${sure}`;
}

/** One assessor's verdict in a line, `reference` after it; `effective` is the verdict that it is held against. */
export function saidBy(
	drawing: Drawing,
	assessment: Assessment,
	effective: Assessment | null,
	reference = '',
): string[] {
	const {theme, width} = drawing;
	const isOther = effective !== null && assessment.recommendation !== effective.recommendation;
	const where = `${whenAndWhereOf(drawing, assessment)}${howOf(assessment)}`;
	const said = clean(theme, `${spokenBy(theme, assessment, isOther)}${where}${reference}`);
	return wrap(said, width).map(line => theme.paint(isOther ? 'keep-annotate' : 'quiet', line));
}

/** What asking a model took. */
function howOf({probe}: Assessment): string {
	if (probe === undefined) return '';
	const {seconds, cost} = probe;
	const price = cost === null ? '' : `, ${[cost.amount, cost.currency].filter(Boolean).join(' ')}`;
	return `, in ${seconds} s${price}`;
}

function whenAndWhereOf({dossier: {record}}: Drawing, {covers, date}: Assessment): string {
	const isOwn = covers == null || covers === (isDriver(record) ? record.id : record.directory);
	return `${date === null ? '' : `, ${date}`}${isOwn ? '' : `, for all of ${covers}`}`;
}

/** The driver in a few sentences, its title before them where they do not tell it and there is room. */
export function summary(drawing: Drawing): string[] {
	const {theme, dossier, width} = drawing;
	const {record} = dossier;
	const effective = effectiveAssessment(record);
	if (effective === null) return wrap('No verdict for a directory: see its drivers.', width);
	// What it means in general is for where nothing is said of this driver.
	const said = saidOf(dossier) ?? recommendationWords[effective.recommendation].meaning;
	const title = effective.title ?? record.title;
	const lines =
		title === null || isLow(drawing) || tells(said, title) ? [] : wrap(clean(theme, title), width);
	return [...personalNote(drawing, effective), ...lines, ...wrap(clean(theme, said), width)];
}

/** Lines that a person's note takes at most where it is said first; the technical notes have it whole. */
const mostNoteLines = 3;

/** What a person wrote beside a verdict that counts: whoever wrote it looks for it first. */
function personalNote(drawing: Drawing, {assessor, notes}: Assessment): string[] {
	const {theme, width} = drawing;
	if (assessor !== 'person' || notes === null) return [];
	const lines = wrap(clean(theme, `note: ${notes}`), width);
	const most = isLow(drawing) ? 1 : mostNoteLines;
	if (lines.length <= most) return lines;
	const last = fit(`${lines[most - 1]} ${lines[most]}`, width, 'left', theme.glyphs.ellipsis).trimEnd();
	return [...lines.slice(0, most - 1), last];
}

/** Whether sentences name what a title does, in whatever case and quotes, the word driver aside. */
function tells(said: string, title: string): boolean {
	const plain = (text: string) => text.toLowerCase().replaceAll('"', "'");
	const bare = plain(title)
		.replace(/[\s.]+$/, '')
		.replace(/\s+(?:device |module )?drivers?$/, '');
	return plain(said).includes(bare);
}

/** The driver in a few sentences as they are heard, its name and the verdict first. */
export function spokenSummary({theme, dossier}: Drawing): string {
	const {record} = dossier;
	const name = clean(theme, isDriver(record) ? record.module : record.directory);
	const effective = effectiveAssessment(record);
	if (effective === null) return `${name}: no verdict for a directory.`;
	const {label, meaning} = recommendationWords[effective.recommendation];
	const note = effective.assessor === 'person' && effective.notes !== null ? ` Note: ${effective.notes}` : '';
	return `${name}: ${label.toLowerCase()}.${clean(theme, note)} ${clean(theme, saidOf(dossier) ?? meaning)}`;
}

/** What the chances mean, for whoever wants to know. */
export function outlook({theme, dossier, width}: Drawing): string[] {
	const effective = effectiveAssessment(dossier.record);
	if (effective === null) return [];
	const text = outlookText(dossier.calibration, effective, removalRisk(dossier.record));
	if (text === '') return [];
	// A figure stays with its sign.
	return wrap(text.replaceAll(' %', '\u00a0%'), width).map(line =>
		theme.paint('quiet', line.replaceAll('\u00a0', ' ')),
	);
}

/** What is said of a record in words, whoever's verdict counts; null where nothing is. */
export function saidOf({
	record,
	releases,
	distributions,
}: Pick<Dossier, 'record' | 'releases' | 'distributions'>): string | null {
	if (isDriver(record)) return wordsOf(record, {releases, distributions});
	return effectiveAssessment(record)?.summary ?? null;
}

/** What the rules' chances mean: what is claimed of the next two years, and how such risks have fared before. */
export function outlookText(
	calibration: Dossier['calibration'],
	effective: Assessment,
	risk: number | null,
): string {
	const {assessor, confidence} = effective;
	const claim = claimOf(effective);
	const sentences: string[] = [];
	if (assessor === 'rules' && claim !== null && confidence !== null) {
		sentences.push(`${percent(confidence)} sure that in two years it is ${claim}.`);
	}
	const band = calibration?.bands.find(
		({from, to}) => risk !== null && risk >= from && (risk < to || to === 1),
	);
	if (calibration && band !== undefined && band.drivers > 0) {
		const {from, to, drivers, gone, low, high} = band;
		const {pair} = calibration;
		sentences.push(
			`Of ${counted(drivers, 'driver')} with a risk of ${percent(from)} to ${percent(to)}, ${grouped(gone)} were gone two years later: ${percent(gone / drivers)}, between ${percent(low)} and ${percent(high)} (Linux ${seriesOf(pair.from)} to ${seriesOf(pair.to)}).`,
		);
	}
	return sentences.join(' ');
}

const seriesOf = (version: string) => /^\d+\.\d+/.exec(version)?.[0] ?? version;
