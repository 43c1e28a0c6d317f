import {activeMonths, monthlyActivity} from '../../dossier/activity.ts';
import {assessorName, isDriver, numberedSources} from '../../dossier/dossier.ts';
import {effectiveAssessment, removalRisk} from '../../dossier/effective.ts';
import {recommendationWords} from '../../dossier/recommendations.ts';
import type {DirectoryRecord, DriverRecord, Manifest} from '../../dossier/schema.ts';
import {sourceAddress, sourceDate, sourceName} from '../../dossier/source-links.ts';
import {markdownText} from '../../text/markdown.ts';
import {counted, percent} from '../../text/numbers.ts';
import {plainTheme} from '../../text/theme.ts';
import {signalRows} from './dossier/signals.ts';
import {outlookText} from './dossier/verdict.ts';

/** A whole dossier as Markdown, to paste into an issue or a merge request. */
export function dossierMarkdown(
	record: DriverRecord | DirectoryRecord,
	manifest: Pick<Manifest, 'treeVersion' | 'asOf' | 'calibration'>,
): string {
	const {treeVersion, asOf, calibration} = manifest;
	const effective = effectiveAssessment(record);
	const lines = [`# ${markdownText(isDriver(record) ? record.module : record.directory)}`, ''];
	const title = effective?.title ?? record.title;
	if (title !== null) lines.push(markdownText(title), '');
	lines.push(
		`- Path: \`${isDriver(record) ? record.id : record.directory}\` (Linux ${treeVersion}, evidence to ${asOf})`,
	);
	if (isDriver(record) && record.kconfig !== null)
		lines.push(`- Option: \`CONFIG_${record.kconfig.symbol}\``);
	if (effective !== null) {
		const risk = removalRisk(record);
		const confidence = effective.confidence === null ? 'unknown' : percent(effective.confidence);
		lines.push(
			`- Recommendation: **${effective.recommendation}**, confidence ${confidence}${risk === null ? '' : `, gone in two years: ${percent(risk)}`}`,
			`- deploy=${effective.deployments} replacement=${markdownText(effective.replacement ?? 'unknown')} subsystem=${record.subsystem} category=${record.category}`,
			'',
			markdownText(recommendationWords[effective.recommendation].meaning),
		);
		if (effective.summary !== null) {
			lines.push('', markdownText(effective.summary));
		}
		const outlook = outlookText(calibration, effective, risk);
		if (outlook !== '') lines.push('', markdownText(outlook));
	}
	const {rows} = signalRows(plainTheme, {record, directory: null, treeVersion, calibration});
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
	const activity = monthlyActivity(record);
	if (activity !== null) {
		const {active, known} = activeMonths(activity);
		const noun =
			activity.kind === 'commits'
				? counted(activity.total, 'commit')
				: counted(activity.total, 'patch', 'patches');
		lines.push(
			'',
			`${noun} from ${activity.since} to ${activity.until}, active in ${active}/${known} months.`,
		);
	}
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
			const place = `[${markdownText(where)}](<${address}>)`;
			const date = day === null ? '' : `, ${day}`;
			lines.push(`${number}. ${place}${date}: ${markdownText(source.claim)} (${assessorName(assessment)})`);
		}
	}
	for (const assessment of record.assessments) {
		if (assessment.notes !== null)
			lines.push(
				'',
				`## Notes of ${markdownText(assessorName(assessment))}`,
				'',
				markdownText(assessment.notes),
			);
	}
	return `${lines.join('\n')}\n`;
}
