import {existsSync} from 'node:fs';
import {readSeen, writeSeen} from '../dataset/overlay/seen.ts';
import {type Before, type News, tellNews} from '../dataset/overlay/tell-news.ts';
import {followMoved, readWatched} from '../dataset/overlay/watched.ts';
import type {Dataset} from '../dataset/reader.ts';
import {newsSince} from '../dossier/news/words.ts';
import {exitStatus, UserError} from '../dossier/user-error.ts';
import {newsTable} from '../explorer/views/news.ts';
import {counted} from '../text/numbers.ts';
import {sanitise} from '../text/sanitise.ts';
import {type Context, themeOf} from './common/context.ts';
import {linesText, printAnswer, readFormat} from './common/formats.ts';
import {type MachineDrivers, machineDrivers} from './common/machine-drivers.ts';
import {refuseWords} from './common/risk-output.ts';

/** `driverdex news`: what is new for the drivers that the person watches or runs. */
export function news(context: Context): number {
	refuseWords(context, 'news', '--since names a data set or a day; watch a driver with w in the explorer.');
	const format = readFormat(context);
	const {flags, places} = context;
	const dataset = context.openDataset();
	const since = readSince(context);
	try {
		const watched = readWatched(places.overlay).map(({id}) => id);
		const machine = machineDrivers(dataset, (flags.root as string | undefined) ?? '/');
		if (watched.length + machine.ids.length === 0) throw nothingToTell(machine);
		const told = tellNews(dataset, {watched, machine: machine.ids}, since);
		const {treeVersion, asOf} = dataset.manifest;
		const theme = themeOf(context);
		printAnswer(context, format, {
			table: () => linesText(newsTable(theme, told.items, context.terminal.output ? context.columns : null)),
			json: () => ({
				since: sinceValue(since),
				treeVersion,
				asOf,
				watched: watched.length,
				machine: machine.ids.length,
				news: told.items,
			}),
			ndjson: () => told.items,
			columns: ['kind', 'driver', 'date', 'was', 'is', 'what', 'address', 'path'].map(heading => ({heading})),
			rows: () =>
				told.items.map(({kind, id, module, date, from, to, text, address}) => [
					...[kind, module, date, from, to],
					...[text, address, id],
				]),
		});
		if (format === 'table') tellScope(context, dataset, told, since, {watched, machine});
		if (since.kind === 'seen' && flags.keepUnseen !== true) markSeen(context, dataset, told);
		return told.items.length > 0 ? exitStatus.negative : exitStatus.ok;
	} finally {
		if (since.kind === 'dataset') since.dataset.close();
		dataset.close();
	}
}

/** What the news are held against. A folder of that name comes before a day. */
function readSince({flags, places, openDataset}: Context): Before {
	const since = flags.since as string | undefined;
	if (since === undefined) return {kind: 'seen', seen: readSeen(places.state)};
	if (!/^\d{4}-\d\d-\d\d$/.test(since) || existsSync(since))
		return {kind: 'dataset', dataset: openDataset(since)};
	const day = new Date(`${since}T00:00:00Z`);
	if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== since) {
		throw new UserError(
			`--since ${since} is no day of the calendar.`,
			'Give a day as YYYY-MM-DD, or the folder of a data set.',
			exitStatus.usage,
		);
	}
	return {kind: 'date', date: since};
}

function sinceValue(since: Before): object {
	switch (since.kind) {
		case 'seen': {
			const {at, treeVersion, asOf} = since.seen;
			return {kind: 'seen', at, treeVersion, asOf};
		}
		case 'dataset': {
			const {directory, manifest} = since.dataset;
			return {kind: 'dataset', directory, treeVersion: manifest.treeVersion, asOf: manifest.asOf};
		}
		case 'date':
			return {kind: 'date', date: since.date};
	}
}

function nothingToTell({couldLook, problems}: MachineDrivers): UserError {
	const why = couldLook
		? 'this machine has no driver that the data set knows'
		: `this machine could not be looked at${problems.map(problem => `\n  ${sanitise(problem)}`).join('')}`;
	return new UserError(
		`No driver is watched, and ${why}.`,
		'Watch drivers with w in the explorer, or name another file system with --root.',
	);
}

/** Of whom this is told and since when, and what could not be told. */
function tellScope(
	context: Context,
	{manifest}: Dataset,
	told: News,
	since: Before,
	{watched, machine}: {watched: readonly string[]; machine: MachineDrivers},
): void {
	const whose = `${counted(told.drivers, 'driver')}: ${watched.length} watched, ${machine.ids.length} of this machine`;
	context.remark(`${newsSince(since, told.items.length, manifest)}; ${whose}`);
	if (since.kind === 'date') {
		const undated = told.undated > 0 ? `; ${counted(told.undated, 'CVE')} without a day of publication` : '';
		context.remark(`A day tells dated facts only: what verdicts and risks were then is not known${undated}.`);
	} else if (told.fresh > 0) {
		const then =
			since.kind === 'seen'
				? 'seen for the first time: noted, and told from now on'
				: 'not in the older data set';
		context.remark(`${counted(told.fresh, 'driver')} ${then}`);
	}
	for (const problem of machine.couldLook ? [] : machine.problems)
		context.remark(`not looked at: ${sanitise(problem)}`);
}

/** What was told is seen; a driver that moved is watched where it is now. */
function markSeen({places, remark}: Context, {manifest}: Dataset, told: News): void {
	if (places.state === null) {
		remark('Nothing is kept of this look: neither XDG_STATE_HOME nor HOME names a folder.');
		return;
	}
	const {treeVersion, asOf} = manifest;
	writeSeen(places.state, {at: new Date().toISOString(), treeVersion, asOf, drivers: told.noted});
	if (places.overlay !== null) followMoved(places.overlay, told.moved);
}
