import {isAbsolute, relative, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import type {Judgement} from '../risk-output.ts';
import {type Finding, findingsOf} from './findings.ts';
import type {Configs, Report} from './found.ts';

declare const driverdexVersion: string;

/** What each rule says of an option, for who reviews a change. */
const ruleTexts: Readonly<Record<string, string>> = {
	remove: 'The option enables a driver that is likely to be removed from Linux.',
	deprecate: 'The option enables a driver that is on its way out of Linux.',
	'keep-annotate': 'The option enables a driver that stays, with a remark.',
	keep: 'The option enables a driver that stays.',
	unsure: 'The option enables a driver of which too little is known to judge it.',
	gone: 'The option enabled a driver that is gone from Linux.',
	moved: 'The option enabled a driver that another option builds now.',
	'not-in-source': 'The option enabled a driver that the package of the surveyed source leaves out.',
};

/**
 * An audit as a log of SARIF 2.1.0 (OASIS, docs.oasis-open.org/sarif/sarif/v2.1.0), each result at the line of the
 * configuration that switches the driver on. Files below the working directory are named from there.
 */
export function sarifLog(report: Report, judgement: Judgement, configs: Configs): unknown {
	const findings = findingsOf(report, judgement, configs);
	const ids = [...new Set(findings.map(({rule}) => rule))].sort();
	const {treeVersion, asOf} = judgement.dataset.manifest;
	const result = ({config, option, value, path, line, rule, level, drivers, text, risk}: Finding) => ({
		ruleId: rule,
		ruleIndex: ids.indexOf(rule),
		level,
		message: {text},
		locations: [{physicalLocation: {artifactLocation: artifactOf(path), region: {startLine: line}}}],
		partialFingerprints: {'optionAndDriver/v1': `${option} ${drivers}`},
		properties: {config, option, value, drivers: drivers.split(' '), risk},
	});
	return {
		$schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
		version: '2.1.0',
		runs: [
			{
				tool: {
					driver: {
						name: 'driverdex',
						version: driverdexVersion,
						rules: ids.map(id => ({
							id,
							shortDescription: {text: ruleTexts[id] ?? id},
							defaultConfiguration: {level: findings.find(({rule}) => rule === id)!.level},
						})),
					},
				},
				invocations: [{executionSuccessful: true}],
				columnKind: 'utf16CodeUnits',
				properties: {treeVersion, asOf, failOn: judgement.failOn},
				results: findings.map(result),
			},
		],
	};
}

/** Where a file is: below the working directory by its path from there, else by its whole address. */
function artifactOf(path: string): {uri: string; uriBaseId?: string} {
	const below = relative('.', resolve(path));
	const isBelow = below !== '' && !below.startsWith('..') && !isAbsolute(below);
	if (!isBelow) return {uri: pathToFileURL(resolve(path)).href};
	return {uri: below.split('/').map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%'};
}
