/**
 * Builds dist/: `cli.cjs`, which starts the others; `main.cjs`, what every command begins with; `explore.cjs`, the
 * explorer's first screen and keys; `explorer.cjs`, its Ink program, the only one with React in it; `machine.cjs`,
 * what looks at a machine or its kernel's configuration; `slow.cjs`, the commands that work for a while;
 * `source-scan-worker.cjs`, their worker thread. All are CommonJS: Node 20 starts it 8 to 10 ms faster than ES modules,
 * and keeps a code cache for it.
 */
import {spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const top = join(here, '../..');
const dist = join(top, 'dist');
const {version} = JSON.parse(readFileSync(join(top, 'package.json'), 'utf8'));

/** Dynamic imports between the bundles: the source's path on the left, the bundle on the right. */
const bundles = {
	'./commands/explore.ts': './explore.cjs',
	'./explore.ts': './explore.cjs',
	'./build/machine-bundle.ts': './machine.cjs',
	'./build/slow-bundle.ts': './slow.cjs',
	'./explorer.tsx': './explorer.cjs',
};

const keepBundlesApart = {
	name: 'keep-bundles-apart',
	setup({onResolve}) {
		onResolve({filter: /\.tsx?$/}, ({path, kind}) =>
			kind === 'dynamic-import' && bundles[path] ? {path: bundles[path], external: true} : undefined,
		);
	},
};

/**
 * meow ships its dependencies as one prebuilt file that can't be shaken: it costs 26 ms at start, most of it for
 * finding and normalising a package.json that we hand over ourselves, and for names in every script of the world.
 * Here meow gets what it needs piece by piece: 5 ms. The names are read from meow's own export list, so that
 * another build of it either fits or fails here.
 */
const slimMeow = {
	name: 'slim-meow',
	setup({onLoad}) {
		const parts = JSON.stringify(join(here, 'meow-parts.mjs'));
		const pieces = {
			yargsParser: "export {default as NAME} from 'yargs-parser';",
			trimNewlines: "export {trimNewlines as NAME} from 'trim-newlines';",
			redent: "export {default as NAME} from 'redent';",
			camelcaseKeys: `export {camelcaseKeys as NAME} from ${parts};`,
			decamelizeKeys: `export {decamelizeKeys as NAME} from ${parts};`,
			decamelize: `export {decamelize as NAME} from ${parts};`,
			constructParserOptions: "export {default as NAME} from 'minimist-options';",
			readPackageUpSync: 'export const NAME = () => undefined;',
			normalizePackageData: 'export const NAME = () => {};',
		};
		onLoad({filter: /node_modules\/meow\/build\/dependencies\.js$/}, ({path}) => {
			const list = /export \{([^}]*)\};?\s*$/.exec(readFileSync(path, 'utf8'));
			if (list === null)
				throw new Error('meow no longer ends in an export list: see slimMeow in source/build');
			const contents = list[1].split(',').map(item => {
				const [name, , exported = name] = item.trim().split(/\s+/);
				if (pieces[name] === undefined) throw new Error(`meow wants ${name}: see slimMeow in source/build`);
				return pieces[name].replace('NAME', exported);
			});
			return {contents: contents.join('\n'), loader: 'js', resolveDir: top};
		});
	},
};

/** The characters that take one cell each, from the program's own measure of text. */
const [oneCellEach] = /\/\^\[.*\]\*\$\/(?=;)/.exec(
	/oneCellEach =\s*(.*)/.exec(readFileSync(join(top, 'source/text/width.ts'), 'utf8'))[1],
);

/**
 * string-width builds its Unicode property expressions when it is loaded: 24 ms, for a measurement that text in
 * ASCII and the program's own signs never needs. Here it is loaded at the first text that does. Ink asks it for
 * the width of each cell of each frame, too.
 */
