import {assessorName, type Dossier, isDriver, orderedAssessments} from '../../../dossier/dossier.ts';
import {effectiveAssessment, removalRisk, speaksOf} from '../../../dossier/effective.ts';
import {claimOf, recommendationWords} from '../../../dossier/recommendations.ts';
import type {Assessment} from '../../../dossier/schema.ts';
import {wordsOf} from '../../../dossier/summary/summary.ts';
import {bar} from '../../../text/bar.ts';
import {counted, grouped, percent} from '../../../text/numbers.ts';
import {cellWidth, wrap} from '../../../text/width.ts';
import {clean, type Drawing} from './drawing.ts';

/** What is recommended, how sure that is and what it means; then who else has said what. */
export function verdict({theme, dossier, width}: Drawing): string[] {
	const {record} = dossier;
	const effective = effectiveAssessment(record);
	if (effective === null) {
		const words = 'No verdict for a directory: see its drivers.';
		return ['', ...wrap(words, width).map(line => theme.paint('quiet', line))];
	}
	const {recommendation, confidence} = effective;
	const words = recommendationWords[recommendation];
	const risk = removalRisk(record);
	const head = theme.paint(
		recommendation,
		theme.paint('strong', `${theme.glyphs.verdict[recommendation]} ${words.label}`),
	);
	const certainty = `${bar(theme, confidence, 10, recommendation)} ${confidence === null ? 'confidence unknown' : percent(confidence)}`;
	const outlook =
		risk === null ? theme.paint('quiet', 'removal risk not known') : `gone in two years: ${percent(risk)}`;
	const whole = [head, certainty, outlook].join('   ');
	const lines = ['', ...(cellWidth(whole) <= width ? [whole] : [head, certainty, outlook])];
	// What it means in general is for where nothing is said of this driver.
	lines.push(...wrap(clean(theme, saidOf(dossier) ?? words.meaning), width));
	lines.push(
		// A figure stays with its sign.
		...wrap(outlookText(dossier.calibration, effective, risk).replaceAll(' %', '\u00a0%'), width).map(line =>
			theme.paint('quiet', line.replaceAll('\u00a0', ' ')),
		),
	);
	const tags: [string, string][] = [
		['deploy', effective.deployments],
		['replacement', effective.replacement ?? 'unknown'],
		['subsystem', record.subsystem],
		['category', record.category],
		...(record.signals.support ?? [])
			.filter(({device}) => device === null)
			.map(({vendor, release, state}): [string, string] => [`${vendor.toLowerCase()}${release}`, state]),
	];
	lines.push(
		...wrap(tags.map(([name, value]) => `${name}=${clean(theme, value)}`).join('  '), width).map(line =>
			line.replace(/(\S+?)=/g, (_, name: string) => `${theme.paint('quiet', `${name}=`)}`),
		),
	);
	for (const assessment of orderedAssessments(record)) {
		if (assessment === effective && assessment.assessor === 'rules') continue;
		const said = `${theme.glyphs.verdict[assessment.recommendation]} ${assessment.recommendation}`;
		const sure = assessment.confidence === null ? '' : ` ${percent(assessment.confidence)}`;
		const {covers} = assessment;
		const isOwn = covers == null || covers === (isDriver(record) ? record.id : record.directory);
		const scope = isOwn ? '' : ` for all of ${covers}`;
		const when = assessment.date === null ? '' : `, ${assessment.date}`;
		const differs =
			!speaksOf(record, assessment) || assessment.recommendation === recommendation
				? ''
				: `${theme.glyphs.differs} `;
		lines.push(
			...wrap(
				clean(theme, `${differs}${assessorName(assessment)} says ${said}${sure}${scope}${when}`),
				width,
			).map(line => theme.paint(differs === '' ? 'quiet' : 'keep-annotate', line)),
		);
	}
	return lines;
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
