/** What the tree itself says about a driver: facts with a place, drawn from its path, Kconfig and sources. */
import type {Sign} from '../../../dossier/schema.ts';
import {SignCollector} from './collector.ts';
import type {SignContext, SignInput} from './input.ts';
import {readKconfigSigns} from './option-signs.ts';
import {readSourceSigns} from './source-signs.ts';

export type {SignContext, SignInput} from './input.ts';

const declinePart = /(?:^|[-_])(?:deprecated|legacy|obsolete)(?:$|[-_])/i;

/** All signs of one driver, in the order of `signKinds`' groups; at most three of a kind. */
export function readSigns(input: SignInput, context: SignContext): Sign[] {
	const collector = new SignCollector();
	readPathSigns(input, context, collector);
	if (input.symbol !== null) {
		readKconfigSigns(input, input.symbol, context, collector);
	}
	readSourceSigns(input, context, collector);
	return collector.signs;
}

function readPathSigns(input: SignInput, context: SignContext, collector: SignCollector): void {
	for (const part of input.directory.split('/')) {
		if (declinePart.test(part)) {
			collector.add('deprecated-path', part, input.at);
		}
	}
	if (!input.directory.startsWith('drivers/staging/')) {
		return;
	}
	collector.add('staging', null, input.at);
	for (
		let directory = input.directory;
		directory !== 'drivers/staging';
		directory = directory.slice(0, directory.lastIndexOf('/'))
	) {
		const at = context.todoRemovals.get(directory);
		if (at !== undefined) {
			collector.add('todo-removal', null, at);
		}
	}
}
