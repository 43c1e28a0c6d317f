import {type InputKind, nameText} from '../gathering.ts';

/** `uname -a`, and what else in a forum post names the kernel: its version and the machine. */
export const uname: InputKind = {
	name: 'uname -a',
	read(gathering) {
		return {
			name: () => 'uname -a',
			take(line) {
				const [, host, release] = /^\s*Linux (\S+) (\d+\.\d\S*) #\d/.exec(line) ?? [];
				if (release === undefined) return false;
				gathering.host ??= nameText(host);
				gathering.release ??= nameText(release);
				return true;
			},
		};
	},
};