const lazyStringWidth = {
	name: 'lazy-string-width',
	setup({onResolve, onLoad}) {
		onResolve({filter: /^string-width$/}, ({namespace}) =>
			namespace === 'lazy' ? undefined : {path: 'string-width', namespace: 'lazy'},
		);
		onLoad({filter: /.*/, namespace: 'lazy'}, () => ({
			contents: `
				let real;
				const oneCellEach = ${oneCellEach};
				const colours = /\\x1b\\[[0-9;]*m/g;
				export default (text, options) => {
					const bare = text.includes('\\x1b') ? text.replace(colours, '') : text;
					return oneCellEach.test(bare) ? bare.length : (real ??= require('string-width').default)(text, options);
				};
			`,
			resolveDir: top,
		}));
	},
};

/**
 * yoga-layout awaits its WebAssembly at its top level, which CommonJS can't. Here it exports an empty object that
 * is filled when the WebAssembly is there, and `ready`, which says so. Ink asks it for nothing before it renders.
 */
const patientYoga = {
	name: 'patient-yoga',
	setup({onLoad}) {
		onLoad({filter: /node_modules\/yoga-layout\/dist\/src\/index\.js$/}, ({path}) => ({
			contents: `
				import loadYoga from '../binaries/yoga-wasm-base64-esm.js';
				import wrapAssembly from './wrapAssembly.js';
				const Yoga = {};
				export const ready = loadYoga().then(library => Object.assign(Yoga, wrapAssembly(library)));
				export default Yoga;
				export * from './generated/YGEnums.js';
			`,
			resolveDir: dirname(path),
		}));
	},
};

/** Ink's reconciler awaits two things at its top level for React's developer tools, which no bundle of ours has. */
const inkWithoutDevtools = {
	name: 'ink-without-devtools',
	setup({onLoad}) {
		onLoad({filter: /node_modules\/ink\/build\/reconciler\.js$/}, ({path}) => {
			let contents = readFileSync(path, 'utf8');
			for (const awaited of ["await import('./devtools.js')", 'await loadPackageJson()']) {
				if (!contents.includes(awaited)) throw new Error(`Ink no longer has ${awaited}: see source/build`);
				contents = contents.replace(awaited, '{}');
			}
			return {contents, loader: 'js'};
		});
	},
};

/**
 * Ink composes a frame from cells: it makes an object for each of its 4,800 and takes every line apart anew, which is
 * most of what a key costs: 20 ms of 30. Here lines that stand beside each other are joined as text, and measured once.
 * Where texts overlap or are cut at a side, Ink's own way is taken.
 */
const inkJoinsLines = {
	name: 'ink-joins-lines',
	setup({onLoad}) {
		onLoad({filter: /node_modules\/ink\/build\/output\.js$/}, ({path}) => {
			let source = readFileSync(path, 'utf8');
			for (const [own, changed] of [
				['caches = new OutputCaches();', 'caches = keptCaches();'],
				['export default class Output {', 'class Output {'],
			]) {
				if (!source.includes(own)) throw new Error(`Ink no longer has ${own}: see source/build`);
				source = source.replace(own, changed);
			}
			return {contents: source + readFileSync(join(here, 'ink-joined-output.js'), 'utf8'), loader: 'js'};
		});
	},
};

