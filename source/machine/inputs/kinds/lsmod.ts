import type {Gathering, InputKind} from '../gathering.ts';

/** `name size uses [users]`; the kernel writes a comma after each user, lsmod between them. */
const line = /^\s*(\w[\w-]*)\s+(\d+)\s+(-?\d+)(?:\s+([\w,-]+|\[permanent\](?:,[\w,-]*)?))?\s*$/;
/** `name size uses users state address [(taint)]`, as /proc/modules has it. */
const kernelLine =
	/^\s*(\w[\w-]*) (\d+) (-?\d+|-) ([\w,-]+|(?:[\w-]+,)*\[permanent\],?) (Live|Loading|Unloading) 0x[0-9a-f]+(?: \(([A-Z+-]+)\))?\s*$/;
/** No module is smaller; columns of other tables are. */
const leastBytes = 512;
/** More users than that no module has. */
const mostUses = 100_000;

/** The loaded modules: lsmod's table (kmod, busybox), with or without its head, or /proc/modules itself. */
export const lsmod: InputKind = {
	name: 'lsmod',
	hasLongLines: true,
	read(gathering: Gathering) {
		let isKernels = false;
		return {
			name: () => (isKernels ? '/proc/modules' : 'lsmod'),
			take(text) {
				if (/^\s*Module\s+Size\s+Used by/.test(text)) return true;
				const own = kernelLine.exec(text);
				if (own !== null) {
					isKernels = true;
					gathering.hasLoaded = true;
					gathering.module(own[1]!, 'loaded', {taint: (own[6] ?? '').replace(/[+-]/g, '')});
					return true;
				}
				const [, name, size, uses] = line.exec(text) ?? [];
				if (name === undefined || Number(size) < leastBytes || Number(uses) > mostUses || /^\d+$/.test(name))
					return false;
				gathering.hasLoaded = true;
				gathering.module(name, 'loaded');
				return true;
			},
		};
	},
};
