import {dirname} from 'node:path/posix';
import {isOvertaken} from '../../../dossier/mail-address.ts';
import type {RemovalPatch} from '../../../dossier/schema.ts';
import type {PostedRemoval} from '../../facts.ts';
import type {DeletedDriver} from './kind.ts';

/**
 * A posted deletion as it stands with the releases that were shipped since. What is said to be applied and yet left the
 * driver there for releases on end was not: a later revision kept this driver under the same title, and the robot's answer
 * speaks of that one (solos-pci). Then the strongest of the other answers counts, `unapplied`. A driver that releases lacked
 * since, `cameBack`, was deleted indeed. A move to where the driver has been since was applied, however it was taken, and
 * no release overtakes it.
 */
export function standing(
	patch: RemovalPatch,
	{unapplied, tookPlace}: Pick<PostedRemoval, 'tookPlace' | 'unapplied'>,
	cameBack = false,
): RemovalPatch {
	if (patch.kind === 'move' && tookPlace) return {...patch, answer: 'applied', overtakenBy: 0};
	const isKept = patch.kind === 'removal' && patch.answer === 'applied' && isOvertaken(patch) && !cameBack;
	return isKept ? {...patch, answer: unapplied} : patch;
}

/**
 * Whether a move whose series adds these paths took place: what lies there then, lies where the driver does now. Where the
 * driver left its old path, a later revision may have put it somewhere else in that folder; there is one way out of
 * staging. What was refused and happened otherwise did not take place.
 */
export function tookPlace(
	{file, presentFile}: DeletedDriver,
	answer: RemovalPatch['answer'],
	added: readonly string[],
	presentOf: (path: string) => readonly string[],
): boolean {
	if (added.some(path => path !== file && presentOf(path).includes(presentFile))) return true;
	if (file === presentFile || answer === 'objected') return false;
	return (
		file.startsWith('drivers/staging/') || added.some(path => presentFile.startsWith(`${dirname(path)}/`))
	);
}