rmSync(dist, {recursive: true, force: true});
mkdirSync(dist);
const {metafile} = await build({
	entryPoints: {
		main: join(top, 'source/cli.ts'),
		explore: join(top, 'source/commands/explore.ts'),
		machine: join(top, 'source/build/machine-bundle.ts'),
		slow: join(top, 'source/build/slow-bundle.ts'),
		'source-scan-worker': join(top, 'source/survey/tree/sources/scan-worker.ts'),
		explorer: join(here, 'explorer-bundle.ts'),
	},
	outdir: dist,
	outExtension: {'.js': '.cjs'},
	format: 'cjs',
	platform: 'node',
	target: 'node20.19',
	bundle: true,
	minify: true,
	jsx: 'automatic',
	legalComments: 'none',
	logLevel: 'warning',
	metafile: true,
	define: {
		driverdexVersion: JSON.stringify(version),
		'process.env.NODE_ENV': '"production"',
		'process.env.DEV': '"false"',
		'import.meta.dirname': '__dirname',
		'import.meta.url': '"file:///driverdex"',
	},
	supported: {
		// Imports between bundles become calls of start.cjs's require.
		'dynamic-import': false,
		// As literals, expressions with Unicode properties are compiled when they are first used; as calls of
		// RegExp, which esbuild would write, when the program starts.
		'regexp-lookbehind-assertions': true,
		'regexp-set-notation': true,
		'regexp-unicode-property-escapes': true,
	},
	plugins: [keepBundlesApart, slimMeow, lazyStringWidth, patientYoga, inkWithoutDevtools, inkJoinsLines],
});
const program = join(dist, 'cli.cjs');
copyFileSync(join(here, 'start.cjs'), program);
chmodSync(program, 0o755);
// Printed by `driverdex host --collector`, and there to be copied.
copyFileSync(join(top, 'source/machine/collect.sh'), join(dist, 'collect.sh'));

await restoreIndex();
await keepCode();
writeLicences();

/** The index of the shipped data says nothing that its records do not: the repository is spared it. */
async function restoreIndex() {
	const data = join(top, 'data');
	if (!existsSync(join(data, 'manifest.json'))) return;
	const {files} = JSON.parse(readFileSync(join(data, 'manifest.json'), 'utf8'));
	const index = join(data, 'index.json');
	const digest = existsSync(index) && createHash('sha256').update(readFileSync(index)).digest('hex');
	if (digest === files['index.json'].sha256) return;
	const script = join(dist, 'restore-index.cjs');
	await build({
		entryPoints: [join(here, 'restore-index.ts')],
		outfile: script,
		format: 'cjs',
		platform: 'node',
		bundle: true,
		logLevel: 'warning',
	});
	const {status} = spawnSync(process.execPath, [script, data], {stdio: 'inherit'});
	rmSync(script);
	if (status !== 0) console.error('data/ has no index: see source/dataset/make-index.ts');
}

/** Fills the code caches by running the program. Without a terminal to run it in, it starts a little slower. */
async function keepCode() {
	const data = join(top, 'data');
	if (!existsSync(join(data, 'manifest.json'))) return;
	try {
		const {spawn} = await import('@lydell/node-pty');
		await new Promise(resolve => {
			const child = spawn(process.execPath, [join(here, 'warm.cjs'), dist, data], {
				cols: 120,
				rows: 40,
				name: 'xterm-256color',
				env: {...process.env, TERM: 'xterm-256color', LANG: 'C.UTF-8', NO_COLOR: '', CI: ''},
			});
			const limit = setTimeout(() => child.kill('SIGKILL'), 20_000);
			child.onData(() => {});
			child.onExit(() => {
				clearTimeout(limit);
				resolve();
			});
		});
	} catch (error) {
		console.warn(`no code cache: ${error.message}`);
	}
}

/** The licences of everything bundled, as MIT and its kin ask for. */
function writeLicences() {
	const require = createRequire(import.meta.url);
	const folders = new Set(
		Object.keys(metafile.inputs).flatMap(
			input => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? [],
		),
	);
	const files = ['license', 'LICENSE', 'LICENSE.md', 'LICENSE.txt', 'license.md', 'LICENCE'];
	const notices = [...folders].sort().map(folder => {
		const {name, version: bundled, license} = require(join(top, folder, 'package.json'));
		const file = files
			.map(candidate => join(top, folder, candidate))
			.find(candidate => existsSync(candidate));
		const text = file === undefined ? 'See its package for the text.' : readFileSync(file, 'utf8').trim();
		return `${name} ${bundled} (${license})\n\n${text}\n`;
	});
	writeFileSync(
		join(dist, 'licences.txt'),
		`driverdex bundles these packages.\n\n${notices.join('\n---\n\n')}`,
	);
}
