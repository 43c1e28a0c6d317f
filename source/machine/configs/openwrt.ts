import {type ConfigReader, eachLine, longestLine, partialConfig, said, type Written} from './config.ts';

/** OpenWrt's kernel packages: `KCONFIG:=CONFIG_X CONFIG_Y=y \`. An option without a value becomes a module. */
export const openwrt: ConfigReader = {
	recognises: text => /^[ \t]*KCONFIG[ \t]*[:+]?=/m.test(text),
	read(text) {
		const written = new Map<string, Written>();
		let isList = false;
		let conditional = 0;
		let packages = 0;
		eachLine(text, (whole, number) => {
			if (whole.length > longestLine) return;
			const line = whole.trimEnd();
			const starts = /^[ \t]*KCONFIG[ \t]*[:+]?=/.exec(line)?.[0];
			if (starts !== undefined) packages += 1;
			if (starts === undefined && !isList) return;
			const list = line.slice(starts?.length ?? 0);
			isList = list.endsWith('\\');
			// `$(if $(CONFIG_A),CONFIG_B)`: what is asked is not what is set.
			const set = list.replace(/\$\(CONFIG_\w+\)/g, '');
			for (const [, option, value, only] of set.matchAll(
				/\bCONFIG_(\w+)(?:=("[^"]*"|[^\s\\@,)]*))?(@[a-z]+[\d.]+)?/g,
			)) {
				if (only !== undefined || list.includes('$(if')) conditional += 1;
				const is = value === undefined ? 'm' : value === 'y' || value === 'm' ? value : 'n';
				// Packages are many kernels' wishes in one file: what one wants on is on.
				const known = written.get(option!);
				if (known === undefined || known.value === 'n') written.set(option!, {value: is, line: number});
			}
		});
		return [
			partialConfig(
				'openwrt',
				`the options of ${packages === 1 ? 'an OpenWrt kernel package' : `${packages} OpenWrt kernel packages`}`,
				written,
				said(
					conditional,
					'option stands under a condition: judged as if it held',
					'options stand under conditions: judged as if they held',
				),
			),
		];
	},
};
