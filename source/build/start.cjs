#!/usr/bin/env node
/*
 * Starts the program's bundles with the code that V8 made of them when driverdex was built: compiling them anew
 * makes a look-up a third slower. Another version of Node refuses the cache and compiles, which is only slower.
 */
const {readFileSync} = require('node:fs');
const {join} = require('node:path');
const {Script} = require('node:vm');

const bundles = new Set([
	'./check.cjs',
	'./explore.cjs',
	'./explorer.cjs',
	'./further.cjs',
	'./list.cjs',
	'./machine.cjs',
	'./overlay.cjs',
	'./restore.cjs',
	'./slow.cjs',
	'./summary.cjs',
	'./words.cjs',
]);
const scripts = new Map();

function compile(name) {
	const filename = join(__dirname, name);
	let cachedData;
	try {
		cachedData = readFileSync(`${filename}.cache`);
	} catch {
		// Built without a cache: the bundle is compiled as any other.
	}
	// The build writes ASCII, and the function around it: so Node reads it in one step, without a copy of its bytes.
	return new Script(readFileSync(filename, 'utf8'), {filename, cachedData});
}

function loadBundle(name) {
	if (!scripts.has(name)) scripts.set(name, compile(name));
	const bundle = {exports: {}};
	const load = wanted => (bundles.has(wanted) ? loadBundle(wanted) : require(wanted));
	scripts
		.get(name)
		.runInThisContext()
		.call(bundle.exports, bundle.exports, load, bundle, join(__dirname, name), __dirname);
	return bundle.exports;
}

if (require.main === module) loadBundle('main.cjs');
else module.exports = {bundles, compile, loadBundle, scripts};
