#!/usr/bin/env node
/*
 * Starts driverdex from the file driverdex.data beside this one: the program's bundles lie at its beginning, the code
 * that V8 made of them with those that are quick, the data set behind them, and at its very beginning the licences. No
 * other data set's program is run.
 */
const {openSync, readSync} = require('node:fs');
const {dirname, join} = require('node:path');
const {Script} = require('node:vm');

// Filled in by pack.mjs.
const build = /* BUILD */ '';
const pieces = /* PIECES */ {};
const collector = /* COLLECTOR */ '';

const data = join(__dirname, 'driverdex.data');
globalThis.driverdexSingle = {program: __filename, data, collector};

function refuse(what) {
	process.stderr.write(
		`driverdex: ${what}.\nCopy driverdex.cjs and driverdex.data from the same place into one folder.\n`,
	);
	process.exit(2);
}

function readPiece({at, bytes}) {
	const buffer = Buffer.allocUnsafe(bytes);
	let filled = 0;
	while (filled < bytes) {
		const count = readSync(file, buffer, filled, bytes - filled, at + filled);
		if (count === 0) refuse(`${data} is cut short`);
		filled += count;
	}
	return buffer;
}

function open() {
	try {
		return openSync(data, 'r');
	} catch (error) {
		return refuse(`the data can't be opened: ${error.message}`);
	}
}

const file = open();
const [, , owner] = readPiece({at: 0, bytes: /* HEAD */ 64}).toString('latin1').split(' ');
if (owner !== build) refuse(`${data} belongs to another build of driverdex`);

const bundles = new Map();
function loadBundle(name) {
	const known = bundles.get(name);
	if (known !== undefined) return known.exports;
	const {code, cache} = pieces[name];
	const source = code.packed ? require('node:zlib').inflateRawSync(readPiece(code)) : readPiece(code);
	const cachedData = cache === undefined ? undefined : readPiece(cache);
	// The build writes ASCII.
	const script = new Script(source.toString('latin1'), {filename: join(__dirname, name), cachedData});
	const bundle = {exports: {}};
	bundles.set(name, bundle);
	const load = wanted => (wanted.startsWith('./') ? loadBundle(wanted.slice(2)) : require(wanted));
	script
		.runInThisContext()
		.call(bundle.exports, bundle.exports, load, bundle, __filename, dirname(__filename));
	return bundle.exports;
}

// Threads require this file for their own bundle: see source/commands/common/beside.ts.
if (require.main === module) loadBundle('main.cjs');
else module.exports = {loadBundle};
