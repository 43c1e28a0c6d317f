import type {IndexRow} from '../../../dossier/index-row.ts';
import {familiesOf} from '../../../dossier/reach/cells.ts';
import {distributionFamilies} from '../../../dossier/reach/families.ts';
import {architectureOrder, familyReach, shippedBy} from '../../../dossier/reach/shipped.ts';
import {reachCellWords} from '../../../dossier/reach/words.ts';
import type {Distribution} from '../../../dossier/schema.ts';
import {exitStatus, UserError} from '../../../dossier/user-error.ts';
import {type Difference, holdAgainst} from '../../../machine/against.ts';
import type {KernelConfig} from '../../../machine/configs/config.ts';
import type {Value} from '../../../text/delimited.ts';
import {type FittedCell, type FittedColumn, fittedTable} from '../../../text/fitted-table.ts';
import {counted, grouped} from '../../../text/numbers.ts';
import {sanitise} from '../../../text/sanitise.ts';
import {withColumns} from '../columns.ts';
import {type Context, themeOf} from '../context.ts';
import {type Answer, type Format, linesText, printAnswer} from '../formats.ts';
import {
	inOrder,
	type Judgement,
	remarkLine,
	riskCell,
	textCell,
	verdictCell,
	verdictFields,
} from '../risk-output.ts';

/** Who else ships a driver, for the cells of a table: families are counted, the best known that have it off named. */
export function reachTeller(
	distributions: readonly Distribution[] | undefined,
): (row: IndexRow) => string | null {
	const labels = new Map(
		(distributions ?? []).map(({family}) => [family, distributionFamilies[family] ?? family]),
	);
	return row => reachCellWords(row.reach, labels, labels.size);
}

/** `driverdex audit CONFIG --against NAME`: what a configuration enables and a distribution has off, and the other way round. */
export function auditAgainst(
	context: Context,
	format: Format,
	configs: readonly KernelConfig[],
	judgement: Judgement,
): number {
	const {manifest} = judgement.dataset;
	const family = familyNamed(String(context.flags.against), manifest.distributions);
	const label = distributionFamilies[family] ?? family;
	const rows = judgement.dataset.rows();
	const isThere = (config: KernelConfig, row: IndexRow) => {
		const own = architectureOf(config);
		const one = familyReach(
			shippedBy(judgement.dataset.driver(row).signals.distributions, manifest.distributions),
		).on.find(({distribution}) => distribution.family === family);
		return own === null || one === undefined || rankOf(one.configuration.architecture) <= rankOf(own);
	};
	const differences = configs.flatMap(config =>
		inOrder(
			holdAgainst(config, rows, family).filter(
				({row, on}) => judgement.isWanted(row) && (on === 'here' || isThere(config, row)),
			),
			judgement.sort,
		),
	);
	const plain = ({config, option, on, value, row}: Difference) => ({
		config,
		option: `CONFIG_${option}`,
		on,
		value,
		driver: row.module,
		...verdictFields(row, judgement.why(row)),
		reach: row.reach,
	});
	const answer: Answer = {
		table: () => linesText(tableLines(context, differences, label, judgement)),
		json: () => ({
			treeVersion: manifest.treeVersion,
			asOf: manifest.asOf,
			against: family,
			rows: differences.map(plain),
		}),
		ndjson: () => differences.map(plain),
		columns: ['config_file', 'option', 'on', 'value', 'driver', 'recommendation', 'risk', 'path'].map(
			heading => ({
				heading,
			}),
		),
		rows: () =>
			differences.map(({config, option, on, value, row}): Value[] => [
				...[config, `CONFIG_${option}`, on, value, row.module],
				...[row.recommendation, row.risk, row.id],
			]),
	};
	printAnswer(context, format, withColumns(context, format, answer));
	if (format !== 'json') {
		const here = differences.filter(({on}) => on === 'here').length;
		remarkLine(
			context,
			`${counted(here, 'driver')} on here and off in ${label}, ${grouped(differences.length - here)} the other way round; what ${label} was not asked for is in neither`,
		);
	}
	return differences.some(({row}) => judgement.isAtRisk(row)) ? exitStatus.negative : exitStatus.ok;
}

/** Where the first architecture that has a driver on comes after another, that one has it not. */
const rankOf = (architecture: string) => architectureOrder.indexOf(architecture);

/** The architecture that a configuration is for, by the option that names it; null where none of these does. */
function architectureOf({enabled}: KernelConfig): string | null {
	const named: readonly (readonly [string, string])[] = [
		['X86_64', 'amd64'],
		['X86_32', 'i386'],
		['ARM64', 'arm64'],
		['ARM', 'armhf'],
		['RISCV', 'riscv64'],
		['PPC64', 'ppc64el'],
		['S390', 's390x'],
		['LOONGARCH', 'loong64'],
	];
	return named.find(([symbol]) => enabled.has(symbol))?.[1] ?? null;
}

/** The family that a word stands for: its own, or the name that people call it. */
function familyNamed(word: string, distributions: readonly Distribution[] | undefined): string {
	const families = familiesOf(distributions);
	const wanted = word.toLowerCase().replaceAll(' ', '-');
	const found = families.find(
		family =>
			family === wanted || distributionFamilies[family]?.toLowerCase().replaceAll(' ', '-') === wanted,
	);
	if (found !== undefined) return found;
	throw new UserError(
		families.length === 0
			? 'This data set knows of no distribution: --against has nothing to hold a configuration against.'
			: `--against knows no distribution "${sanitise(word)}".`,
		families.length === 0
			? 'Build one with driverdex survey --configs DIR.'
			: `It knows ${families.join(', ')}.`,
		exitStatus.usage,
	);
}

function tableLines(
	context: Context,
	differences: readonly Difference[],
	label: string,
	judgement: Judgement,
): string[] {
	const theme = themeOf(context);
	const width = context.terminal.output ? context.columns : null;
	const tell = reachTeller(judgement.dataset.manifest.distributions);
	const columns: FittedColumn[] = [
		{heading: 'option', priority: 0, least: 18},
		{heading: 'driver', priority: 3, least: 12},
		{heading: 'verdict', priority: 0},
		{heading: 'risk', align: 'right', priority: 1},
		{heading: 'shipped by', priority: 2, least: 10},
		{heading: 'why', priority: 4, least: 22, comfort: 44},
	];
	const lines: string[] = [];
	for (const [on, heading] of [
		['here', `On here, off in ${label}`],
		['there', `On in ${label}, not here`],
	] as const) {
		const those = differences.filter(one => one.on === on);
		if (those.length === 0) continue;
		if (lines.length > 0) lines.push('');
		lines.push(theme.paint('heading', heading));
		const cells = those.map(({option, value, row}): FittedCell[] => [
			textCell(theme, `CONFIG_${option}${value === null ? '' : `=${value}`}`),
			textCell(theme, row.module),
			verdictCell(theme, row),
			riskCell(row),
			textCell(theme, tell(row)),
			textCell(theme, judgement.why(row)),
		]);
		lines.push(...fittedTable(theme, columns, cells, width));
	}
	return lines;
}
