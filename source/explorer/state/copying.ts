import {type Dossier, isDriver, numberedSources} from '../../dossier/dossier.ts';
import type {GoneRecord} from '../../dossier/schema.ts';
import {sourceAddress} from '../../dossier/source-links.ts';
import {counted} from '../../text/numbers.ts';
import {shellQuoted, shellWord} from '../../text/shell.ts';
import type {CopyChoice, ExplorerState, World} from '../model.ts';
import {markedRows} from './marking.ts';

/** What a choice of the copy menu puts on the clipboard, and what that is called. */
export function copied(state: ExplorerState, choice: CopyChoice, world: World): ExplorerState {
	const next = {...state, prompt: null};
	const several = state.marks.length > 0 ? clipOfMarked(state, choice, world) : null;
	if (several !== null) return {...next, effects: [{kind: 'copy', ...several}]};
	const row = state.found[state.cursor];
	if (row?.gone !== undefined) {
		return {...next, effects: [{kind: 'copy', ...clipOfGone(state, choice, row.gone, world)}]};
	}
	const dossier = state.cursorId === null ? null : world.dossier(state.cursorId);
	if (dossier === null) return next;
	const clip = clipOf(state, choice, dossier, world);
	return clip === null
		? {...next, message: 'this dossier has no sources'}
		: {...next, effects: [{kind: 'copy', ...clip}]};
}

/** What is copied of the marked drivers, a line or a dossier each; null for what is only of one. */
function clipOfMarked(
	state: ExplorerState,
	choice: CopyChoice,
	world: World,
): {what: string; text: string} | null {
	const rows = markedRows(state);
	const of = (what: string) => `${what} of ${counted(rows.length, 'marked driver')}`;
	switch (choice) {
		case 'name':
			return {what: of('the names'), text: rows.map(({module}) => module).join('\n')};
		case 'path':
			return {what: of('the paths'), text: rows.map(({id, gone}) => gone?.id ?? id).join('\n')};
		case 'markdown': {
			const texts = rows.map(({id, gone}) => {
				const dossier = gone === undefined ? world.dossier(id) : null;
				return gone !== undefined ? world.goneMarkdown(gone) : dossier && world.dossierMarkdown(dossier);
			});
			return {what: of('the dossiers'), text: texts.filter(text => text !== null).join('\n')};
		}
		default:
			return null;
	}
}

function clipOfGone(
	state: ExplorerState,
	choice: CopyChoice,
	record: GoneRecord,
	world: World,
): {what: string; text: string} {
	const {release, at, claim} = record.evidence.at(-1)!;
	const clips = {
		name: {what: 'the name', text: record.module},
		path: {what: 'the path', text: record.id},
		citation: {what: 'the last source', text: `Linux ${release}, ${at}: ${claim}`},
		markdown: {what: 'what is known', text: world.goneMarkdown(record)},
		command: {what: 'the command', text: viewCommand(state)},
	};
	return clips[choice];
}

function clipOf(
	state: ExplorerState,
	choice: CopyChoice,
	dossier: Dossier,
	world: World,
): {what: string; text: string} | null {
	const {record, treeVersion} = dossier;
	switch (choice) {
		case 'name':
			return {what: 'the name', text: isDriver(record) ? record.module : record.directory};
		case 'path':
			return {what: 'the path', text: isDriver(record) ? record.id : record.directory};
		case 'citation': {
			const cited = numberedSources(record)[state.view.source ?? 0];
			if (cited === undefined) return null;
			const address = sourceAddress(cited.source, treeVersion);
			return {what: `source ${cited.number}`, text: `${cited.source.claim} ${address}`};
		}
		case 'markdown':
			return {what: 'the dossier', text: world.dossierMarkdown(dossier)};
		case 'command':
			return {what: 'the command', text: viewCommand(state)};
	}
}

/** The command line that opens exactly this view. */
export function viewCommand(state: ExplorerState): string {
	const {data, machine} = state.openedWith;
	const words = [state.scope?.command ?? 'driverdex', ...data.map(shellWord)];
	if (state.own.mineRows !== null) words.push('--mine');
	// The command of a scope has its machine already.
	if (state.own.mineRows !== null && state.scope === null) words.push(...machine.map(shellWord));
	const {key, second} = state.sort;
	const then = second === undefined ? '' : `,${second.reverse ? '-' : ''}${second.key}`;
	if (state.isSortChosen) words.push('--sort', key + then);
	if (state.sort.reverse) words.push('--reverse');
	if (state.cursor > 0 && state.cursorId !== null) words.push('--at', shellQuoted(state.cursorId));
	if (state.marks.length > 0) words.push('--marked', shellQuoted(state.marks.join(',')));
	if (state.queryText !== '') {
		if (state.scope !== null) words.push('--query');
		words.push(shellQuoted(state.queryText));
	}
	return words.join(' ');
}
