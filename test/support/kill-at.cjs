/*
 * Preloaded into the program by an attack (NODE_OPTIONS=--require): the process is killed, without a word, before the
 * KILL_AT-th time that it changes anything on disk. Without KILL_AT it says at its end how many times there are.
 */
const fs = require('node:fs');
const {isMainThread} = require('node:worker_threads');

const changing = [
	'fsyncSync',
	'linkSync',
	'mkdirSync',
	'mkdtempSync',
	'renameSync',
	'rmdirSync',
	'rmSync',
	'writeFileSync',
	'writeSync',
];
const at = Number(process.env.KILL_AT ?? 0);
let changes = 0;

for (const name of changing) {
	const own = fs[name];
	fs[name] = function change(...words) {
		// What goes to the terminal changes nothing.
		if (typeof words[0] !== 'number' || words[0] > 2) changes++;
		if (changes === at) process.kill(process.pid, 'SIGKILL');
		return own.apply(this, words);
	};
}
if (at === 0 && !isMainThread)
	process.on('exit', () => fs.appendFileSync(process.env.CHANGES, `${changes}\n`));
