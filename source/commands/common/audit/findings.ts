import {placeOf} from '../../../machine/configs/config.ts';
import {whyLost} from '../../../machine/judge-config.ts';
import type {Judgement} from '../risk-output.ts';
import {type Configs, type Report, standingOf} from './found.ts';

/** How grave a finding is, in SARIF's words. */
export type Level = 'error' | 'warning' | 'note';

/** One thing to say at one line of a configuration. */
export interface Finding {
	config: string;
	/** With `CONFIG_`. */
	option: string;
	value: 'y' | 'm';
	/** The file, as it was named, and the line that switches the option on, from 1. */
	path: string;
	line: number;
	/** A recommendation, or what became of a driver: `gone`, `moved`, `not-in-source`. */
	rule: string;
	level: Level;
	/** The driver's id, or the ids of those that the option built, with spaces between them. */
	drivers: string;
	/** A sentence. */
	text: string;
	risk: number | null;
}

const levels: Readonly<Record<string, Level>> = {
	remove: 'error',
	gone: 'error',
	deprecate: 'warning',
	moved: 'note',
	'not-in-source': 'note',
	'platform-announced': 'warning',
	'platform-gone': 'error',
	'platform-renamed': 'note',
};

/**
 * What a review says of configurations, each at the line that switches the driver on: drivers at risk, then options whose
 * drivers are gone or moved, and platforms that go or are gone. Options that built no driver are in neither: nothing is known of them.
 */
export function findingsOf({rows, lost}: Report, judgement: Judgement, configs: Configs): Finding[] {
	const {treeVersion} = judgement.dataset.manifest;
	const judged = rows.map(({config, option, value, row, alsoBuilds}): Finding => {
		const risk = row.risk === null ? '' : `, risk ${row.risk.toFixed(2)}`;
		const instead = row.replacement === null ? '' : ` Instead: ${row.replacement}.`;
		const others =
			alsoBuilds.length === 0
				? ''
				: ` The option also builds ${alsoBuilds.map(({module}) => module).join(', ')}, not at risk.`;
		return {
			config,
			option: `CONFIG_${option}`,
			value,
			...placeOf(configs.get(config)!, option),
			rule: row.recommendation,
			level: levels[row.recommendation] ?? 'warning',
			drivers: row.id,
			text: `CONFIG_${option}=${value} enables ${row.module} (${row.id}): ${row.recommendation}${risk}: ${judgement.why(row)}.${instead}${others}`,
			risk: row.risk,
		};
	});
	const missing = lost
		.filter(one => one.built.length > 0 || one.platform !== undefined)
		.map((one): Finding => {
			const rule = standingOf(one);
			return {
				config: one.config,
				option: `CONFIG_${one.option}`,
				value: one.value,
				...placeOf(configs.get(one.config)!, one.option),
				rule,
				level: levels[rule] ?? 'note',
				drivers: one.built.map(({id}) => id).join(' '),
				text: `CONFIG_${one.option}=${one.value} is ${one.platform === undefined ? `no option of Linux ${treeVersion}` : 'a platform'}: ${whyLost(one, treeVersion)}.`,
				risk: null,
			};
		});
	return [...judged, ...missing];
}
