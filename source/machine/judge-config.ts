import {goneInWords, isLost} from '../dossier/gone/words.ts';
import type {IndexRow} from '../dossier/index-row.ts';
import {findUndefined} from '../dossier/kernel-options.ts';
import {recommendationUrgency} from '../dossier/recommendations.ts';
import type {GoneRecord, Platform} from '../dossier/schema.ts';
import type {KernelConfig} from './configs/config.ts';
import {type EnabledPlatform, enabledPlatforms, isLosing} from './platforms.ts';

/** An enabled option and a driver at risk that it builds. */
export interface AuditRow {
	config: string;
	/** Without `CONFIG_`. */
	option: string;
	value: 'y' | 'm';
	row: IndexRow;
	/** Other drivers that the same option builds and that are not at risk: turning it off would lose them too. */
	alsoBuilds: readonly IndexRow[];
}

/** An enabled option that the surveyed tree does not define, or of a platform whose end is announced. */
export interface LostOption {
	config: string;
	option: string;
	value: 'y' | 'm';
	/** The drivers that it built; empty where it built none in any kernel that is known. */
	built: readonly GoneRecord[];
	/** It built drivers, and none of them is left; or its platform goes, or is gone with what it had. */
	isGone: boolean;
	/** Where it is a platform's: see platforms.ts. */
	platform?: EnabledPlatform;
}

/** What a configuration enables. */
export interface Audit {
	config: KernelConfig;
	/** Worst first. */
	rows: AuditRow[];
	/** Gone ones first, then those that moved, then those of no driver; empty where the tree's options are not known. */
	lost: LostOption[];
	/** Every driver that an enabled option builds, in the order of the index; libraries are not counted. */
	enabled: IndexRow[];
}

/** Says what drivers some options built that the surveyed tree has not: see GoneReader. */
export type FindGone = (symbols: ReadonlySet<string>) => readonly GoneRecord[];

/**
 * Holds a configuration against the drivers of the index, the text of options.txt and the dead; rows of options it does
 * not enable may be there.
 */
export function judgeConfig(
	config: KernelConfig,
	rows: readonly IndexRow[],
	isAtRisk: (row: IndexRow) => boolean,
	options: string | null,
	findGone: FindGone,
): Audit {
	const enabled: IndexRow[] = [];
	const healthy = new Map<string, IndexRow[]>();
	const atRisk: IndexRow[] = [];
	for (const row of rows) {
		const {symbol} = row;
		if (symbol === null || !config.enabled.has(symbol) || row.recommendation === 'not-a-driver') continue;
		if (config.only?.has(row.id) === false) continue;
		enabled.push(row);
		if (isAtRisk(row)) atRisk.push(row);
		else {
			const others = healthy.get(symbol);
			if (others === undefined) healthy.set(symbol, [row]);
			else others.push(row);
		}
	}
	const found = atRisk
		.map(
			(row): AuditRow => ({
				config: config.name,
				option: row.symbol!,
				value: config.enabled.get(row.symbol!)!,
				row,
				alsoBuilds: healthy.get(row.symbol!) ?? [],
			}),
		)
		.sort(compareAuditRows);
	return {config, rows: found, lost: options === null ? [] : lostOptions(config, options, findGone), enabled};
}

function lostOptions(config: KernelConfig, options: string, findGone: FindGone): LostOption[] {
	const missing = findUndefined(options, config.enabled.keys()).filter(option => !isOfTools(option));
	const builtBy = new Map<string, GoneRecord[]>();
	for (const record of findGone(new Set(missing))) {
		const known = builtBy.get(record.option!);
		if (known === undefined) builtBy.set(record.option!, [record]);
		else known.push(record);
	}
	const lost = missing.map((option): LostOption => {
		const built = builtBy.get(option) ?? [];
		const isGone = built.length > 0 && built.every(isLost);
		return {config: config.name, option, value: config.enabled.get(option)!, built, isGone};
	});
	const rank = ({isGone, built}: LostOption) => (isGone ? 0 : built.length === 0 ? 2 : 1);
	return lost.sort((a, b) => rank(a) - rank(b) || (a.option < b.option ? -1 : 1));
}

