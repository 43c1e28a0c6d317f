/**
 * How long a key of a field that asks across drivers takes in the explorer, over the whole data: to the first frame after
 * it. The first letter of the value is what reads the column; `plain` are letters of a name, as the floor of the same run.
 * `npm run build && node bench/joined-keys.mjs [ROUNDS]`.
 */
import {environment, median, pause, Run} from './terminal-run.mjs';

const rounds = Number(process.argv[2] ?? 5);
const asked = {
	plain: 'mlx4core',
	depends: 'ARCH_LPC',
	compatible: 'nxp,lpc1',
	id: '8086:15',
	section: 'LPC18XX',
	list: 'linux-rd',
	cve: 'CVE-2024-5',
	file: 'ich8lan.c',
	rhel: '9>10',
	since: '6.3..7.1',
	loads: 'firewire',
};

const shown = value => value.toFixed(1).padStart(6);
console.log(
	`Node ${process.version}, ${rounds} rounds, ms to the first frame\nfield        name   first   later   worst`,
);
for (const [field, value] of Object.entries(asked)) {
	const named = [];
	const first = [];
	const later = [];
	for (let round = 0; round < rounds; round++) {
		const run = new Run([process.execPath, 'dist/cli.cjs'], {env: environment});
		// All rows are searched once while nobody types.
		await run.until(text => /\b1\/\d\d,\d{3}/.test(text));
		await run.quiet(1500);
		run.send('/');
		await run.quiet();
		const prefix = field === 'plain' ? [] : await run.press([...`${field}:`]);
		const keys = await run.press([...value]);
		named.push(...prefix.map(({firstMs}) => firstMs));
		first.push(keys[0].firstMs);
		later.push(...keys.slice(1).map(({firstMs}) => firstMs));
		await run.end();
		await pause(50);
	}
	const name = named.length === 0 ? '     -' : shown(median(named));
	console.log(
		`${field.padEnd(10)} ${name}  ${shown(median(first))}  ${shown(median(later))}  ${shown(Math.max(...first, ...later))}`,
	);
}
