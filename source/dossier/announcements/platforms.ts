/** How a platform stands, in words: the same for every command. */
import {counted} from '../../text/numbers.ts';
import {leftInWords} from '../gone/words.ts';
import type {Platform} from '../schema.ts';
import {whenWords} from './statements.ts';

/** Whether a platform's end is announced, by the tree or by what was imported: whatever can't do without it is at risk. */
export function isDoomed({state, statements}: Pick<Platform, 'state' | 'statements'>): boolean {
	return state === 'announced' || (state !== 'gone' && (statements?.length ?? 0) > 0);
}

/**
 * Whether the machines of a platform that is gone went with it: drivers or boards did, and no other option has them. An
 * option alone may go because its machines need none any more.
 */
export function isLost({state, gone, drivers, boards}: Platform): boolean {
	return state === 'gone' && gone?.now === null && drivers.length + boards.length > 0;
}

/** `announced to go in 2027`, `called deprecated, by CONFIG_ARCH_X, which it needs`, `gone since 6.4 (June 2023)`. */
export function standingInWords(platform: Platform): string {
	const {state, goes, through, gone} = platform;
	const by = through === null ? '' : `, by CONFIG_${through}, which it needs`;
	const [said] = platform.statements ?? [];
	const imported = said === undefined ? null : `announced to go ${whenWords(said)}`.trimEnd();
	switch (state) {
		case 'in-use':
			return imported ?? 'nothing in the tree says that it goes';
		case 'deprecated':
			return `${imported === null ? '' : `${imported}; `}called deprecated${goes === null ? '' : `, may go in ${goes}`}${by}`;
		case 'announced':
			return `announced to go${goes === null ? '' : ` in ${goes}`}${by}`;
		case 'boardless':
			return 'no board or device tree of it is left';
		case 'gone':
			return goneInWords(gone!);
	}
}

/** `gone since 6.4 (June 2023)`, `went between 6.1 and 6.12`, `CONFIG_ARCH_X since …`: an option goes in one release, is known in some. */
function goneInWords(gone: NonNullable<Platform['gone']>): string {
	const when = leftInWords(gone);
	if (gone.now !== null)
		return `its option is CONFIG_${gone.now} ${when.replace(/^between /, 'since a release between ')}`;
	return when.startsWith('since') ? `its option is gone ${when}` : `its option went ${when}`;
}

/** What a configuration that has the platform on is told, in a line. */
export function platformInWords(platform: Platform): string {
	const {drivers, boards, state, citations} = platform;
	if (state !== 'gone') {
		const place = citations.find(source => 'at' in source);
		const posted = citations.find(({kind}) => kind === 'mail');
		const at = place !== undefined && 'at' in place ? ` (${place.at})` : '';
		const mail =
			posted === undefined || !('date' in posted) || posted.date === null
				? ''
				: `; ${posted.claim} (${posted.date})`;
		return `${standingInWords(platform)}${at}, with ${counted(drivers.length, 'driver')}${mail}`;
	}
	const went = [
		...(drivers.length === 0 ? [] : [counted(drivers.length, 'driver')]),
		...(boards.length === 0 ? [] : [counted(boards.length, 'board option')]),
	];
	return `${standingInWords(platform)}${went.length === 0 ? '' : `; ${went.join(' and ')} went with it`}`;
}
