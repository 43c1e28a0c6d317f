import {spawn} from 'node:child_process';
import {
	cpSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Edit} from './edit.ts';

/** What of the project is not copied: node_modules is linked, dist is built. */
const leftBehind = new Set(['.git', 'dist', 'node_modules']);

/** Milliseconds after which a run of tests is taken for hung. */
const longestRunMs = 600_000;
/** The same for tests that are expected to hang; without the edit they take a tenth of it. */
const longestHangMs = 180_000;

/** How a run of tests ended. */
export interface TestRun {
	/** Tests that passed, or would have been run had none failed before them. */
	count: number;
	isPassed: boolean;
	/** Full names of the tests that failed, as far as vitest's report has them: it ends at the first. */
	failures: string[];
	/** What kept tests from running at all, such as a file that can't be loaded; null where nothing did. */
	trouble: string | null;
	/** Whether it had not ended by then and was stopped. */
	isStopped?: true;
}

/** A copy of the project in which the source may be broken. */
export class Workplace {
	readonly folder = mkdtempSync(join(tmpdir(), 'driverdex-mutate-'));
	private readonly stopping: AbortSignal;

	constructor(top: string, stopping: AbortSignal) {
		this.stopping = stopping;
		for (const name of readdirSync(top)) {
			if (!leftBehind.has(name)) cpSync(join(top, name), join(this.folder, name), {recursive: true});
		}
		symlinkSync(join(top, 'node_modules'), join(this.folder, 'node_modules'));
		mkdirSync(join(this.folder, 'reports'));
	}

	remove(): void {
		rmSync(this.folder, {recursive: true, force: true});
	}

	/** Runs some tests with an edit in place, and takes it back. */
	async runWith({file, from, to, test, only, hangs}: Edit): Promise<TestRun> {
		const path = join(this.folder, file);
		const whole = readFileSync(path, 'utf8');
		writeFileSync(
			path,
			whole.replace(from, () => to),
		);
		try {
			return await this.run([test], only, hangs ? longestHangMs : longestRunMs);
		} finally {
			writeFileSync(path, whole);
		}
	}

	/** Runs files of tests as the source stands; those that start the program get it built anew. */
	async run(tests: readonly string[], only?: string, limitMs = longestRunMs): Promise<TestRun> {
		if (tests.some(test => this.needsProgram(test))) {
			const {status, output} = await this.node(['source/build/build.mjs']);
			if (status !== 0) return failedToRun(`the program can't be built: ${output}`);
		}
		const report = join(this.folder, 'reports/report.json');
		rmSync(report, {force: true});
		const {status, output} = await this.node(
			[
				'node_modules/vitest/vitest.mjs',
				'run',
				'--config=test/vitest.config.ts',
				'--bail=1',
				'--reporter=json',
				`--outputFile=${report}`,
				...(only === undefined ? [] : [`--testNamePattern=${only}`]),
				...tests,
			],
			limitMs,
		);
		if (status === null)
			return {...failedToRun(`stopped after ${limitMs / 60_000} minutes`), isStopped: true};
		try {
			return readReport(readFileSync(report, 'utf8'), status === 0);
		} catch {
			return failedToRun(output);
		}
	}

	private needsProgram(test: string): boolean {
		return /\bsupport\/(?:run|terminal)\.ts'|\bdist\//.test(readFileSync(join(this.folder, test), 'utf8'));
	}

	/** Runs a script of Node's in a process group of its own, so that no child of it outlives it. */
	private node(
		words: readonly string[],
		limitMs = longestRunMs,
	): Promise<{status: number | null; output: string}> {
		return new Promise((resolve, reject) => {
			const child = spawn(process.execPath, words, {
				cwd: this.folder,
				stdio: ['ignore', 'pipe', 'pipe'],
				detached: true,
			});
			let output = '';
			for (const stream of [child.stdout, child.stderr]) {
				stream.setEncoding('utf8').on('data', (text: string) => {
					output = (output + text).slice(-4000);
				});
			}
			let isLate = false;
			const end = () => {
				try {
					process.kill(-child.pid!, 'SIGKILL');
				} catch {
					// All of it has ended already.
				}
			};
			const timer = setTimeout(() => {
				isLate = true;
				end();
			}, limitMs);
			this.stopping.addEventListener('abort', end, {once: true});
			child.on('error', reject);
			child.on('close', status => {
				clearTimeout(timer);
				this.stopping.removeEventListener('abort', end);
				resolve({status: isLate ? null : (status ?? 1), output});
			});
		});
	}
}

function failedToRun(trouble: string): TestRun {
	return {count: 0, isPassed: false, failures: [], trouble};
}

interface Report {
	testResults: {
		name: string;
		status: string;
		message: string;
		assertionResults: {status: string; fullName: string}[];
	}[];
}

function readReport(text: string, isPassed: boolean): TestRun {
	const {testResults} = JSON.parse(text) as Report;
	const tests = testResults.flatMap(({assertionResults}) => assertionResults);
	// A file that can't be loaded has failed without any of its tests.
	const unloaded = testResults.find(
		({status, assertionResults}) =>
			status === 'failed' && assertionResults.every(one => one.status !== 'failed'),
	);
	return {
		count: tests.filter(({status}) => status !== 'skipped').length,
		isPassed,
		failures: tests.filter(({status}) => status === 'failed').map(({fullName}) => fullName),
		trouble: unloaded === undefined ? null : `${unloaded.name}: ${unloaded.message}`,
	};
}
