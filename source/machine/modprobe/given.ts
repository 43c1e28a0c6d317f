import {UserError} from '../../dossier/user-error.ts';
import {looksLikeDirective, opensDirective} from './directives.ts';

/** A file of modprobe.d where a kernel configuration was asked for; whoever can review it takes its text. */
export class ModprobeGiven extends UserError {
	readonly text: string;

	constructor(name: string, text: string) {
		super(
			`${name} is a file of modprobe.d, no kernel configuration.`,
			'driverdex audit FILE and driverdex host --from FILE review it line by line.',
		);
		this.text = text;
	}
}

/** So many lines tell what a text is. */
const mostLines = 2000;

/** Whether a text is of modprobe.d: half of its lines or more are directives, none sets an option of the kernel. */
export function isModprobe(text: string): boolean {
	let directives = 0;
	let others = 0;
	for (const line of text.split('\n', mostLines)) {
		const plain = line.trim();
		if (plain === '' || plain.startsWith('#')) continue;
		if (/^(?:CONFIG_\w+=|[+-]?CONFIG_)/.test(plain)) return false;
		if (plain.endsWith('\\') ? opensDirective(plain) : looksLikeDirective(plain)) directives += 1;
		else others += 1;
	}
	return directives > 0 && directives >= others;
}
