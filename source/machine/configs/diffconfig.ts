import {type ConfigReader, eachLine, longestLine, partialConfig, type Written} from './config.ts';

/** What scripts/diffconfig prints: `+BLK_DEV_X m`, `-EXT2_FS_XATTR n`, ` CRAMFS n -> y`. */
const line = /^(?:([+-])([A-Za-z0-9]\w*) (\S[\s\S]*)| ?([A-Za-z0-9]\w*) (\S+|"[\s\S]*") -> (\S[\s\S]*))$/;

export const diffconfig: ConfigReader = {
	recognises(text) {
		const [count, of] = linesOf(text);
		return count > 0 && count * 2 > of;
	},
	read(text) {
		const written = new Map<string, Written>();
		eachLine(text, (whole, number) => {
			const found = line.exec(whole.length > longestLine ? '' : whole.trimEnd());
			if (found === null) return;
			const [, sign, added, value, changed, from, to] = found;
			const is = sign === '-' ? 'n' : (value ?? to!);
			const on = is === 'y' || is === 'm' ? is : 'n';
			const wasOn = from === 'y' || from === 'm';
			written.set((added ?? changed)!.replace(/^CONFIG_/, ''), {
				value: on,
				line: number,
				...(wasOn && on !== 'n' && {wasOn}),
			});
		});
		return [partialConfig('diffconfig', 'what scripts/diffconfig prints', written)];
	},
};

/** How many lines have its form, and how many there are, of the first thousand. */
function linesOf(text: string): [number, number] {
	let [count, of] = [0, 0];
	eachLine(text.slice(0, 1 << 17), whole => {
		if (whole.trim() === '' || of >= 1000) return;
		of += 1;
		if (whole.length < 1000 && line.test(whole.trimEnd())) count += 1;
	});
	return [count, of];
}
