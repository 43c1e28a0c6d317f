/** `--format modprobe`: a block list of what a query or an audit found. */
import type {Dataset} from '../../../dataset/reader.ts';
import type {IndexRow} from '../../../dossier/index-row.ts';
import {mainReason} from '../../../dossier/main-reason.ts';
import {normaliseName} from '../../../dossier/query/names.ts';
import type {DriverRecord} from '../../../dossier/schema.ts';
import {isUserError} from '../../../dossier/user-error.ts';
import {
	type BlockWorld,
	blockListText,
	type Candidate,
	chooseBlocked,
} from '../../../machine/modprobe/block-list.ts';
import {counted, grouped} from '../../../text/numbers.ts';
import {sanitise} from '../../../text/sanitise.ts';
import {shellWord} from '../../../text/shell.ts';
import type {Context} from '../context.ts';
import type {InUse} from '../machines/in-use.ts';

/** What a block list is made of. */
export interface BlockAsked {
	candidates: readonly Candidate[];
	/** Drivers whose needs may not be blocked: all that a configuration enables, or all that there are. */
	others: readonly IndexRow[];
	/** The command line that asked. */
	command: readonly string[];
	/** What --host says is in use; null where it was not given. */
	inUse: InUse | null;
}

/** Prints a block list; returns the number of modules in it. */
export function printBlockList(
	context: Context,
	dataset: Dataset,
	{candidates, others, command, inUse}: BlockAsked,
): number {
	const files = context.flags.host as string[] | undefined;
	const records = createRecords(dataset);
	const chosen = chooseBlocked(candidates, worldOf(dataset, records, others, inUse));
	const {treeVersion, asOf} = dataset.manifest;
	const hosts = inUse === null ? [] : ['--host', ...(files ?? [])];
	const words = ['driverdex', ...command, '--format', 'modprobe', ...hosts].map(shellWord);
	const head = [
		`Written by: ${words.join(' ')}`,
		`Judged on Linux ${treeVersion}, evidence to ${asOf}.`,
		inUse === null
			? 'What is in use was not looked at: --host FILE spares it.'
			: `Nothing that is in use on ${inUse.hosts.join(', ')}, nor what that needs.`,
	];
	context.out(
		blockListText(chosen, {
			head,
			reason: row => reasonOf(row, records),
			plain: text => sanitise(text),
		}),
	);
	const {blocked, leftOut} = chosen;
	context.remark(
		`${counted(blocked.length, 'module')} to block, ${grouped(new Set(leftOut.map(({row}) => row.id)).size)} left out, each with its reason`,
	);
	if (inUse === null)
		context.remark('what is in use was not looked at: --host FILE (driverdex host --save FILE) spares it');
	return blocked.length;
}

/** Records by id, each read once; null where it can't be. */
type Records = (id: string) => DriverRecord | null;

function createRecords(dataset: Dataset): Records {
	const rows = new Map(dataset.rows().map(row => [row.id, row]));
	const known = new Map<string, DriverRecord | null>();
	return id => {
		let record = known.get(id);
		if (record === undefined) {
			try {
				const row = rows.get(id);
				record = row === undefined ? null : dataset.driver(row);
			} catch (error) {
				// What can't be read is not blocked: nothing says that it is a module.
				if (!isUserError(error)) throw error;
				record = null;
			}
			known.set(id, record);
		}
		return record;
	};
}

function worldOf(
	dataset: Dataset,
	records: Records,
	others: readonly IndexRow[],
	inUse: InUse | null,
): BlockWorld {
	const byName = new Map<string, IndexRow[]>();
	for (const row of dataset.rows()) {
		const name = normaliseName(row.module);
		byName.set(name, [...(byName.get(name) ?? []), row]);
	}
	const used = [...(inUse?.rows.values() ?? [])].flatMap(({row, host}) =>
		row === null ? [] : [{row, on: host}],
	);
	return {
		canBeModule: ({id}) => records(id)?.kconfig?.tristate === true,
		needsOf: ({id}) => (records(id)?.needs ?? []).map(({driver}) => driver),
		others,
		named: module => byName.get(module) ?? [],
		usedOn: row =>
			inUse?.rows.get(row.id)?.host ?? inUse?.modules.get(normaliseName(row.module))?.host ?? null,
		used,
	};
}

/** `IP over IEEE 1394: keep-annotate, risk 0.02: no release since 6.4 changed more than a few lines of it in earnest. Instead: …` */
function reasonOf(
	{id, title, module, recommendation, risk, replacement, buses}: IndexRow,
	records: Records,
): string {
	const record = records(id);
	const verdict = `${recommendation}${risk === null ? '' : `, risk ${risk.toFixed(2)}`}`;
	const why = record === null ? null : mainReason(record);
	const instead = replacement === null ? '' : ` Instead: ${replacement}.`;
	const named = (title ?? module).replace(/\.$/, '');
	// Who asked for what is on one bus is told that the driver serves cards of another as well.
	const several = buses.length > 1 ? ` (${buses.join(', ')})` : '';
	return `${named}${several}: ${verdict}${why === null ? '' : `: ${why.replace(/\.$/, '')}`}.${instead}`;
}
