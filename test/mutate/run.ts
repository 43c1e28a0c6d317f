/**
 * `npm run mutate [-- PATTERN]`: breaks the source in a copy of the project, one small edit at a time, runs the tests
 * that must notice, and names the edits that none did. PATTERN is a regular expression on names and files of edits and the
 * files of their tests: `npm run mutate -- test/attack` takes away the guards against strangers' input.
 * Exit status: 0 all were noticed, 1 some survived, 2 the list or the tests are not fit for it.
 */
import {type Edit, findStale, readFiles} from './edit.ts';
import {edits} from './edits/index.ts';
import {Workplace} from './workplace.ts';

/** Copies of the project that are worked in side by side. */
const workers = 2;

const top = process.cwd();
const say = (text: string) => process.stdout.write(`${text}\n`);

/** Says what is wrong with the list of edits; true where nothing is. */
function isFresh(): boolean {
	const stale = findStale(edits, readFiles(top));
	for (const {edit, problem, elsewhere} of stale) {
		say(`stale: ${edit.name}: ${problem}`);
		for (const path of elsewhere) say(`  the text stands in ${path}`);
	}
	return stale.length === 0;
}

/** Runs the tests that the edits name, with the source as it is; true where all pass and each filter picks some. */
async function passUnedited(workplace: Workplace, chosen: readonly Edit[]): Promise<boolean> {
	const whole = new Set(chosen.filter(({only}) => only === undefined).map(({test}) => test));
	const parts = new Map(chosen.map(({test, only}) => [`${test}\0${only}`, {test, only}]));
	const runs = [
		...(whole.size > 0 ? [{tests: [...whole], only: undefined}] : []),
		...[...parts.values()].flatMap(({test, only}) =>
			only === undefined || whole.has(test) ? [] : [{tests: [test], only}],
		),
	];
	let isGood = true;
	for (const {tests, only} of runs) {
		const {count, isPassed, failures, trouble} = await workplace.run(tests, only);
		if (isPassed && count > 0) continue;
		isGood = false;
		const what = trouble ?? (isPassed ? `no test is called ${only}` : `failed: ${failures.join('; ')}`);
		say(`without any edit: ${tests.length === 1 ? tests[0] : `${tests.length} files of tests`}: ${what}`);
	}
	return isGood;
}

async function main(pattern: string | undefined): Promise<number> {
	if (!isFresh()) return 2;
	const wanted = new RegExp(pattern ?? '', 'i');
	const chosen = edits.filter(({name, file, test}) => [name, file, test].some(text => wanted.test(text)));
	if (chosen.length === 0) {
		say(`No edit's name or file fits ${pattern}.`);
		return 2;
	}
	const stopping = new AbortController();
	const places: Workplace[] = [];
	const clearUp = () => {
		stopping.abort();
		for (const place of places.splice(0)) place.remove();
	};
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.once(signal, () => {
			clearUp();
			process.kill(process.pid, signal);
		});
	}
	try {
		const count = Math.min(workers, chosen.length);
		for (let index = 0; index < count; index++) places.push(new Workplace(top, stopping.signal));
		if (!(await passUnedited(places[0]!, chosen))) return 2;
		const survivors: Edit[] = [];
		const broken: Edit[] = [];
		const queue = [...chosen];
		await Promise.all(
			places.map(async place => {
				for (let edit = queue.shift(); edit !== undefined; edit = queue.shift()) {
					const started = Date.now();
					const {count, isPassed, trouble, isStopped = false} = await place.runWith(edit);
					const isNoticed =
						(!isPassed && count > 0 && trouble === null) || (edit.hangs === true && isStopped);
					const seconds = ((Date.now() - started) / 1000).toFixed(1);
					const verdict = isNoticed ? 'noticed' : isPassed ? 'SURVIVED' : 'NOT RUN';
					say(`${verdict.padEnd(8)} ${seconds.padStart(5)} s  ${edit.name}`);
					if (isNoticed) continue;
					if (isPassed) survivors.push(edit);
					else {
						broken.push(edit);
						say(`  ${(trouble ?? 'no test was run').trim().replaceAll('\n', '\n  ')}`);
					}
				}
			}),
		);
		for (const {name, file, test, why} of survivors)
			say(`survived: ${name} (${file}): ${why}; not seen by ${test}`);
		for (const {name, file} of broken) say(`not run: ${name} (${file}): its tests could not be started`);
		const noticed = chosen.length - survivors.length - broken.length;
		say(
			`${chosen.length} edits: ${noticed} noticed, ${survivors.length} survived, ${broken.length} not run.`,
		);
		return survivors.length > 0 ? 1 : broken.length > 0 ? 2 : 0;
	} finally {
		clearUp();
	}
}

process.exitCode = await main(process.argv[2]);
