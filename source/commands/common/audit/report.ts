import {placeOf} from '../../../machine/configs/config.ts';
import {type Audit, type AuditRow, type LostOption, whyLost} from '../../../machine/judge-config.ts';
import type {Value} from '../../../text/delimited.ts';
import {withColumns} from '../columns.ts';
import {type Context, themeOf} from '../context.ts';
import {type Format, linesText, printAnswer} from '../formats.ts';
import {type Judgement, rhelText, sentenceLines, verdictFields, widestWords} from '../risk-output.ts';
import {reachTeller} from './against.ts';
import {type Report, standingOf} from './found.ts';
import {junitReport} from './junit.ts';
import {sarifLog} from './sarif.ts';
import {tableLines} from './table.ts';

/** Prints an audit in the format asked for. */
export function printReport(context: Context, format: Format, report: Report, judgement: Judgement): void {
	const {audits, rows, lost} = report;
	const {treeVersion, asOf, distributions} = judgement.dataset.manifest;
	const tell = reachTeller(distributions);
	const configs = new Map(audits.map(({config}) => [config.name, config]));
	const place = ({config, option}: {config: string; option: string}) => {
		const {path, line} = placeOf(configs.get(config)!, option);
		return {file: path, line};
	};
	const lostFields = (one: LostOption) => ({
		config: one.config,
		option: `CONFIG_${one.option}`,
		value: one.value,
		driver: one.built.length === 0 ? null : one.built.map(({module}) => module).join(' '),
		standing: standingOf(one),
		...verdictFields(null, whyLost(one, treeVersion)),
		built: one.built.map(({id}) => id),
		now: [...new Set(one.built.flatMap(({to}) => to.flatMap(({option}) => option ?? [])))].map(
			symbol => `CONFIG_${symbol}`,
		),
		...place(one),
	});
	const plain = (found: AuditRow) => ({
		config: found.config,
		option: `CONFIG_${found.option}`,
		value: found.value,
		driver: found.row.module,
		standing: 'judged',
		...verdictFields(found.row, judgement.why(found.row)),
		reach: found.row.reach,
		alsoBuilds: found.alsoBuilds.map(({id, recommendation}) => ({path: id, recommendation})),
		...place(found),
	});
	const everyRow = () => [...rows.map(plain), ...lost.map(lostFields)];
	const answer = {
		table: () => {
			const width = Math.min(widestWords, context.columns);
			const atRisk = rows.map(({row}) => row);
			const told = sentenceLines(themeOf(context), atRisk, {judgement, audience: 'packager', width});
			return linesText([...tableLines(context, report, judgement), ...told]);
		},
		json: () => ({
			treeVersion,
			asOf,
			failOn: judgement.failOn,
			configs: audits.map(audit => ({
				...summary(audit),
				...(context.flags.query !== undefined && {
					matching: audit.enabled.filter(row => judgement.isWanted(row)).length,
				}),
			})),
			rows: everyRow(),
		}),
		ndjson: everyRow,
		columns: machineColumns,
		rows: () => [
			...rows.map((found): Value[] => [
				...[found.config, `CONFIG_${found.option}`, found.value, found.row.module, 'judged'],
				...[found.row.recommendation, found.row.confidence, found.row.risk, judgement.why(found.row)],
				...[found.row.replacement, rhelText(found.row), found.row.id, tell(found.row)],
				...[place(found).file, place(found).line],
			]),
			...lost
				.map(lostFields)
				.map(({config, option, value, driver, standing, why, file, line}): Value[] => [
					...[config, option, value, driver, standing],
					...[null, null, null, why, null, null, null, null],
					...[file, line],
				]),
		],
		sarif: () => sarifLog(report, judgement, configs),
		junit: () => junitReport(report, judgement, configs),
	};
	printAnswer(context, format, withColumns(context, format, answer));
}

function summary({config, rows, lost, enabled}: Audit) {
	return {
		config: config.name,
		kind: config.kind,
		partial: config.isPartial,
		version: config.version,
		writtenOptions: config.written.size,
		enabledOptions: config.enabled.size,
		defaultsFrom: config.defaults?.name ?? null,
		drivers: enabled.length,
		// A platform is no driver: those that need it are counted.
		atRisk: rows.length + lost.filter(({isGone, platform}) => isGone && platform === undefined).length,
		problems: config.problems,
		notes: config.notes,
	};
}

const machineColumns = [
	{heading: 'config_file'},
	{heading: 'option'},
	{heading: 'value'},
	{heading: 'driver'},
	{heading: 'standing'},
	{heading: 'recommendation'},
	{heading: 'confidence', align: 'right'},
	{heading: 'risk', align: 'right'},
	{heading: 'why'},
	{heading: 'replacement'},
	{heading: 'rhel'},
	{heading: 'path'},
	{heading: 'shipped_by'},
	{heading: 'file'},
	{heading: 'line', align: 'right'},
] as const;
