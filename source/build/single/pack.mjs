/**
 * `npm run single -- OUTDIR [--data DIR]`: driverdex as two files, for machines with Node and without npm. OUTDIR gets
 * driverdex.cjs and driverdex.data, which hold what dist/ and the data set do, and want each other as neighbours.
 *
 * What a look-up, a list and the explorer start with is stored as it is, with V8's code; the other bundles are compressed.
 */
import {spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {parseArgs} from 'node:util';
import {deflateRawSync} from 'node:zlib';
import {build as bundle} from 'esbuild';
import {wrapped} from '../wrapped.mjs';

const here = import.meta.dirname;
const top = join(here, '../../..');
const dist = join(top, 'dist');
const {values, positionals} = parseArgs({allowPositionals: true, options: {data: {type: 'string'}}});
const [into] = positionals;
if (into === undefined || !existsSync(join(dist, 'main.cjs'))) {
	console.error(
		'npm run single -- OUTDIR [--data DIR]: wants a folder to write to, and what npm run build makes.',
	);
	process.exit(64);
}
const archiveHead = 64;

/** The bundles one after the other, and where each lies from the archive's beginning. */
function packProgram() {
	const stored = [];
	const pieces = {};
	let at = archiveHead;
	const add = bytes => {
		stored.push(bytes);
		at += bytes.length;
		return {at: at - bytes.length, bytes: bytes.length};
	};
	// Where whoever opens the file sees them.
	const licences = [join(top, 'LICENSE'), join(dist, 'licences.txt')].map(file => readFileSync(file));
	for (const licence of licences) add(licence);
	const names = readdirSync(dist).filter(name => name.endsWith('.cjs') && name !== 'cli.cjs');
	for (const name of names.sort()) {
		const code = readFileSync(join(dist, name), 'latin1');
		// The build has wrapped what source/build/start.cjs loads.
		const whole = Buffer.from(wrapped(code), 'latin1');
		const cache = join(dist, `${name}.cache`);
		pieces[name] = existsSync(cache)
			? {code: add(whole), cache: add(readFileSync(cache))}
			: {code: {...add(deflateRawSync(whole, {level: 9})), packed: true}};
	}
	const program = Buffer.concat(stored);
	const build = createHash('sha256').update(program).digest('hex').slice(0, 16);
	return {program, pieces, build};
}

function writeProgram({pieces, build}) {
	const filled = {
		"/* BUILD */ ''": JSON.stringify(build),
		'/* PIECES */ {}': JSON.stringify(pieces),
		"/* COLLECTOR */ ''": JSON.stringify(readFileSync(join(top, 'source/machine/collect.sh'), 'utf8')),
		'/* HEAD */ 64': String(archiveHead),
	};
	let text = readFileSync(join(here, 'start.cjs'), 'utf8');
	for (const [place, value] of Object.entries(filled)) {
		if (text.split(place).length !== 2) throw new Error(`start.cjs should hold ${place} once`);
		text = text.replace(place, () => value);
	}
	const file = join(into, 'driverdex.cjs');
	writeFileSync(file, text);
	chmodSync(file, 0o755);
}

/** The archive is written by the program's own sources. */
async function writeData({program, build}) {
	const scratch = mkdtempSync(join(tmpdir(), 'driverdex-single-'));
	const script = join(scratch, 'pack-data.cjs');
	await bundle({
		entryPoints: [join(here, 'pack-data.ts')],
		outfile: script,
		format: 'cjs',
		platform: 'node',
		bundle: true,
		logLevel: 'warning',
	});
	const [data, out] = [resolve(values.data ?? join(top, 'data')), join(into, 'driverdex.data')];
	const {status} = spawnSync(process.execPath, [script, data, out, build], {
		input: program,
		stdio: ['pipe', 'inherit', 'inherit'],
	});
	rmSync(scratch, {recursive: true});
	if (status !== 0) process.exit(status ?? 1);
}

mkdirSync(into, {recursive: true});
const packed = packProgram();
await writeData(packed);
writeProgram(packed);
