import type {IndexRow} from '../dossier/index-row.ts';
import {exitStatus, UserError} from '../dossier/user-error.ts';
import {
	type Audit,
	type AuditRow,
	compareAuditRows,
	configFragment,
	judgeConfig,
	withPlatforms,
} from '../machine/judge-config.ts';
import {counted} from '../text/numbers.ts';
import {shellWord} from '../text/shell.ts';
import {auditAgainst} from './common/audit/against.ts';
import {resolveBuilt} from './common/audit/built.ts';
import {standingOf, withDoomedPlatforms} from './common/audit/found.ts';
import {ownConfig, readAsked, refuseUnknown} from './common/audit/read.ts';
import {isBeforeKnowledge, remarks} from './common/audit/remarks.ts';
import {printReport} from './common/audit/report.ts';
import {fromAnyFolder} from './common/command-lines/from-any-folder.ts';
import type {Context} from './common/context.ts';
import {type Format, readFormat, reviewFormats} from './common/formats.ts';
import {type InUse, readInUse} from './common/machines/in-use.ts';
import {lookupOf} from './common/machines/lookup.ts';
import {auditModprobe} from './common/modprobe/audit-review.ts';
import {printBlockList} from './common/modprobe/block-list.ts';
import {canExplore, inOrder, type Judgement, remarkLine, startJudgement} from './common/risk-output.ts';

/** `driverdex audit [CONFIG...]`: the options of kernel configurations that enable drivers at risk. */
export async function audit(context: Context): Promise<number> {
	const {flags, input} = context;
	const format = readFormat(context);
	refuseMixed(context, format);
	const files = input.length > 0 ? input : [ownConfig()];
	const {configs: given, modprobe} = await readAsked(context, files);
	const opened = startJudgement(context);
	try {
		const {dataset} = opened;
		const lookup = lookupOf(dataset, opened.isAtRisk);
		const configs = resolveBuilt(given, dataset, lookup);
		const inUse = await readInUse(flags.host as string[] | undefined, lookup);
		if (modprobe.length > 0) {
			const world = {judgement: opened, lookup, inUse};
			return await auditModprobe(context, format, {files: modprobe, configs}, world);
		}
		const platforms = dataset.platforms() ?? [];
		const judgement = withDoomedPlatforms(opened, platforms);
		const options = dataset.optionsText();
		if (options !== null) refuseUnknown(configs, options, dataset.gone.bySymbols);
		if (flags.against !== undefined) return auditAgainst(context, format, configs, judgement);
		// What is said of the devices that are there is true of them, whatever is said of their driver.
		const drivers = dataset
			.rowsBySymbol(symbol => configs.some(({enabled}) => enabled.has(symbol)))
			.map(row => inUse?.rows.get(row.id)?.row ?? row);
		const audits = configs.map(config =>
			withPlatforms(
				judgeConfig(config, drivers, judgement.isAtRisk, options, dataset.gone.bySymbols),
				platforms,
			),
		);
		const isAtRisk = audits.some(
			one =>
				one.rows.length > 0 ||
				one.lost.some(({isGone}) => isGone) ||
				isBeforeKnowledge(one, dataset.manifest),
		);
		if (flags.explore === true && canExplore(context)) return await open(context, audits, files);
		const found = audits.flatMap(({rows}) => rows.filter(({row}) => judgement.isWanted(row)));
		const rows = inOrder(found.sort(compareAuditRows), judgement.sort);
		if (flags.fragment === true) context.out(fragment(rows, audits, judgement));
		else if (format === 'modprobe') blockList(context, rows, audits, {judgement, files, inUse});
		else {
			const lost = audits.flatMap(one => one.lost).filter(() => judgement.isWanted(null));
			printReport(context, format, {audits, rows, lost}, judgement);
		}
		if (format !== 'json') {
			remarks(context, audits, judgement);
			if (inUse !== null) tellUsed(context, rows, inUse);
		}
		if (options === null && format !== 'json') {
			remarkLine(
				context,
				'This data set has no list of options (options.txt): options that the tree does not have any more are not told.',
			);
		}
		if (isAtRisk) return exitStatus.negative;
		const isLeftOut = audits.some(({lost}) => lost.some(one => standingOf(one) === 'not-in-source'));
		return isLeftOut ? exitStatus.failed : exitStatus.ok;
	} finally {
		opened.dataset.close();
	}
}

