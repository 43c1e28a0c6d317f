/*
 * Run by the build in a pseudo-terminal: does what people do most (a look-up, a list, the explorer's first keys)
 * and then keeps the code that V8 has made of the bundles. Not part of the package.
 */
const {writeFileSync} = require('node:fs');
const {join} = require('node:path');
const v8 = require('node:v8');

const [, , dist, data] = process.argv;
const program = join(dist, 'cli.cjs');
const {loadBundle, scripts} = require(program);
// A look-up ends the process that it was asked for; here others follow.
const exit = process.exit.bind(process);
process.exit = () => {};
const kept = new Set();
const rest = ms => new Promise(resolve => setTimeout(resolve, ms));

async function run(words, ms) {
	process.argv = [process.execPath, program, ...words, '--data', data];
	loadBundle('main.cjs');
	await rest(ms);
}

async function warm() {
	await run(['show', 'mlx4_ib'], 100);
	// A driver that is gone, a name that nobody has, and a device: each has code of its own.
	await run(['show', 'r8712u'], 100);
	await run(['show', 'mlx4_ibx'], 100);
	await run(['show', '15b3:1003'], 100);
	// What only other commands run of these bundles is no part of their code: each look-up would have to read it.
	keep([...scripts.keys()]);
	await run(['list', 'mlx4', '--limit', '5'], 100);
	await run(['list', '--limit', '5'], 100);
	await run(['audit', join(__dirname, 'warm.config')], 100);
	await run(['host'], 100);
	if (process.stdin.isTTY) {
		await run([], 900);
		for (const keys of ['jj', '/', 'e', '1', '\r', 'k']) {
			process.stdin.emit('data', keys);
			await rest(60);
		}
	}
	// V8 takes a cache only under the flags it was made under, and the explorer changes one when all is loaded.
	v8.setFlagsFromString('--semi-space-growth-factor=2');
	keep([...scripts.keys()].filter(name => !kept.has(name)));
	exit(0);
}

function keep(names) {
	for (const name of names) {
		kept.add(name);
		writeFileSync(join(dist, `${name}.cache`), scripts.get(name).createCachedData());
	}
}

warm();
