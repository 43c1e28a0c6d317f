import {type Asked, type ConfigReader, type ReadConfig, said, type Written} from './config.ts';
import {changedFiles, isDiff, type Side} from './diff-sides.ts';

/**
 * A diff between two configurations, read by what their own kind is: `readSide` reads a text that is no diff, or null
 * where it is none that is known. What is judged is what the change switches on; what was on before as well is not.
 */
export const diffOf = (readSide: (text: string, asked: Asked) => ReadConfig | null): ConfigReader => ({
	recognises: isDiff,
	read(text, asked) {
		return changedFiles(text).flatMap(({path, before, after}): ReadConfig[] => {
			const name = path ?? asked.name;
			const sideOf = (side: Side) => (side.text === '' ? null : readSide(side.text, {...asked, name}));
			const old = sideOf(before);
			const now = sideOf(after);
			if (old === null && now === null) return [];
			const written = new Map<string, Written>();
			let changed = 0;
			for (const [option, {value}] of old?.written ?? []) {
				// It stood there, and stands there no more: whatever Kconfig makes of it then, nobody asks for it.
				if (value !== 'n' && now?.written.has(option) !== true) written.set(option, {value: 'n', line: 1});
			}
			for (const [option, {value, line}] of now?.written ?? []) {
				if (after.isOwn[line - 1] !== true) continue;
				const wasOn = (old?.written.get(option)?.value ?? 'n') !== 'n';
				if (wasOn && value !== 'n' && old!.written.get(option)!.value !== value) changed += 1;
				written.set(option, {value, line: after.numbers[line - 1]!, ...(wasOn && value !== 'n' && {wasOn})});
			}
			return [
				{
					kind: 'diff',
					label: 'a diff',
					version: now?.version ?? old?.version ?? null,
					isPartial: true,
					written,
					problems: (now?.problems ?? []).filter(problem => !problem.includes('not options')),
					notes: [
						...(now?.notes ?? []),
						...said(
							changed,
							'option was on before, and changes between y and m only',
							'options were on before, and change between y and m only',
						),
					],
					file: path,
				},
			];
		});
	},
});
