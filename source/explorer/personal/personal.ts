import {resolve} from 'node:path';
import {writeWhole} from '../../dataset/overlay/own-files.ts';
import {editVerdict} from '../../dataset/overlay/own-verdict.ts';
import {noteSeen, readSeen, writeSeen} from '../../dataset/overlay/seen.ts';
import {tellNews} from '../../dataset/overlay/tell-news.ts';
import {importsOf, isOwn, readVerdicts, shareableText} from '../../dataset/overlay/verdicts.ts';
import {changeWatched, followMoved, readWatched} from '../../dataset/overlay/watched.ts';
import type {IndexRow} from '../../dossier/index-row.ts';
import {notedOf} from '../../dossier/news/noted.ts';
import {newsSince} from '../../dossier/news/words.ts';
import {isUserError} from '../../dossier/user-error.ts';
import {runForeground, waitForEnter} from '../../terminal/foreground.ts';
import {counted} from '../../text/numbers.ts';
import type {Event} from '../model.ts';
import type {CustomCommand, OwnEffect} from '../own-model.ts';
import {wordsFor} from './custom-command.ts';
import {exportText} from './export-file.ts';
import type {PersonalOptions} from './person.ts';

const today = () => new Date().toISOString().slice(0, 10);

/** How it reaches the running explorer. */
export interface PersonalDoors {
	dispatch(events: readonly Event[]): void;
	/** Records are to be read anew. */
	forget(): void;
	/** Gives the terminal away while something runs. */
	lend(run: () => void): void;
}

/** Does what the explorer wants done with what is its person's own: watched drivers, news, verdicts, files, commands. */
export class Personal {
	readonly #options: PersonalOptions;
	readonly #doors: PersonalDoors;
	/** News are told once and then seen; while the explorer runs, they can be read again. */
	#news: Event | null = null;

	constructor(options: PersonalOptions, doors: PersonalDoors) {
		this.#options = options;
		this.#doors = doors;
	}

	/** Does it; what goes wrong outside is said on the line of hints. */
	async perform(effect: OwnEffect): Promise<void> {
		try {
			await this.#do(effect);
		} catch (error) {
			if (!isUserError(error)) throw error;
			this.#say(`${error.message} ${error.advice}`);
		}
	}

