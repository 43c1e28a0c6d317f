import {mkdirSync} from 'node:fs';
import {takeLock} from '../dataset/lock.ts';
import {allAnswers, readAnswers} from '../dataset/overlay/models.ts';
import type {Dataset} from '../dataset/reader.ts';
import {type Evidence, evidenceOf, pathOf} from '../dossier/probe/evidence.ts';
import {search} from '../dossier/query/search.ts';
import {defaultSort} from '../dossier/query/sort.ts';
import {exitStatus, UserError} from '../dossier/user-error.ts';
import {splitWords} from '../explorer/personal/custom-command.ts';
import {counted} from '../text/numbers.ts';
import {jsonText, sanitise} from '../text/sanitise.ts';
import type {Context} from './common/context.ts';
import {readFormat} from './common/formats.ts';
import {interruptible} from './common/interruptible.ts';
import {progressReport} from './common/progress.ts';
import {readQuery} from './common/read-query.ts';
import {printOutcomes} from './probing/print-outcomes.ts';
import {probeAll, sentFor} from './probing/probe-all.ts';
import {type Asked, namedRecord} from './probing/targets.ts';
import {rankingOf} from './rank.ts';

/** Asked about at most, where nobody named them: each costs somebody money. */
const usualLimit = 50;
const usualSeconds = 300;

/** `driverdex probe NAME… --with 'COMMAND…'`: dossiers by a model of the person's choice, kept beside the verdicts. */
export async function probe(context: Context): Promise<number> {
	const {flags} = context;
	const format = readFormat(context);
	if (flags.kept === true) return printKept(context);
	if (flags.dryRun !== true && flags.with === undefined) {
		throw new UserError(
			"probe wants --with 'COMMAND…': what is to be asked.",
			'--dry-run prints what it would be sent, docs/probe.md has an example.',
			exitStatus.usage,
		);
	}
	const words = flags.with === undefined ? null : wordsOf(String(flags.with), flags.shell === true);
	const dataset = context.openDataset();
	try {
		const asked = targets(context, dataset);
		const evidence = (path: string) => evidenceOn(dataset, asked.get(path)!);
		const paths = [...asked.keys()];
		if (flags.dryRun === true || words === null) return printQuestions(context, paths.map(evidence));
		const overlay = overlayOf(context);
		mkdirSync(overlay, {recursive: true});
		const lock = takeLock(overlay, 'driverdex probe');
		const report = progressReport(context.environment);
		try {
			const {treeVersion, asOf} = dataset.manifest;
			const outcomes = await interruptible(async signal => {
				report({stage: 'asking', done: 0, total: paths.length});
				return probeAll(paths, evidence, {
					command: String(flags.with),
					words,
					timeLimitMs: ((flags.timeLimit as number | undefined) ?? usualSeconds) * 1000,
					jobs: (flags.jobs as number | undefined) ?? 1,
					again: flags.again === true,
					overlay,
					treeVersion,
					asOf,
					signal,
					onProgress: done => report({stage: 'asking', done, total: paths.length}),
				});
			});
			report.end();
			return printOutcomes(context, format, outcomes, overlay);
		} finally {
			report.end();
			lock.release();
		}
	} finally {
		dataset.close();
	}
}

function wordsOf(command: string, isShell: boolean): [string, ...string[]] {
	if (isShell) return ['sh', '-c', command];
	const [program, ...words] = splitWords(command) ?? [];
	if (program !== undefined && program !== '') return [program, ...words];
	throw new UserError(
		`--with "${sanitise(command)}" can't be parted into words: a quote is not closed, or it is empty.`,
		'It is read as a shell would part it, but no shell runs it unless --shell says so.',
		exitStatus.usage,
	);
}

/** What is asked about, by path, in the order in which it is. */
function targets(context: Context, dataset: Dataset): Map<string, Asked> {
	const {flags, input} = context;
	const limit = flags.limit as number | undefined;
	if (input.length > 0) {
		if (flags.query !== undefined) {
			throw new UserError(
				'NAME and --query exclude each other.',
				'Give one of them; driverdex list QUERY lists what a query matches.',
				exitStatus.usage,
			);
		}
		const named = input.map(name => namedRecord(dataset, name)).slice(0, limit);
		return new Map(named.map(one => [pathOf(one.record()), one]));
	}
	const {query} = flags;
	const found = typeof query === 'string' ? matching(dataset, query) : dormant(dataset);
	const taken = found.slice(0, limit ?? usualLimit);
	if (taken.length === 0) {
		throw new UserError('There is nothing to ask about.', 'driverdex list QUERY says what a query matches.');
	}
	if (taken.length < found.length) {
		context.remark(
			`asking about the first ${taken.length} of ${found.length}; --limit N takes more or fewer`,
		);
	}
	return new Map(taken);
}

function matching(dataset: Dataset, text: string): [string, Asked][] {
	const query = readQuery(text, dataset.start().head.families);
	if (query.wantsGone) {
		throw new UserError(
			'Drivers that are gone have no evidence to be asked about.',
			'Leave is:gone out of the query.',
			exitStatus.usage,
		);
	}
	const {rows} = search(dataset.rows(), query, {
		sort: defaultSort,
		byMatch: true,
		libraries: false,
		sorted: true,
	});
	return rows.map(row => [row.id, {record: () => dataset.driver(row)}]);
}

function dormant(dataset: Dataset): [string, Asked][] {
	const entries = new Map(dataset.directories().map(entry => [entry[0], entry]));
	return rankingOf(dataset, '').shown.map(({directory}) => [
		directory,
		{record: () => dataset.directoryRecord(entries.get(directory)!)},
	]);
}

function evidenceOn(dataset: Dataset, {record: read}: Asked): Evidence {
	const record = read();
	if ('module' in record) return evidenceOf(record, [], dataset.manifest);
	const below = dataset
		.rows()
		.filter(({id}) => id.startsWith(`${record.directory}/`))
		.toSorted((a, b) => (a.id < b.id ? -1 : 1))
		.map(row => dataset.driver(row));
	return evidenceOf(record, below, dataset.manifest);
}

function printQuestions({out}: Context, evidence: readonly Evidence[]): number {
	for (const one of evidence) {
		if (evidence.length > 1) out(`===== ${one.asked} =====\n`);
		out(sentFor(one));
	}
	return exitStatus.ok;
}

/** The dossiers that are kept, in the form that driverdex import takes. */
function printKept(context: Context): number {
	const overlay = overlayOf(context);
	const dataset = context.input.length === 0 ? null : context.openDataset();
	try {
		const answers =
			dataset === null
				? allAnswers(overlay)
				: context.input.flatMap(name => readAnswers(overlay, pathOf(namedRecord(dataset, name).record())));
		for (const {dossier} of answers) context.out(`${jsonText(dossier)}\n`);
		context.remark(`${counted(answers.length, 'dossier')} kept in ${overlay}`);
		return answers.length > 0 ? exitStatus.ok : exitStatus.negative;
	} finally {
		dataset?.close();
	}
}

function overlayOf({places}: Context): string {
	if (places.overlay !== null) return places.overlay;
	throw new UserError(
		'There is no place to keep answers: neither XDG_DATA_HOME nor HOME names a folder.',
		'Name one with --overlay DIR.',
	);
}
