/**
 * How long a key of a field that asks across drivers takes in the filter, over the whole data: the explorer's own state
 * and reducer in a process of its own for each field and round, so that the first key is that of a fresh explorer; all rows are
 * searched once before, as the explorer does while nobody types, and the column is read ahead where the explorer reads it.
 * Processor time of the thread that answers keys (Linux tells it) and time by the clock, the drawing of the screen left out; `npm run bench` has that. `plain` are
 * letters of a name, as the floor of the same run.
 *
 *     npm run bench:keys -- [ROUNDS] [DATASET]
 */
import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {setTimeout as rest} from 'node:timers/promises';
import {openDataset} from '../source/dataset/reader.ts';
import {defaultSort} from '../source/dossier/query/sort.ts';
import {ColumnsAhead, rehearse} from '../source/explorer/rehearse.ts';
import {initialState, reduce} from '../source/explorer/state.ts';
import {createWorld} from '../source/explorer/world.ts';
import {KeyDecoder} from '../source/terminal/keys.ts';
import {plainTheme} from '../source/text/theme.ts';

const asked: Readonly<Record<string, string>> = {
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

/** Milliseconds of a key, of the processor and by the clock. */
type Cost = readonly [processor: number, clock: number];
interface Typed {
	name: Cost[];
	ahead: Cost | null;
	value: Cost[];
}

/** Processor time of the thread that answers keys, in ms: what others compile and collect meanwhile delays nobody. */
const processorMs = () => Number(readFileSync('/proc/self/schedstat', 'utf8').split(' ')[0]) / 1e6;

function costOf(work: () => void): Cost {
	const [start, before] = [performance.now(), processorMs()];
	work();
	return [processorMs() - before, performance.now() - start];
}

/** Types one field and its value into the filter of a fresh explorer. */
async function type(field: string, directory: string): Promise<Typed> {
	const dataset = openDataset(directory);
	const rows = dataset.rows();
	const byId = new Map(rows.map(row => [row.id, row]));
	const world = createWorld(dataset, plainTheme, () => byId);
	let state = initialState({
		head: dataset.start().head,
		rows,
		isComplete: true,
		size: {columns: 120, rows: 40},
		queryText: '',
		sort: defaultSort,
		isSortChosen: false,
	});
	let draws = 0;
	rehearse(rows, {draw: () => draws++, isOver: () => false, delayMs: 0});
	while (draws * 800 < rows.length) await rest(10);
	await rest(50);
	const decoder = new KeyDecoder();
	const press = (letters: string) => {
		for (const key of [...decoder.feed(letters), ...decoder.flush()])
			state = reduce(state, {type: 'key', key}, world);
	};
	press('/');
	const columns = new ColumnsAhead();
	const one = async (letter: string): Promise<[Cost, Cost]> => {
		const own = costOf(() => press(letter));
		columns.follow(state.queryText, rows[0]?.joins);
		// What is read ahead is read now, by a timer.
		const [start, before] = [performance.now(), processorMs()];
		await rest(2);
		const ahead: Cost = [processorMs() - before, performance.now() - start];
		await rest(20);
		return [own, ahead];
	};
	const typed: Typed = {name: [], ahead: null, value: []};
	for (const letter of field === 'plain' ? '' : `${field}:`) {
		const [own, ahead] = await one(letter);
		typed.name.push(own);
		if (typed.ahead === null || ahead[0] > typed.ahead[0]) typed.ahead = ahead;
	}
	for (const letter of asked[field]!) typed.value.push((await one(letter))[0]);
	dataset.close();
	return typed;
}

const median = (values: readonly number[]) =>
	values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
const shown = (costs: readonly Cost[], of: (values: number[]) => number = median) =>
	costs.length === 0
		? '              -'
		: `${of(costs.map(([own]) => own)).toFixed(1)} / ${of(costs.map(([, clock]) => clock)).toFixed(1)}`.padStart(
				15,
			);

async function main(): Promise<void> {
	if (process.argv[2] === '--type') {
		console.log(JSON.stringify(await type(process.argv[3]!, process.argv[4]!)));
		return;
	}
	const rounds = Number(process.argv[2] ?? 5);
	const directory = process.argv[3] ?? 'data';
	const all = new Map<string, Typed[]>(Object.keys(asked).map(field => [field, []]));
	for (let round = 0; round < rounds; round++) {
		for (const [field, list] of all) {
			const words = [process.argv[1]!, '--type', field, directory];
			list.push(JSON.parse(execFileSync(process.execPath, words, {encoding: 'utf8'})) as Typed);
		}
	}
	console.log(`Node ${process.version}, ${rounds} rounds, ms of a key: processor / clock, medians`);
	console.log('field                 name      read ahead       first key      later keys    worst median');
	for (const [field, list] of all) {
		const keys = list[0]!.value.map((_, at) => list.map(({value}) => value[at]!));
		const medians = keys.map(
			(costs): Cost => [median(costs.map(([own]) => own)), median(costs.map(([, clock]) => clock))],
		);
		const columns = [
			shown(list.flatMap(({name}) => name)),
			shown(list.flatMap(({ahead}) => (ahead === null ? [] : [ahead]))),
			shown(keys[0]!),
			shown(keys.slice(1).flat()),
			shown(medians, values => Math.max(...values)),
		];
		console.log(`${field.padEnd(11)}${columns.join(' ')}`);
	}
}

await main();
