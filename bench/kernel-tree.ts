/**
 * Measures the survey of a kernel tree against the tree itself and against a kernel built from it:
 *
 *     npx esbuild bench/kernel-tree.ts --bundle --platform=node --format=esm --outfile=/tmp/bench-kernel-tree.mjs
 *     node /tmp/bench-kernel-tree.mjs TREE [IMAGE]          (from the top of this project)
 *
 * TREE is a kernel source tree, IMAGE an unpacked kernel package. Prints how many of IMAGE's real modules the
 * survey names with the right directory and object, whether their CONFIG symbol is set in IMAGE's config,
 * for drivers/ and sound/ apart, which .c files no object claims, whether directory counts equal find and wc, and time against reading alone.
 */

import {execFileSync, spawnSync} from 'node:child_process';
import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {isJudgedKind} from '../source/dossier/query/vocabulary.ts';
import {surveyedFolders} from '../source/dossier/surveyed-folders.ts';
import type {TreeDriver, TreeSurvey} from '../source/survey/tree/facts.ts';
import {surveyTree} from '../source/survey/tree/kernel-tree.ts';

const rounds = 3;
const directorySample = 25;

function runShell(command: string, cwd: string): string {
	return execFileSync('sh', ['-c', command], {cwd, encoding: 'utf8', maxBuffer: 1 << 28});
}

function measureMs(action: () => void): number {
	const start = performance.now();
	action();
	return performance.now() - start;
}

function listFiles(directory: string, ends: RegExp): string[] {
	const found: string[] = [];
	for (const entry of readdirSync(directory, {withFileTypes: true})) {
		const file = path.join(directory, entry.name);
		if (entry.isDirectory()) {
			found.push(...listFiles(file, ends));
		} else if (ends.test(entry.name)) {
			found.push(file);
		}
	}
	return found;
}

/** Modules of a built kernel as `drivers/…/name` and `sound/…/name`, and its config where the package carries one. */
function readImage(image: string): {
	modules: string[];
	builtins: string[];
	config: Map<string, string> | null;
} {
	const all = listFiles(image, /\.ko(?:\.[gx]z|\.zst)?$|^modules\.builtin$|^config-/);
	const toId = (file: string): string | undefined => /\bkernel\/((?:drivers|sound)\/.*)\.ko/.exec(file)?.[1];
	const builtinFile = all.find(file => file.endsWith('/modules.builtin'));
	const configFile = all.find(file => path.basename(file).startsWith('config-'));
	const lines = builtinFile === undefined ? [] : readFileSync(builtinFile, 'utf8').split('\n');
	const config =
		configFile === undefined
			? null
			: new Map(
					[...readFileSync(configFile, 'utf8').matchAll(/^CONFIG_(\w+)=([ym])$/gm)].map(
						(found): [string, string] => [found[1]!, found[2]!],
					),
				);
	return {
		// An image may hold the same files twice, in lib and usr/lib.
		modules: [...new Set(all.flatMap(file => toId(file) ?? []))],
		builtins: lines.flatMap(line => toId(line) ?? []),
		config,
	};
}

function share(part: number, whole: number): string {
	return `${part} of ${whole} (${whole === 0 ? 'none' : `${((100 * part) / whole).toFixed(2)} %`})`;
}

function compareWithImage(drivers: readonly TreeDriver[], image: string): void {
	const {modules, builtins, config} = readImage(image);
	const byId = new Map(drivers.map(driver => [driver.id, driver]));
	for (const [title, ids, wanted] of [
		['modules', modules, 'm'],
		['built in', builtins, 'y'],
	] as const) {
		for (const folder of surveyedFolders) {
			const inside = ids.filter(id => id.startsWith(`${folder}/`));
			const missing = inside.filter(id => !byId.has(id));
			console.log(
				`${title} of ${folder}/: named ${share(inside.length - missing.length, inside.length)}`,
				missing,
			);
		}
		const unset = ids.filter(id => {
			const symbol = byId.get(id)?.kconfig?.symbol;
			return config !== null && (symbol === undefined || config.get(symbol) !== wanted);
		});
		if (config === null) {
			console.log(`${title}: this image carries no config`);
		} else {
			const named = unset.map(id => `${id} ${byId.get(id)?.kconfig?.symbol ?? '-'}`);
			console.log(
				`${title}: symbol is =${wanted} for ${share(ids.length - unset.length, ids.length)}`,
				named,
			);
		}
	}
	if (config !== null) {
		const real = new Set(modules);
		const wanted = drivers.filter(({kconfig}) => kconfig?.tristate && config.get(kconfig.symbol) === 'm');
		const absent = wanted.filter(({id}) => !real.has(id)).map(({id}) => id);
		console.log(
			`reverse: of objects on =m ${share(wanted.length - absent.length, wanted.length)} are modules`,
			absent,
		);
	}
}