/** Forms of answers that exclude each other. */
function refuseMixed({flags}: Context, format: Format): void {
	const refuse = (what: string, advice: string) => {
		throw new UserError(what, advice, exitStatus.usage);
	};
	if (flags.fragment === true && flags.against !== undefined)
		refuse('--fragment and --against are two answers.', 'Ask for one of them.');
	if (
		format === 'modprobe' &&
		(flags.explore === true || flags.against !== undefined || flags.columns !== undefined)
	)
		refuse('A block list is a form of output of its own.', 'Leave --explore, --against and --columns out.');
	if (
		flags.fragment === true &&
		(format !== 'table' || flags.explore === true || flags.columns !== undefined)
	)
		refuse(
			'--fragment is a form of output of its own.',
			'Leave --format, --json, --markdown, --columns and --explore out.',
		);
	if (flags.against !== undefined && (reviewFormats as readonly string[]).includes(format))
		refuse(
			`--against tells differences, which are no findings: it has no ${format}.`,
			'Ask for json, or leave --against out.',
		);
}

/** The modules at risk as a block list; needs of whatever else a configuration enables are spared. */
function blockList(
	context: Context,
	rows: readonly AuditRow[],
	audits: readonly Audit[],
	{judgement, files, inUse}: {judgement: Judgement; files: readonly string[]; inUse: InUse | null},
): void {
	const {failOn, query} = context.flags as {failOn?: string; query?: string};
	const isBuiltIn = ({option}: AuditRow) => audits.some(({config}) => config.enabled.get(option) === 'y');
	printBlockList(context, judgement.dataset, {
		candidates: rows.map(row => ({row: row.row, value: isBuiltIn(row) ? 'y' : 'm'})),
		others: audits.flatMap(({enabled}) => enabled),
		command: [
			...['audit', ...files],
			...(failOn === undefined ? [] : ['--fail-on', failOn]),
			...(query === undefined ? [] : ['--query', query]),
		],
		inUse,
	});
}

/** Which of the drivers at risk the machines of --host have in use. */
function tellUsed(context: Context, rows: readonly AuditRow[], {rows: used, hosts}: InUse): void {
	const names = new Set(rows.flatMap(({row}) => (used.has(row.id) ? [row.module] : [])));
	const told = names.size === 0 ? 'none of them' : [...names].join(', ');
	remarkLine(context, `in use on ${hosts.join(', ')}: ${told}`);
}

async function open(context: Context, audits: readonly Audit[], files: readonly string[]): Promise<number> {
	const label = audits.length === 1 ? audits[0]!.config.name : counted(audits.length, 'config');
	const {explore} = await import('./explore.ts');
	return explore(context, {
		ids: new Set(audits.flatMap(({enabled}) => enabled.map(({id}) => id))),
		scope: {
			label,
			note: null,
			command: ['driverdex audit --explore', ...files.map(fromAnyFolder).map(shellWord)].join(' '),
		},
	});
}

function fragment(rows: readonly AuditRow[], audits: readonly Audit[], judgement: Judgement): string {
	const {treeVersion, asOf} = judgement.dataset.manifest;
	return configFragment(
		rows,
		[
			`Drivers at risk (${judgement.failOn}) that ${audits.map(({config}) => config.name).join(', ')} enables: off.`,
			`Judged by driverdex on Linux ${treeVersion}, evidence to ${asOf}.`,
			'Merge with scripts/kconfig/merge_config.sh; what other options select comes back, and merge_config.sh says so.',
		],
		(row: IndexRow) => judgement.why(row),
	);
}
