import {knownSince} from '../../dossier/gone/words.ts';
import type {Manifest} from '../../dossier/schema.ts';
import {isOlder} from '../../machine/facts.ts';
import type {HostRow, NamedFacts} from '../../machine/judge-host.ts';
import type {Context} from './context.ts';
import {remarkLine} from './risk-output.ts';

/** Says where knowledge begins to machines that run older kernels with modules that nobody knows; true where there are such. */
export function tellUnknown(
	context: Context,
	hosts: readonly NamedFacts[],
	rows: readonly HostRow[],
	manifest: Manifest,
): boolean {
	const {release} = knownSince(manifest);
	const older = hosts.filter(
		({name, facts}) =>
			isOlder(facts.release, release) &&
			rows.some(row => row.host === name && row.standing === 'unknown' && row.use !== 'spare'),
	);
	for (const {name, facts} of older) {
		remarkLine(
			context,
			`${name} runs Linux ${facts.release}; what was gone before ${release} is not known here`,
		);
	}
	return older.length > 0;
}

/** Whether a machine uses what the surveyed source is known to leave out: nothing can be said of its fate. */
export const isLeftOut = ({standing, use}: HostRow): boolean =>
	standing === 'not-in-source' && use !== 'spare' && use !== 'directive';
