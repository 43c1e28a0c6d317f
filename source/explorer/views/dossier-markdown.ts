import {statementsOf, statementWords} from '../../dossier/announcements/statements.ts';
import {assessorName, isDriver, numberedSources} from '../../dossier/dossier.ts';
import {effectiveAssessment, removalRisk} from '../../dossier/effective.ts';
import {activeMonths, monthlyActivities} from '../../dossier/history/activity.ts';
import {quietSentence} from '../../dossier/history/quiet.ts';
import {releaseSteps} from '../../dossier/history/release-steps.ts';
import {awayText, earlierText, sinceSourceText, sinceText} from '../../dossier/history/since.ts';
import {recommendationWords} from '../../dossier/recommendations.ts';
import type {DirectoryRecord, DriverRecord, Manifest} from '../../dossier/schema.ts';
import {sourceAddress, sourceDate, sourceName} from '../../dossier/source-links.ts';
import {notesOf} from '../../dossier/summary/notes.ts';
import {capital} from '../../dossier/summary/told.ts';
import {markdownAddress, markdownText} from '../../text/markdown.ts';
import {counted, percent} from '../../text/numbers.ts';
import {plainTheme} from '../../text/theme.ts';
import {lastChangesText} from './dossier/releases.ts';
import {reachLines, signalRows} from './dossier/signals.ts';
import {outlookText, saidOf} from './dossier/verdict.ts';

/** A whole dossier as Markdown, to paste into an issue or a merge request. */
export function dossierMarkdown(
	record: DriverRecord | DirectoryRecord,
	manifest: Pick<Manifest, 'treeVersion' | 'asOf' | 'releases' | 'distributions' | 'calibration'>,
): string {
	const {treeVersion, asOf, releases, calibration} = manifest;
	const effective = effectiveAssessment(record);
	const lines = [`# ${markdownText(isDriver(record) ? record.module : record.directory)}`, ''];
	const title = effective?.title ?? record.title;
	if (title !== null) lines.push(markdownText(title), '');
	// What it comes to stands before what it is made of.
	if (effective !== null) {
		const said = saidOf({record, ...manifest}) ?? recommendationWords[effective.recommendation].meaning;
		lines.push(markdownText(said), '');
	}
	lines.push(
		`- Path: \`${isDriver(record) ? record.id : record.directory}\` (Linux ${treeVersion}, evidence to ${asOf})`,
	);
	if (isDriver(record) && record.kconfig !== null)
		lines.push(`- Option: \`CONFIG_${record.kconfig.symbol}\``);
	const {since, away} = record.signals;
	if (since !== null) {
		const before =
			isDriver(record) && record.signals.earlier !== undefined
				? `; ${earlierText(record.id, record.signals.earlier, releases)}`
				: '';
		const gap = awayText(away, releases);
		lines.push(
			`- In the kernel since: ${sinceText(since, releases)}, ${markdownText(sinceSourceText(since))}${before}${gap === null ? '' : `; ${gap}`}`,
		);
	}
	if (effective !== null) {
		const risk = removalRisk(record);
		const confidence = effective.confidence === null ? 'unknown' : percent(effective.confidence);
		lines.push(
			`- Recommendation: **${effective.recommendation}**, confidence ${confidence}${risk === null ? '' : `, gone in two years: ${percent(risk)}`}`,
			`- deploy=${effective.deployments} replacement=${markdownText(effective.replacement ?? 'unknown')} subsystem=${markdownText(record.subsystem)} category=${record.category}`,
		);
		const outlook = outlookText(calibration, effective, risk);
		if (outlook !== '') lines.push('', markdownText(outlook));
	}
	const {rows} = signalRows(plainTheme, {record, directory: null, treeVersion, releases, calibration});
	if (rows.length > 0) {
		const names = Object.keys(rows[0]!);
		lines.push(
			'',
			'## Signals',
			'',
			`| ${names.join(' | ')} |`,
			`|${names.map((_, index) => (index === 0 ? '---' : '---:')).join('|')}|`,
			...rows.map(row => `| ${names.map(name => row[name]).join(' | ')} |`),
		);
	}
	if (isDriver(record)) {
		const said = reachLines(record, manifest.distributions, '; ');
		if (said.length > 0) lines.push('');
		for (const [name, text] of said) lines.push(`- ${name}: ${markdownText(text)}`);
		const statements = statementsOf(record);
		if (statements.length > 0) lines.push('', '## Announced', '');
		for (const one of statements) lines.push(`- ${markdownText(statementWords(one))}`);
	}
	const history = historySentences(record, releases);
	if (history.length > 0) lines.push('', history.map(markdownText).join(' '));
	const reasons: string[] = [];
	const sources = numberedSources(record);
	for (const assessment of new Set(record.assessments)) {
		const first = sources.findIndex(source => source.assessment === assessment);
		for (const {text, source} of assessment.reasons) {
			reasons.push(`- ${markdownText(text)}${source === null ? '' : ` [${first + source}]`}`);
		}
	}
	if (reasons.length > 0) lines.push('', '## Why', '', ...reasons);
	if (sources.length > 0) {
		lines.push('', '## Sources', '');
		for (const {number, source, assessment} of sources) {
			const address = sourceAddress(source, treeVersion);
			const where = sourceName(source);
			const day = sourceDate(source);
			const place = `[${markdownText(where)}](${markdownAddress(address)})`;
			const date = day === null ? '' : `, ${day}`;
			lines.push(
				`${number}. ${place}${date}: ${markdownText(source.claim)} (${markdownText(assessorName(assessment))})`,
			);
		}
	}
	for (const assessment of record.assessments) {
		const notes = notesOf(assessment, record, manifest);
		if (notes === null) continue;
		lines.push('', `## Notes of ${markdownText(assessorName(assessment))}`, '', markdownText(notes));
	}
	return `${lines.join('\n')}\n`;
}

/** What happened to a driver over the months and the releases that are known, a sentence each. */
function historySentences(record: DriverRecord | DirectoryRecord, releases: Manifest['releases']): string[] {
	const sentences = monthlyActivities(record).map(activity => {
		const {kind, total, since, until, isAtLeast, origin} = activity;
		const {active, known} = activeMonths(activity);
		const count = kind === 'commits' ? counted(total, 'commit') : counted(total, 'patch', 'patches');
		const by = origin === null ? '' : `, counted by ${origin}`;
		return `${isAtLeast ? 'At least ' : ''}${count} from ${since} to ${until}, active in ${active}/${known} months${by}.`;
	});
	const {releases: changes} = record.signals;
	if (changes !== null) {
		const said = quietSentence(changes, releases) ?? lastChangesText(releaseSteps(changes, releases));
		if (said !== null) sentences.push(`${capital(said)}.`);
	}
	return sentences;
}
