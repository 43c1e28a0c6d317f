import {type ConfigReader, eachLine, longestLine, partialConfig, type Written} from './config.ts';

const flags: Readonly<Record<string, Written['value']>> = {
	'-e': 'y',
	'--enable': 'y',
	'-m': 'm',
	'--module': 'm',
	'-d': 'n',
	'--disable': 'n',
	'-u': 'n',
	'--undefine': 'n',
	'--set-val': 'n',
	'--set-str': 'n',
};

/** Calls of the kernel's own scripts/config: `scripts/config -e E1000 -m BNX2 --disable FLOPPY`. */
export const configScript: ConfigReader = {
	recognises: text =>
		/(?:^|[\s/])scripts\/config\b[^\n]{0,200}?[ \t](?:-[edmu]|--(?:enable|disable|module))\b/m.test(text),
	read(text) {
		const written = new Map<string, Written>();
		let isCall = false;
		eachLine(text, (whole, number) => {
			if (whole.length > longestLine) return;
			const line = whole.trim();
			if (line.startsWith('#')) return;
			const words = line.split(/\s+/);
			for (const [at, word] of words.entries()) {
				if (/(?:^|\/)scripts\/config$/.test(word)) isCall = true;
				else if (/^(?:&&|\|\||;|\|)$/.test(word)) isCall = false;
				let value = isCall ? flags[word] : undefined;
				const option = /^"?(?:CONFIG_)?(\w+)"?;?$/.exec(words[at + 1] ?? '')?.[1];
				if (value === undefined || option === undefined) continue;
				const set = /^--set/.test(word) ? /^"?([ym])"?;?$/.exec(words[at + 2] ?? '')?.[1] : undefined;
				if (set !== undefined) value = set as 'y' | 'm';
				written.set(option, {value, line: number});
			}
			isCall &&= line.endsWith('\\');
		});
		return [partialConfig('config-script', 'calls of scripts/config', written)];
	},
};
