/**
 * Counts of the git survey against plain `git log`, then its speed and memory against one `git log --numstat`.
 *
 *     npx esbuild bench/git-history.ts --bundle --platform=node --format=esm --outfile=/tmp/bench-git-history.mjs
 *     node /tmp/bench-git-history.mjs REPOSITORY [--as-of DATE] [--years 1,2,5] [--rounds 5] [--equality [--tree]] [--speed]
 *
 * BENCH_TREE=1 times `countFiles: 'tree'`; BENCH_CACHE=DIR keeps a cache, so that later rounds are warm.
 * Exit status 1 where a count differs. Ratios are medians of interleaved rounds, so that whatever else the
 * machine does weighs on both alike; each time is that of a whole process, its start included. `work` is the
 * ratio of processor time over all processes: on an idle machine with two cores, half of it is the best ratio.
 */
import {spawn, spawnSync} from 'node:child_process';
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {availableParallelism, tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {yearsBefore} from '../source/dossier/months.ts';
import type {Commits} from '../source/dossier/schema.ts';
import {surveyGitHistory} from '../source/survey/git-history/history.ts';
import {isSweep} from '../source/survey/sweeps.ts';
import {plainOwners} from '../test/survey/git-history/scratch.ts';

function lines(repository: string, command: readonly string[]): string[] {
	const {status, stdout, stderr} = spawnSync('git', ['-C', repository, ...command], {maxBuffer: 1 << 30});
	if (status !== 0) throw new Error(`git ${command[0]}: ${stderr}`);
	return stdout
		.toString('utf8')
		.split('\n')
		.filter(line => line !== '');
}

interface Expected {
	total: number;
	added: number;
	removed: number;
	authors: Set<string>;
	lastTime: number;
	substantive: number;
	months: Map<string, [number, number, number]>;
}

function dayOf(time: number): string {
	return new Date(time * 1000).toISOString().slice(0, 10);
}

/** The same counts, out of one plain `git log` text over the whole history, filtered afterwards. */
function countPlainly(
	repository: string,
	since: string,
	until: string,
	tree: boolean,
): Map<string, Expected> {
	const from = Date.parse(`${since}T00:00:00Z`) / 1000;
	const to = Date.parse(`${until}T00:00:00Z`) / 1000 + 86_400;
	const window = ['log', '--no-merges', '--no-renames', `--since-as-filter=@${from}`];
	const files = new Map<string, number>();
	let id = '';
	for (const line of lines(repository, [
		...window,
		...(tree ? ['--full-diff'] : []),
		'--name-only',
		'--format=@%H',
		'--',
		'drivers',
		'sound',
	])) {
		if (line.startsWith('@')) files.set((id = line.slice(1)), 0);
		else files.set(id, files.get(id)! + 1);
	}
	const counts = new Map<string, Expected>();
	let head: {id: string; time: number; author: string; title: string} | null = null;
	for (const line of lines(repository, [
		...window,
		'--numstat',
		'--format=@%H%x09%ct%x09%aE%x09%s',
		'--',
		'drivers',
		'sound',
	])) {
		const parts = line.split('\t');
		if (line.startsWith('@')) {
			head = {
				id: parts[0]!.slice(1),
				time: Number(parts[1]),
				author: parts[2]!.toLowerCase(),
				title: parts.slice(3).join('\t'),
			};
			if (head.time < from || head.time >= to) head = null;
			continue;
		}
		if (head === null) continue;
		const [added, removed, path] = [Number(parts[0]) || 0, Number(parts[1]) || 0, parts[2]!];
		const owners = [
			...plainOwners.driversOf(path).map(id => `driver ${id}`),
			...plainOwners.directoriesOf(path).map(directory => `directory ${directory}`),
		];
		for (const name of owners) {
			const key = `${name}\0${head.id}`;
			let count = counts.get(name);
			if (count === undefined) {
				count = {
					total: 0,
					added: 0,
					removed: 0,
					authors: new Set(),
					lastTime: 0,
					substantive: 0,
					months: new Map(),
				};
				counts.set(name, count);
			}
			const month = dayOf(head.time).slice(0, 7);
			let monthly = count.months.get(month);
			if (monthly === undefined) count.months.set(month, (monthly = [0, 0, 0]));
			if (lastKeys.get(name) !== key) {
				lastKeys.set(name, key);
				count.total++;
				monthly[0]++;
				if (!isSweep(head.title, files.get(head.id)!)) count.substantive++;
				count.authors.add(head.author);
				count.lastTime = Math.max(count.lastTime, head.time);
			}
			count.added += added;
			count.removed += removed;
			monthly[1] += added;
			monthly[2] += removed;
		}
	}
	return counts;
}

const lastKeys = new Map<string, string>();

function differences(expected: Expected, found: Commits): string[] {
	const pairs: [string, unknown, unknown][] = [
		['total', expected.total, found.total],
		['added', expected.added, found.linesAdded],
		['removed', expected.removed, found.linesRemoved],
		['authors', expected.authors.size, found.authors],
		['last', dayOf(expected.lastTime), found.lastDate],
		['substantive', expected.substantive, found.substantive?.total],
	];
	for (const month of found.monthly) {
		const [commits, added, removed] = expected.months.get(month.month) ?? [0, 0, 0];
		pairs.push([
			month.month,
			`${commits} ${added} ${removed}`,
			`${month.commits} ${month.added} ${month.removed}`,
		]);
	}
	return pairs.filter(([, a, b]) => a !== b).map(([name, a, b]) => `${name}: git log ${a}, survey ${b}`);
}

/** The ten busiest and ten more, evenly spread over the rest. */
function twenty(names: readonly string[], total: (name: string) => number): string[] {
	const busiest = [...names].sort((a, b) => total(b) - total(a) || (a < b ? -1 : 1));
	const rest = busiest.slice(10).sort();
	const step = Math.max(1, Math.floor(rest.length / 10));
	return [...busiest.slice(0, 10), ...rest.filter((_, index) => index % step === 0).slice(0, 10)];
}

async function compare(repository: string, asOf: string, tree: boolean): Promise<boolean> {
	const since = yearsBefore(asOf, 5);
	const counts = countPlainly(repository, since, asOf, tree);
	const named = (kind: string) =>
		[...counts.keys()].filter(name => name.startsWith(`${kind} `)).map(name => name.slice(kind.length + 1));
	const facts = await surveyGitHistory({
		gitDir: repository,
		asOf,
		owners: plainOwners,
		drivers: named('driver'),
		directories: named('directory'),
		cacheDirectory: null,
		countFiles: tree ? 'tree' : 'surveyed',
	});
	for (const problem of facts.problems) console.log(`problem: ${problem.where}: ${problem.problem}`);
	let wrong = 0;
	for (const [kind, found] of [
		['directory', facts.directories],
		['driver', facts.drivers],
	] as const) {
		const names = [...found.keys()];
		const of = (name: string) => counts.get(`${kind} ${name}`)!;
		const chosen = new Set(twenty(names, name => of(name).total));
		console.log(
			`\n${kind}: all ${names.length} compared with git log ${since}..${asOf}; ${chosen.size} of them:`,
		);
		for (const name of names) {
			const differing = differences(of(name), found.get(name)!);
			wrong += differing.length;
			const {total, linesAdded, linesRemoved, authors} = found.get(name)!;
			if (chosen.has(name) || differing.length > 0) {
				console.log(
					`  ${name.padEnd(44)} ${String(total).padStart(5)} commits  +${linesAdded} -${linesRemoved}  ` +
						`${authors} authors  ${differing.length === 0 ? 'equal' : differing.slice(0, 4).join('; ')}`,
				);
			}
		}
	}
	console.log(`\n${wrong === 0 ? 'all equal' : `${wrong} figures differ`}`);
	return wrong === 0;
}

/** Seconds on the clock, and of processor time in all processes of the command, as the shell's `times` counts. */
function run(command: readonly string[], core: boolean): Promise<{wall: number; cpu: number}> {
	const words = core ? ['taskset', '-c', '0', ...command] : command;
	return new Promise((resolve, reject) => {
		const started = process.hrtime.bigint();
		const shell = ['-c', '"$@" >/dev/null; status=$?; times; exit $status', 'sh', ...words];
		const child = spawn('bash', shell, {stdio: ['ignore', 'pipe', 'inherit']});
		let text = '';
		child.stdout.on('data', part => {
			text += part;
		});
		child.on('error', reject);
		child.on('close', status => {
			const wall = Number(process.hrtime.bigint() - started) / 1e9;
			const children = text.trim().split('\n').at(-1) ?? '';
			let cpu = 0;
			for (const [, minutes, seconds] of children.matchAll(/(\d+)m([\d.]+)s/g)) {
				cpu += Number(minutes) * 60 + Number(seconds);
			}
			if (status === 0) resolve({wall, cpu});
			else reject(new Error(`${words[0]} ended with ${status}`));
		});
	});
}

function processTree(top: number): number[] {
	const parents = new Map<number, number>();
	for (const name of readdirSync('/proc')) {
		if (!/^\d+$/.test(name)) continue;
		try {
			const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
			parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
		} catch {
			// It ended meanwhile.
		}
	}
	const tree = [top];
	for (const parent of tree) for (const [child, of] of parents) if (of === parent) tree.push(child);
	return tree;
}

/**
 * Highest memory of a command and its children, in MB: `node` and `git` by resident set each for itself,
 * `sum` of all resident sets (pages of the pack that two gits share count twice), `pss` where they count once.
 */
function peaks(command: readonly string[]): Promise<Record<'node' | 'git' | 'sum' | 'pss', number>> {
	const peak = {node: 0, git: 0, sum: 0, pss: 0};
	const child = spawn(command[0]!, command.slice(1), {stdio: ['ignore', 'ignore', 'inherit']});
	const look = () => {
		const now = {node: 0, git: 0, sum: 0, pss: 0};
		for (const pid of processTree(child.pid!)) {
			try {
				const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1');
				const rss = Number(/^Rss:\s+(\d+)/m.exec(text)?.[1]) / 1024;
				now[pid === child.pid ? 'node' : 'git'] = Math.max(now[pid === child.pid ? 'node' : 'git'], rss);
				now.sum += rss;
				now.pss += Number(/^Pss:\s+(\d+)/m.exec(text)?.[1]) / 1024;
			} catch {
				// It ended meanwhile.
			}
		}
		for (const key of ['node', 'git', 'sum', 'pss'] as const) peak[key] = Math.max(peak[key], now[key]);
	};
	const timer = setInterval(look, 25);
	return new Promise((resolve, reject) => {
		child.on('close', status => {
			clearInterval(timer);
			if (status === 0) resolve(peak);
			else reject(new Error(`ended with ${status}`));
		});
	});
}

function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = Math.floor(sorted.length / 2);
	return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

async function time(
	repository: string,
	asOf: string,
	years: readonly number[],
	rounds: number,
): Promise<void> {
	console.log(
		`\ncores  years  commits  git log s  survey s  ratio  lowest..highest   work   node  git   sum   pss MB`,
	);
	const asked = askFor(repository);
	for (const cores of availableParallelism() > 1 ? [2, 1] : [1]) {
		for (const span of years) {
			const since = Date.parse(`${yearsBefore(asOf, span)}T00:00:00Z`) / 1000;
			const log = [
				...['git', '-C', repository, 'log', '--no-merges', '--no-renames', '--numstat'],
				...['--format=%H %ct %aE', `--since=@${since}`, '--', 'drivers', 'sound'],
			];
			const pass = [
				process.execPath,
				fileURLToPath(import.meta.url),
				'--pass',
				repository,
				asOf,
				String(span),
			];
			const command = [...pass, String(cores), asked];
			const [logTimes, surveyTimes, ratios, work]: [number[], number[], number[], number[]] = [
				[],
				[],
				[],
				[],
			];
			for (let round = 0; round < rounds; round++) {
				const plain = await run(log, cores === 1);
				const survey = await run(command, cores === 1);
				logTimes.push(plain.wall);
				surveyTimes.push(survey.wall);
				ratios.push(survey.wall / plain.wall);
				work.push(survey.cpu / plain.cpu);
			}
			const memory = await peaks(command);
			const commits = lines(repository, [
				'rev-list',
				'--count',
				'--no-merges',
				`--since=@${since}`,
				'HEAD',
				'--',
				'drivers',
			]);
			console.log(
				[
					String(cores).padStart(5),
					String(span).padStart(5),
					commits[0]!.padStart(7),
					median(logTimes).toFixed(2).padStart(9),
					median(surveyTimes).toFixed(2).padStart(8),
					median(ratios).toFixed(3).padStart(6),
					`${Math.min(...ratios).toFixed(3)}..${Math.max(...ratios).toFixed(3)}`.padStart(15),
					median(work).toFixed(3),
					...[memory.node, memory.git, memory.sum, memory.pss].map(mb => mb.toFixed(0).padStart(4)),
				].join('  '),
			);
		}
	}
	rmSync(dirname(asked), {recursive: true});
}

/** Who is asked for: what the files of today stand for, as a survey of the tree would hand it over. */
interface Asked {
	drivers: string[];
	directories: string[];
}

function askFor(repository: string): string {
	const paths = lines(repository, ['ls-tree', '-r', '--name-only', 'HEAD', 'drivers/']);
	const asked: Asked = {
		drivers: paths.flatMap(path => plainOwners.driversOf(path)),
		directories: [...new Set(paths.flatMap(path => plainOwners.directoriesOf(path)))],
	};
	const file = join(mkdtempSync(join(tmpdir(), 'bench-git-')), 'asked.json');
	writeFileSync(file, JSON.stringify(asked));
	return file;
}

async function pass(words: readonly string[]): Promise<void> {
	const [repository, asOf, years, cores, asked] = words as [string, string, string, string, string];
	await surveyGitHistory({
		gitDir: repository,
		asOf,
		owners: plainOwners,
		...(JSON.parse(readFileSync(asked, 'utf8')) as Asked),
		cacheDirectory: process.env.BENCH_CACHE ?? null,
		countFiles: process.env.BENCH_TREE === undefined ? 'surveyed' : 'tree',
		cores: Number(cores),
		years: Number(years),
	});
}

async function main(words: string[]): Promise<number> {
	if (words[0] === '--pass') {
		await pass(words.slice(1));
		return 0;
	}
	const option = (name: string) => (words.includes(name) ? words[words.indexOf(name) + 1] : undefined);
	const repository = words[0];
	if (repository === undefined) {
		console.error('Name a repository with a drivers/ folder.');
		return 64;
	}
	const asOf = option('--as-of') ?? dayOf(Number(lines(repository, ['log', '-1', '--format=%ct'])[0]));
	const both = words.includes('--equality') === words.includes('--speed');
	let equal = true;
	if (both || words.includes('--equality')) equal = await compare(repository, asOf, words.includes('--tree'));
	if (both || words.includes('--speed')) {
		const years = (option('--years') ?? '1,2,5').split(',').map(Number);
		await time(repository, asOf, years, Number(option('--rounds') ?? 5));
	}
	return equal ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