	async #do(effect: OwnEffect): Promise<void> {
		switch (effect.kind) {
			case 'watch':
				this.#watch(effect.id, effect.isWatched);
				return;
			case 'look-at-machine':
				return this.#lookAtMachine();
			case 'tell-news':
				return this.#tellNews();
			case 'edit-verdict':
				this.#edit(effect.id);
				return;
			case 'export':
				this.#export(effect);
				return;
			case 'run':
				this.#run(effect.command, effect.row);
				return;
		}
	}

	#say(text: string): void {
		this.#doors.dispatch([{type: 'message', text}]);
	}

	#rowOf(id: string): IndexRow | undefined {
		return this.#options.dataset.rows().find(one => one.id === id);
	}

	/** What is so of a driver counts as seen. */
	#noteSeen(id: string): void {
		const {places, dataset} = this.#options;
		const row = this.#rowOf(id);
		if (row !== undefined && places.state !== null)
			noteSeen(places.state, {[id]: notedOf(dataset.driver(row))});
	}

	#watch(id: string, isWatched: boolean): void {
		const {places} = this.#options;
		if (places.overlay === null) {
			this.#say('no place for watched drivers: HOME is not set');
			return;
		}
		const watched = changeWatched(places.overlay, all => {
			const others = all.filter(one => one.id !== id);
			return isWatched ? [...others, {id, since: today()}] : others;
		});
		// What is so today is no news tomorrow.
		if (isWatched) this.#noteSeen(id);
		const text = isWatched ? 'watched: driverdex news tells what changes' : 'no longer watched';
		this.#doors.dispatch([
			{type: 'watched', ids: new Set(watched.map(one => one.id))},
			{type: 'message', text},
		]);
	}

	async #lookAtMachine(): Promise<void> {
		const {ids, problems, couldLook} = await this.#options.machine();
		const note = couldLook ? null : (problems[0] ?? 'this machine could not be looked at');
		this.#doors.dispatch([{type: 'machine', ids: new Set(ids), note}]);
	}

	async #tellNews(): Promise<void> {
		if (this.#news === null) {
			const {dataset, places} = this.#options;
			const {ids} = await this.#options.machine();
			const watched = readWatched(places.overlay).map(({id}) => id);
			const seen = readSeen(places.state);
			const told = tellNews(dataset, {watched, machine: ids}, {kind: 'seen', seen});
			const {treeVersion, asOf} = dataset.manifest;
			const since = newsSince({kind: 'seen', seen}, told.items.length, dataset.manifest);
			const said = `${since} for ${counted(told.drivers, 'driver')}: ${watched.length} watched, ${ids.length} of this machine`;
			this.#news = {type: 'news', items: told.items, said};
			if (places.state !== null) {
				writeSeen(places.state, {at: new Date().toISOString(), treeVersion, asOf, drivers: told.noted});
				if (places.overlay !== null) this.#follow(places.overlay, told.moved);
			}
		}
		this.#doors.dispatch([this.#news]);
	}

	/** What was seen of a driver that moved lies under its new id: so does the watch. */
	#follow(overlay: string, moved: ReadonlyMap<string, string>): void {
		if (moved.size === 0) return;
		const ids = new Set(followMoved(overlay, moved).map(({id}) => id));
		this.#doors.dispatch([{type: 'watched', ids}]);
	}

	#edit(id: string): void {
		const {dataset, environment, places} = this.#options;
		const {overlay} = places;
		if (overlay === null) {
			this.#say('no place for verdicts: HOME is not set');
			return;
		}
		const row = this.#rowOf(id);
		if (row === undefined) return;
		const editor = environment.VISUAL || environment.EDITOR || 'vi';
		const edit = (path: string): string | null => {
			let failure: string | null = null;
			this.#doors.lend(() => {
				// What these variables hold is a command line for a shell, as git and crontab take it.
				const ended = runForeground(['sh', '-c', `${editor} "$1"`, editor, path], environment);
				if ('failure' in ended) failure = ended.failure;
				else if (ended.status !== 0) failure = `${editor} ended with status ${ended.status}`;
			});
			return failure;
		};
		const {treeVersion} = dataset.manifest;
		const edited = editVerdict(overlay, dataset.driver(row), {treeVersion, today: today(), edit});
		if (typeof edited === 'object') {
			this.#say(`not kept: ${edited.problem}`);
			return;
		}
		if (edited === 'unchanged') {
			this.#say('nothing was changed');
			return;
		}
		this.#takeOver(overlay, id);
		this.#say(
			edited === 'kept' ? 'your verdict counts from now on' : 'your verdict is gone, the others count again',
		);
	}

	/** Rows and records as the overlay now has them; one's own verdict is no news. */
	#takeOver(overlay: string, id: string): void {
		const {dataset, places} = this.#options;
		dataset.overlay(importsOf(overlay));
		if (places.state !== null && readSeen(places.state).drivers[id] !== undefined) this.#noteSeen(id);
		this.#doors.forget();
		this.#doors.dispatch([{type: 'rows', rows: dataset.rows()}, {type: 'settle'}]);
	}

	#export({exporting, rows, mayReplace}: Extract<OwnEffect, {kind: 'export'}>): void {
		const {dataset, environment, places} = this.#options;
		const {form, text} = exporting;
		const path = resolve(text.trim().replace(/^~(?=\/)/, environment.HOME ?? '~'));
		let what = counted(rows.length, 'driver');
		let chunks: Iterable<string>;
		if (form === 'verdicts') {
			const own = readVerdicts(places.overlay).filter(isOwn);
			if (own.length === 0) {
				this.#say('you have no verdicts of your own');
				return;
			}
			what = counted(own.length, 'verdict');
			chunks = [shareableText(own)];
		} else chunks = exportText(form, rows, row => row.gone ?? dataset.driver(row));
		const isWritten = writeWhole(path, chunks, {isNew: !mayReplace});
		if (isWritten) this.#say(`wrote ${what} to ${path}`);
		else this.#doors.dispatch([{type: 'file-is-there'}]);
	}

	#run(command: CustomCommand, row: IndexRow): void {
		const words = wordsFor(command, row);
		if (typeof words === 'string') {
			this.#say(words);
			return;
		}
		let said = '';
		this.#doors.lend(() => {
			const ended = runForeground(words, this.#options.environment);
			const status = 'failure' in ended ? ended.failure : `exit status ${ended.status}`;
			said = `${status}: ${command.command}`;
			if (command.wait) waitForEnter(`[driverdex: ${status}; Enter goes back] `);
		});
		this.#say(said);
	}
}