function findUnclaimed(tree: string, drivers: readonly TreeDriver[]): void {
	const claimed = new Set(drivers.flatMap(({sources}) => sources));
	const owning = new Set(drivers.map(({directory}) => directory));
	const sources = runShell("find drivers sound -type f -name '*.c'", tree)
		.trim()
		.split('\n')
		.filter(file => owning.has(path.posix.dirname(file)));
	const unclaimed = sources.filter(file => !claimed.has(file));
	const counted = new Set(drivers.flatMap(({files}) => files));
	const lost = unclaimed.filter(file => !counted.has(file));
	console.log(`no object links ${share(unclaimed.length, sources.length)} .c files beside objects`);
	console.log(`of these no driver counts ${lost.length}:`, lost.sort());
}

function compareDirectories(tree: string, survey: TreeSurvey): void {
	const step = Math.max(1, Math.floor(survey.directories.length / directorySample));
	const sample = survey.directories.filter((_, index) => index % step === 0);
	let wrong = 0;
	for (const {directory, files, sourceLines} of sample) {
		const quoted = `'${directory}'`;
		const [found, lines] = [
			`find ${quoted} -type f -not -name '.*' | wc -l`,
			`find ${quoted} -type f \\( -name '*.[chS]' -o -name '*.rs' \\) -not -name '.*' -print0 | xargs -0 -r cat | wc -l`,
		].map(command => Number(runShell(command, tree)));
		if (found !== files || lines !== sourceLines) {
			wrong++;
			console.log(`${directory}: survey ${files} files ${sourceLines} lines, find ${found} and wc ${lines}`);
		}
	}
	console.log(`directories equal to find and wc: ${share(sample.length - wrong, sample.length)}`);
}

function bundle(entry: string, outfile: string): void {
	const flags = ['--bundle', '--platform=node', '--format=cjs', '--log-level=error'];
	execFileSync('node_modules/.bin/esbuild', [entry, ...flags, `--outfile=${outfile}`]);
}

/** Survey and reading alone in turn, each in a process of its own, with a warm cache. */
function compareTimes(tree: string, workerFile: string, self: string): void {
	const reading: number[] = [];
	const surveying: number[] = [];
	let peakMb = 0;
	for (let round = 0; round <= rounds; round++) {
		const read = measureMs(() =>
			runShell("find drivers sound -name '*.[chS]' -print0 | xargs -0 cat | wc -l", tree),
		);
		const child = spawnSync(process.execPath, [self, '--once', tree, workerFile], {encoding: 'utf8'});
		const [ms = 0, mb = 0] = child.stdout.trim().split(' ').map(Number);
		// The first round warms the cache.
		if (round > 0) {
			reading.push(read);
			surveying.push(ms);
			peakMb = Math.max(peakMb, mb);
		}
	}
	const best = (values: number[]): number => Math.min(...values);
	const list = (values: number[]): string => values.map(value => (value / 1000).toFixed(2)).join(' ');
	console.log(
		`reading alone: ${list(reading)} s; survey: ${list(surveying)} s; peak ${peakMb.toFixed(0)} MB`,
	);
	console.log(`survey / reading (best of each): ${(best(surveying) / best(reading)).toFixed(2)}`);
}

async function main(words: readonly string[]): Promise<void> {
	const [first, ...rest] = words;
	if (first === '--once') {
		const start = performance.now();
		await surveyTree({tree: rest[0]!, workerFile: rest[1]!});
		console.log(performance.now() - start, process.resourceUsage().maxRSS / 1024);
		return;
	}
	if (first === undefined || !existsSync(first)) {
		console.error('usage: kernel-tree TREE [IMAGE]');
		process.exitCode = 64;
		return;
	}
	const tree = path.resolve(first);
	const folder = mkdtempSync(path.join(tmpdir(), 'driverdex-bench-'));
	try {
		const workerFile = path.join(folder, 'worker.cjs');
		bundle('source/survey/worker.ts', workerFile);
		const survey = await surveyTree({tree, workerFile});
		const {drivers, directories, problems} = survey;
		const judged = drivers.filter(({kind}) => isJudgedKind(kind)).length;
		console.log(`Linux ${survey.version}: ${drivers.length} objects, ${judged} of them drivers or chips`);
		console.log(`${directories.length} directories, ${problems.length} problems`, problems);
		if (rest[0] !== undefined) {
			compareWithImage(drivers, path.resolve(rest[0]));
		}
		findUnclaimed(tree, drivers);
		compareDirectories(tree, survey);
		compareTimes(tree, workerFile, process.argv[1]!);
	} finally {
		rmSync(folder, {recursive: true, force: true});
	}
}

await main(process.argv.slice(2));
