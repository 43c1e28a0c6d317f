import {isOvertaken} from '../../../dossier/mail-address.ts';
import type {RemovalPatch} from '../../../dossier/schema.ts';

/**
 * A posted deletion as it stands with the releases that were shipped since. What is said to be applied and yet left the
 * driver there for releases on end was not: a later revision kept this driver under the same title, and the robot's answer
 * speaks of that one (solos-pci). Then the strongest of the other answers counts, `unapplied`. A driver that releases lacked
 * since, `cameBack`, was deleted indeed.
 */
export function standing(
	patch: RemovalPatch,
	unapplied: RemovalPatch['answer'],
	cameBack = false,
): RemovalPatch {
	const isKept = patch.kind === 'removal' && patch.answer === 'applied' && isOvertaken(patch) && !cameBack;
	return isKept ? {...patch, answer: unapplied} : patch;
}
