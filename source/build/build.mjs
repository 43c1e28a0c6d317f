/**
 * Builds dist/: `cli.cjs`, which starts the others; `main.cjs`, what every command begins with, and the dossier that
 * `show` prints; `further.cjs`, whatever else `show` is asked; `words.cjs`, the parser of command lines; `check.cjs`, the
 * schema, for records that nobody has checked yet; `joins.cjs`, what is asked across drivers; `summary.cjs`, the words for a verdict that no rule gave; `list.cjs`, lists and completion, and answers of `show` as lists or data; `explore.cjs`, the explorer's
 * first screen and keys; `explorer.cjs`, its Ink program, the only one with React in it; `machine.cjs`, what looks at a
 * machine or its kernel's configuration; `inputs.cjs`, what people have in hand instead of a machine; `overlay.cjs`, what is the person's own; `slow.cjs`, the commands that work for a
 * while; `source-scan-worker.cjs`, their worker thread. All are CommonJS: Node 20 starts it 8 to 10 ms faster than ES
 * modules, and keeps a code cache for it.
 *
 * For trials, `--into DIR` builds elsewhere and `--without NAME,NAME` without measures of trials.mjs.
 */
import {spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {
	chmodSync,
	copyFileSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import {createRequire} from 'node:module';
import {basename, join, relative, resolve} from 'node:path';
import {parseArgs} from 'node:util';
import {build} from 'esbuild';
import {neededChanges} from './packages.mjs';
import {quickeningPlugins} from './trials.mjs';
import {wrapped} from './wrapped.mjs';

const here = import.meta.dirname;
const top = join(here, '../..');
const {values: words} = parseArgs({
	options: {into: {type: 'string'}, without: {type: 'string', default: ''}},
});
const without = words.without.split(',').filter(Boolean);
const dist = words.into === undefined ? join(top, 'dist') : resolve(words.into);
const {version} = JSON.parse(readFileSync(join(top, 'package.json'), 'utf8'));

/**
 * V8 keeps a text of more than 128 KiB apart from young objects. A shorter one takes its length of their first MiB, and most
 * look-ups end before that is full: without the collection that they would have to wait for.
 */
const largeText = 2 ** 17 + 1024;

/** What is imported later, by its path below source/, and the bundle that holds it. */
const bundles = {
	'commands/explore.ts': './explore.cjs',
	'commands/common/command-lines/read-words.ts': './words.cjs',
	'commands/show/further.ts': './further.cjs',
	'commands/show/answer-forms.ts': './list.cjs',
	'build/list-bundle.ts': './list.cjs',
	'build/machine-bundle.ts': './machine.cjs',
	'build/overlay-bundle.ts': './overlay.cjs',
	'dataset/overlay/models.ts': './overlay.cjs',
	'dataset/overlay/verdicts.ts': './overlay.cjs',
	'explorer/personal/personal.ts': './overlay.cjs',
	'explorer/personal/configuration.ts': './overlay.cjs',
	'build/slow-bundle.ts': './slow.cjs',
	'explorer/explorer.tsx': './explorer.cjs',
	'machine/inputs/read-input.ts': './inputs.cjs',
};

const keepBundlesApart = {
	name: 'keep-bundles-apart',
	setup({onResolve}) {
		onResolve({filter: /^\..*\.tsx?$/}, ({path, kind, resolveDir}) => {
			if (kind !== 'dynamic-import') return undefined;
			const wanted = relative(join(top, 'source'), join(resolveDir, path));
			if (bundles[wanted] !== undefined) return {path: bundles[wanted], external: true};
			// It would be bundled again wherever it is asked for.
			return {
				errors: [{text: `source/${wanted} is imported later, but is no bundle: see source/build/build.mjs`}],
			};
		});
	},
};

/** What comes later: the one that asks for a module, the bundle that the module is, and what is asked of it. */
const laterModules = {
	'joins-reader': {asker: 'index-reader', bundle: './joins.cjs', call: 'openJoins'},
	'make-index': {asker: 'open-files', bundle: './restore.cjs', call: 'restoreIndex'},
	summary: {asker: 'wording', bundle: './summary.cjs', call: 'summaryOf'},
	'record-check': {asker: 'open-checked', bundle: './check.cjs', call: 'checkRecord'},
};

/**
 * The schema and its library come with the first record that is to be checked, see source/dataset/open-checked.ts; what is
 * asked across drivers with the first query that asks so; how an index is made with the first data set that has none; words for a verdict of another's
 * with the first driver that has one: of the rules' own the records have them.
 */
const checkLater = {
	name: 'check-later',
	setup({onResolve, onLoad}) {
		for (const [name, {asker, bundle}] of Object.entries(laterModules)) {
			onResolve({filter: new RegExp(`/${name}\\.ts$`)}, ({importer}) =>
				importer.endsWith(`/${asker}.ts`) ? {path: name, namespace: 'later'} : undefined,
			);
			onResolve({filter: new RegExp(`^\\./${basename(bundle, '.cjs')}\\.cjs$`)}, ({path}) => ({
				path,
				external: true,
			}));
		}
		onLoad({filter: /.*/, namespace: 'later'}, ({path}) => {
			const {bundle, call} = laterModules[path];
			return {contents: `export const ${call} = (...of) => require('${bundle}').${call}(...of);`};
		});
	},
};

/** What open-checked.ts knows the shipped records by. */
function ownRecords() {
	const manifest = join(top, 'data/manifest.json');
	if (!existsSync(manifest)) return '';
	const {files} = JSON.parse(readFileSync(manifest, 'utf8'));
	const names = ['drivers', 'directories', 'platforms', 'gone', 'outside'];
	return names.map(name => files[`${name}.ndjson`]?.sha256).join(' ');
}

rmSync(dist, {recursive: true, force: true});
mkdirSync(dist, {recursive: true});
const {metafile} = await build({
	entryPoints: {
		main: join(top, 'source/cli.ts'),
		check: join(top, 'source/dataset/record-check.ts'),
		summary: join(top, 'source/dossier/summary/summary.ts'),
		joins: join(top, 'source/dataset/joins/joins-reader.ts'),
		restore: join(top, 'source/dataset/make-index.ts'),
		explore: join(top, 'source/commands/explore.ts'),
		words: join(top, 'source/commands/common/command-lines/read-words.ts'),
		further: join(top, 'source/commands/show/further.ts'),
		list: join(top, 'source/build/list-bundle.ts'),
		inputs: join(top, 'source/machine/inputs/read-input.ts'),
		machine: join(top, 'source/build/machine-bundle.ts'),
		overlay: join(top, 'source/build/overlay-bundle.ts'),
		slow: join(top, 'source/build/slow-bundle.ts'),
		'source-scan-worker': join(top, 'source/survey/worker.ts'),
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
		driverdexOwnRecords: JSON.stringify(ownRecords()),
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
	plugins: [keepBundlesApart, checkLater, ...neededChanges, ...quickeningPlugins(without)],
});
writeAscii();
const program = join(dist, 'cli.cjs');
copyFileSync(join(here, 'start.cjs'), program);
chmodSync(program, 0o755);
// Printed by `driverdex host --collector`, and there to be copied.
copyFileSync(join(top, 'source/machine/collect.sh'), join(dist, 'collect.sh'));
// Named by configurations, for editors.
copyFileSync(join(top, 'docs/config.schema.json'), join(dist, 'config.schema.json'));

await restoreIndex();
writeFileSync(join(dist, 'driverdex.1'), await printed('manual-page.ts', version));
if (!without.includes('code-cache')) await keepCode();
writeLicences();

/** esbuild leaves letters beyond ASCII in regular expressions as they are: with one of them a bundle takes twice the memory. */
function writeAscii() {
	const {bundles: started} = createRequire(import.meta.url)('./start.cjs');
	for (const file of readdirSync(dist).filter(name => name.endsWith('.cjs'))) {
		const code = readFileSync(join(dist, file), 'utf8');
		const escaped = code.replace(
			/[^\0-\x7f]/g,
			letter => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
		);
		// What the start program compiles stands in a function, as Node puts it around a module.
		const whole = file === 'main.cjs' || started.has(`./${file}`) ? wrapped(escaped) : escaped;
		const kept =
			file === 'main.cjs'
				? `${whole.trimEnd()}${' '.repeat(Math.max(0, largeText - whole.length))}\n`
				: whole;
		if (kept !== code) writeFileSync(join(dist, file), kept);
	}
}

function sha256(content) {
	return createHash('sha256').update(content).digest('hex');
}

/** The index of the shipped data and its tables say nothing that its records do not: the repository is spared them. */
async function restoreIndex() {
	const data = join(top, 'data');
	if (!existsSync(join(data, 'manifest.json'))) return;
	const {files} = JSON.parse(readFileSync(join(data, 'manifest.json'), 'utf8'));
	const isThere = file => {
		const path = join(data, file);
		return existsSync(path) && sha256(readFileSync(path)) === files[file].sha256;
	};
	const made = ['index.json', 'names.idx', 'ids.idx', 'links.idx', 'joins.idx'];
	if (made.filter(file => files[file] !== undefined).every(isThere)) return;
	const {status} = await runTypeScript('restore-index.ts', [data], 'inherit');
	if (status !== 0) console.error('data/ has no index: see source/dataset/make-index.ts');
}

/** Runs a script of this folder that is made of the program's own sources. */
async function runTypeScript(name, words, stdio) {
	const script = join(dist, name.replace(/\.ts$/, '.cjs'));
	await build({
		entryPoints: [join(here, name)],
		outfile: script,
		format: 'cjs',
		platform: 'node',
		bundle: true,
		jsx: 'automatic',
		logLevel: 'warning',
	});
	const result = spawnSync(process.execPath, [script, ...words], {stdio, maxBuffer: 2 ** 26});
	rmSync(script);
	return result;
}

/** What such a script prints. */
async function printed(name, ...words) {
	const {status, stdout} = await runTypeScript(name, words, ['ignore', 'pipe', 'inherit']);
	if (status !== 0) throw new Error(`${name} failed`);
	return stdout;
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
			// Three seconds of work, on a machine that may have much else to do.
			const limit = setTimeout(() => child.kill('SIGKILL'), 90_000);
			child.onData(() => {});
			child.onExit(() => {
				clearTimeout(limit);
				resolve();
			});
		});
		const {compile} = createRequire(import.meta.url)(program);
		for (const name of ['main.cjs', 'list.cjs', 'explore.cjs', 'explorer.cjs']) {
			if (compile(name).cachedDataRejected !== false) throw new Error(`V8 does not take that of ${name}`);
		}
	} catch (error) {
		console.warn(`no code cache, so driverdex starts more slowly: ${error.message}`);
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
