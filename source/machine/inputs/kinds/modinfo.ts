import {moduleNameOf} from '../../modules.ts';
import type {InputKind} from '../gathering.ts';

const keys =
	/^(?:license|description|author|alias|depends|softdep|weakdep|retpoline|intree|name|vermagic|sig_id|signer|sig_key|sig_hashalgo|signature|parm|parmtype|firmware|version|srcversion|staging|rhelversion|livepatch|import_ns|supported|suserelease|file):\s/;

/** `modinfo NAME`: the module by its file, `filename: /lib/modules/6.1.0/kernel/drivers/…/e1000e.ko`. */
export const modinfo: InputKind = {
	name: 'modinfo',
	read(gathering) {
		let isOpen = false;
		return {
			name: () => 'modinfo',
			take(line) {
				const [, path] = /^\s*filename:\s+(\S+)\s*$/.exec(line) ?? [];
				if (path !== undefined) {
					isOpen = true;
					// A driver that is built in says (builtin), and its name in the next line.
					if (path === '(builtin)') return true;
					const [, release, inner] = /\/lib\/modules\/([^/]+)\/(.+?)(?:\.(?:xz|gz|zst))?$/.exec(path) ?? [];
					if (release !== undefined) gathering.release ??= release;
					gathering.module(moduleNameOf(path), 'named', inner === undefined ? {} : {path: inner});
					return true;
				}
				if (!isOpen) return false;
				const [, name] = /^name:\s+([\w-]+)\s*$/.exec(line) ?? [];
				if (name !== undefined) gathering.module(name, 'named');
				// A signature runs over several lines of hexadecimal digits.
				return keys.test(line) || /^\s+(?:[0-9A-F]{2}:)+[0-9A-F]{0,2}$/.test(line);
			},
		};
	},
};