/** An audit with its platforms among what is lost: gone ones where they stood already, those that are to go besides. */
export function withPlatforms(audit: Audit, platforms: readonly Platform[]): Audit {
	const {config, lost} = audit;
	const found = new Map(enabledPlatforms(config.enabled, platforms).map(one => [one.option, one]));
	if (found.size === 0) return audit;
	const known = lost.map((one): LostOption => {
		const platform = found.get(one.option);
		if (platform === undefined) return one;
		found.delete(one.option);
		return {...one, platform, isGone: one.isGone || isLosing(platform)};
	});
	// Without the tree's list of options nothing is said of those that it has not.
	const others = [...found.values()]
		.filter(({standing}) => standing === 'announced')
		.map((platform): LostOption => {
			const {option, value} = platform;
			return {config: config.name, option, value, built: [], isGone: true, platform};
		});
	return {...audit, lost: [...others, ...known]};
}

/** What became of an option's drivers, in a sentence. */
export function whyLost({built, isGone, platform}: LostOption, treeVersion: string): string {
	if (platform !== undefined) return platform.why;
	if (built.length === 0) return `not an option of Linux ${treeVersion}`;
	// Of several, one that is left says more than those that are not.
	const told = isGone ? built[0]! : built.find(record => !isLost(record))!;
	const others = built.length > 1 ? ` (and ${built.length - 1} more)` : '';
	return `${told.module}${others}: ${goneInWords(told)}`;
}

/** Kconfig writes what it finds out of the tools into every configuration; those come and go with it. */
const isOfTools = (option: string) => /^(?:CC_|LD_|AS_|TOOLS_|RUSTC_|GCC_|CLANG_|PAHOLE_)/.test(option);

/** Worst first: by verdict, then risk, then option. */
export function compareAuditRows(a: AuditRow, b: AuditRow): number {
	return (
		recommendationUrgency[a.row.recommendation] - recommendationUrgency[b.row.recommendation] ||
		(b.row.risk ?? -1) - (a.row.risk ?? -1) ||
		(a.option < b.option ? -1 : a.option > b.option ? 1 : 0) ||
		(a.row.id < b.row.id ? -1 : 1)
	);
}

/**
 * A fragment for scripts/kconfig/merge_config.sh that turns the options of drivers at risk off, each under a line
 * that says why. Of what data, trees and file names say, nothing becomes a line, or a comment that switches an option off. An option that builds other drivers as well is left on, and that is said. `why` gives the reason
 * of a driver in a line.
 */
export function configFragment(
	rows: readonly AuditRow[],
	head: readonly string[],
	why: (row: IndexRow) => string,
): string {
	const byOption = new Map<string, AuditRow[]>();
	for (const row of rows) byOption.set(row.option, [...(byOption.get(row.option) ?? []), row]);
	const lines = head.map(comment);
	for (const [option, drivers] of byOption) {
		lines.push('');
		const told = new Set<string>();
		for (const {row} of drivers) {
			if (told.has(row.id)) continue;
			told.add(row.id);
			const risk = row.risk === null ? '' : ` risk ${row.risk.toFixed(2)},`;
			const instead = row.replacement === null ? '' : ` Instead: ${row.replacement}.`;
			lines.push(comment(`${row.module}: ${row.recommendation},${risk} ${why(row)}.${instead}`));
		}
		const {alsoBuilds} = drivers[0]!;
		if (alsoBuilds.length === 0 && /^\w+$/.test(option)) lines.push(`# CONFIG_${option} is not set`);
		else {
			const others = alsoBuilds.map(({module, recommendation}) => `${module} (${recommendation})`);
			lines.push(comment(`CONFIG_${option} stays as it is: it also builds ${others.join(', ')}.`));
		}
	}
	return `${lines.join('\n')}\n`;
}

/**
 * Text as one comment line: nothing in it may begin a line of its own, nor may it begin as `CONFIG_X is not set` does,
 * which Kconfig takes for a setting, whatever follows.
 */
function comment(text: string): string {
	const flat = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim();
	return /^CONFIG_\S* +is not set/.test(flat) ? `# "${flat}"` : `# ${flat}`;
}
