/**
 * Times the pass over release trees against what git alone needs to compare them.
 *
 *     npm run bench:releases -- TREE REPOSITORY
 *
 * TREE is the newest kernel tree, REPOSITORY holds its releases under tags (v5.10 … v7.3). The floor is one
 * `git diff --no-renames --numstat TAG TAG -- drivers sound` for each step, one after another. Prints both times, their
 * ratio, and the most memory: this process's, with the gits that run at the same time.
 */
import {execFileSync} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import {pathOwnersOf} from '../source/survey/path-owners.ts';
import {surveyReleases} from '../source/survey/releases/chain/chain.ts';
import {surveyTree} from '../source/survey/tree/kernel-tree.ts';

const [tree, repository] = process.argv.slice(2);
if (repository === undefined) throw new Error('usage: npm run bench:releases -- TREE REPOSITORY');
const survey = await surveyTree({tree: tree!, workerFile: null});
const before = residentMb();

let most = 0;
const watch = setInterval(() => {
	most = Math.max(most, residentMb());
}, 250);
const started = performance.now();
const history = await surveyReleases({
	repository,
	version: survey.version,
	drivers: survey.drivers,
	directories: survey.directories.map(({directory}) => directory),
	owners: pathOwnersOf(survey),
});
const passSeconds = (performance.now() - started) / 1000;
clearInterval(watch);

const floorStarted = performance.now();
for (let index = 1; index < history.releases.length; index++) {
	const [from, to] = [history.releases[index - 1]!, history.releases[index]!];
	const tags = [`v${from.release}`, `v${to.release}`];
	execFileSync(
		'git',
		['-C', repository, 'diff', '--no-renames', '--numstat', ...tags, '--', 'drivers', 'sound'],
		{stdio: ['ignore', 'ignore', 'inherit']},
	);
}
const floorSeconds = (performance.now() - floorStarted) / 1000;
console.log(
	`${history.releases.length - 1} steps: pass ${passSeconds.toFixed(1)} s, git diff --numstat ${floorSeconds.toFixed(1)} s, ` +
		`${(passSeconds / floorSeconds).toFixed(2)} x; ${Math.round(most)} MB at most, ${Math.round(before)} MB before it began`,
);

/** Memory that this process and its children have resident, in MB; pages that they share are counted once. */
function residentMb(): number {
	const of = (pid: number | string): number => {
		try {
			const own = Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))![1]);
			const children = readdirSync(`/proc/${pid}/task`).flatMap(thread =>
				readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean),
			);
			return own + children.reduce((sum, child) => sum + of(child), 0);
		} catch {
			return 0;
		}
	};
	return of(process.pid) / 1024;
}
