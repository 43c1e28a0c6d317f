import type {Judgement} from '../risk-output.ts';
import {findingsOf} from './findings.ts';
import type {Configs, Report} from './found.ts';

/**
 * An audit as the XML that JUnit's runners write and CI systems read: a suite for each configuration, a test for each
 * enabled option that builds drivers, failed where one of them is at risk or gone.
 */
export function junitReport(report: Report, judgement: Judgement, configs: Configs): string {
	const findings = findingsOf(report, judgement, configs);
	const suites = report.audits.map(({config, enabled}) => {
		const own = findings.filter(one => one.config === config.name);
		const options = new Set([
			...own.map(({option}) => option),
			...enabled.map(({symbol}) => `CONFIG_${symbol}`),
		]);
		const cases = [...options].map(option => {
			const found = own.filter(one => one.option === option);
			const first = found[0];
			const at = first === undefined ? '' : ` file=${quoted(first.path)} line="${first.line}"`;
			const head = `    <testcase classname=${quoted(config.name)} name=${quoted(option)}${at}`;
			const told = found.map(({rule, level, text, path, line}) =>
				// What only moved is told, and fails nothing.
				level === 'note'
					? `      <system-out>${escaped(text)}</system-out>`
					: `      <failure type=${quoted(rule)} message=${quoted(text)}>${escaped(`${path}:${line}: ${text}`)}</failure>`,
			);
			return {
				isFailed: found.some(({level}) => level !== 'note'),
				text: told.length === 0 ? `${head}/>` : [`${head}>`, ...told, '    </testcase>'].join('\n'),
			};
		});
		const failures = cases.filter(({isFailed}) => isFailed).length;
		const counts = `tests="${cases.length}" failures="${failures}" errors="0" skipped="0"`;
		return {
			tests: cases.length,
			failures,
			text: [
				`  <testsuite name=${quoted(config.name)} ${counts}>`,
				...cases.map(({text}) => text),
				'  </testsuite>',
			].join('\n'),
		};
	});
	const sum = (of: 'tests' | 'failures') => suites.reduce((total, suite) => total + suite[of], 0);
	return [
		'<?xml version="1.0" encoding="UTF-8"?>',
		`<testsuites name="driverdex audit" tests="${sum('tests')}" failures="${sum('failures')}" errors="0">`,
		...suites.map(({text}) => text),
		'</testsuites>',
		'',
	].join('\n');
}

const entities: Readonly<Record<string, string>> = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;'};

/** Text for XML 1.0, which has no form for most control characters. */
function escaped(text: string): string {
	return (
		text
			.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
			// Those of C1 and the marks of reading order XML allows; a terminal that prints the report would obey them.
			.replace(/[\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '\ufffd')
			.replace(/[&<>"]/g, letter => entities[letter]!)
	);
}

const quoted = (text: string) => `"${escaped(text).replace(/[\t\n\r]/g, ' ')}"`;
