import {type ConfigReader, eachLine, longestLine, type ReadConfig, said, type Written} from './config.ts';

const prefix = 'CONFIG_';
const unsetPrefix = '# CONFIG_';
const unsetSuffix = ' is not set';
/** What Kconfig writes at the head of a whole configuration, since 3.x and before. */
const titles = [/^# Linux\/\S+ (\d\S*) Kernel Configuration/, /^# Linux kernel version: (\d\S*)/];
/** Without a head: what Kconfig finds out of the compiler stands in whole configurations only. */
const ofCompilers = ['CC_VERSION_TEXT', 'CC_IS_GCC', 'CC_IS_CLANG', 'GCC_VERSION'];
/** Fewer options than this are no whole configuration, unless its head says so: `make tinyconfig` of 6.12 has 800. */
const leastWhole = 300;

/** `.config`, `/boot/config-*`, defconfigs and fragments: lines of CONFIG_NAME=value. */
export const dotConfig: ConfigReader = {
	recognises: text => /^[ \t]*(?:#[ \t]?)?CONFIG_\w+(?:=| is not set)/m.test(text),
	read(text, {name}) {
		const lines = readLines(text);
		const {written, version} = lines;
		const isWhole =
			lines.hasTitle || (written.size >= leastWhole && ofCompilers.some(option => written.has(option)));
		const isDefconfig = /defconfig/i.test(name);
		const read: ReadConfig = {
			kind: isWhole ? 'config' : 'fragment',
			label: isWhole ? 'a configuration' : isDefconfig ? 'a defconfig' : 'a fragment',
			version,
			isPartial: !isWhole,
			written,
			problems: lines.problems,
			notes: [],
			file: null,
		};
		return [read];
	},
};

function readLines(text: string) {
	const written = new Map<string, Written>();
	let version: string | null = null;
	const odd = {long: 0, reassigned: 0, strange: 0};
	const set = (symbol: string, value: string, line: number) => {
		if (!/^\w+$/.test(symbol)) {
			odd.strange += 1;
			return;
		}
		if (written.has(symbol)) odd.reassigned += 1;
		// The last line of a symbol is the one that counts, as Kconfig reads it.
		written.set(symbol, {value: value === 'y' || value === 'm' ? value : 'n', line});
	};
	// Eleven thousand lines: one expression for all of them would take as long as all the rest.
	eachLine(text, (whole, number) => {
		if (whole.length > longestLine) {
			odd.long += 1;
			return;
		}
		const line = whole.trim();
		if (line === '') return;
		const equals = line.indexOf('=');
		if (line.startsWith(prefix) && equals > prefix.length)
			set(line.slice(prefix.length, equals), line.slice(equals + 1), number);
		else if (!line.startsWith('#')) odd.strange += 1;
		else if (line.startsWith(unsetPrefix) && line.endsWith(unsetSuffix)) {
			set(line.slice(unsetPrefix.length, -unsetSuffix.length), 'n', number);
		} else version ??= versionOf(line);
	});
	return {
		written,
		version,
		hasTitle: version !== null,
		problems: [
			...said(odd.strange, 'line is not an option, left out', 'lines are not options, left out'),
			...said(
				odd.long,
				`line is over ${longestLine} letters long, left out`,
				`lines are over ${longestLine} letters long, left out`,
			),
			...said(
				odd.reassigned,
				'option is set again later: the last value counts',
				'options are set again later: the last value counts',
			),
		],
	};
}

function versionOf(line: string): string | null {
	for (const title of titles) {
		const found = title.exec(line)?.[1];
		if (found !== undefined) return found;
	}
	return null;
}
