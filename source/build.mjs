/**
 * Builds dist/: `cli.cjs`, what every command starts with; `slow.cjs`, the commands that work for a while;
 * `source-scan-worker.cjs`, their worker thread; `explorer.mjs`, the Ink program, the only one with React in it.
 * The first three are CommonJS: Node 20 starts it 8 to 10 ms faster than an ES module. Ink can't be: it awaits at
 * its top level.
 */
import {chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';

const top = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(top, 'dist');
const {version} = JSON.parse(readFileSync(join(top, 'package.json'), 'utf8'));

/** Dynamic imports between the bundles: the source's path on the left, the bundle on the right. */
const bundles = {
	'./commands/slow.ts': './slow.cjs',
	'../explorer/explorer.tsx': './explorer.mjs',
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
 * finding and normalising a package.json that we hand over ourselves. Here meow gets the same packages one by
 * one, without those two: 6 ms. The names are read from meow's own export list, so that another build of it either
 * fits or fails here.
 */
const slimMeow = {
	name: 'slim-meow',
	setup({onLoad}) {
		const packages = {
			yargsParser: "export {default as NAME} from 'yargs-parser';",
			trimNewlines: "export {trimNewlines as NAME} from 'trim-newlines';",
			redent: "export {default as NAME} from 'redent';",
			camelcaseKeys: "export {default as NAME} from 'camelcase-keys';",
			decamelizeKeys: "export {default as NAME} from 'decamelize-keys';",
			decamelize: "export {default as NAME} from 'decamelize';",
			constructParserOptions: "export {default as NAME} from 'minimist-options';",
			readPackageUpSync: 'export const NAME = () => undefined;',
			normalizePackageData: 'export const NAME = () => {};',
		};
		onLoad({filter: /node_modules\/meow\/build\/dependencies\.js$/}, ({path}) => {
			const list = /export \{([^}]*)\};?\s*$/.exec(readFileSync(path, 'utf8'));
			if (list === null)
				throw new Error('meow no longer ends in an export list: see slimMeow in source/build.mjs');
			const contents = list[1].split(',').map(item => {
				const [name, , exported = name] = item.trim().split(/\s+/);
				if (packages[name] === undefined)
					throw new Error(`meow wants ${name}: see slimMeow in source/build.mjs`);
				return packages[name].replace('NAME', exported);
			});
			return {contents: contents.join('\n'), loader: 'js', resolveDir: top};
		});
	},
};

/**
 * string-width builds its Unicode property expressions when it is loaded: 24 ms, for a measurement that text in
 * ASCII and the program's own signs never needs. Here it is loaded at the first text that does.
 */
const lazyStringWidth = {
	name: 'lazy-string-width',
	setup({onResolve, onLoad}) {
		onResolve({filter: /^string-width$/}, ({namespace}) =>
			namespace === 'lazy' ? undefined : {path: 'string-width', namespace: 'lazy'},
		);
		onLoad({filter: /.*/, namespace: 'lazy'}, () => ({
			contents: `let real; export default (...given) => (real ??= require('string-width').default)(...given);`,
			resolveDir: top,
		}));
	},
};

const common = {
	bundle: true,
	minify: true,
	// Names stay, so that a stack in a bug report can be read.
	keepNames: false,
	platform: 'node',
	target: 'node20.19',
	legalComments: 'none',
	logLevel: 'warning',
	metafile: true,
	define: {
		driverdexVersion: JSON.stringify(version),
		'process.env.NODE_ENV': '"production"',
		'process.env.DEV': '"false"',
	},
};

rmSync(dist, {recursive: true, force: true});
mkdirSync(dist);
const commonJs = await build({
	...common,
	entryPoints: {
		cli: join(top, 'source/cli.ts'),
		slow: join(top, 'source/commands/slow.ts'),
		'source-scan-worker': join(top, 'source/survey/source-scan-worker.ts'),
	},
	outdir: dist,
	outExtension: {'.js': '.cjs'},
	format: 'cjs',
	define: {...common.define, 'import.meta.dirname': '__dirname', 'import.meta.url': '"file:///driverdex"'},
	plugins: [keepBundlesApart, slimMeow, lazyStringWidth],
});
const cli = join(dist, 'cli.cjs');
writeFileSync(cli, `#!/usr/bin/env node\n${readFileSync(cli, 'utf8')}`);
chmodSync(cli, 0o755);
const explorer = await build({
	...common,
	entryPoints: {explorer: join(top, 'source/explorer/explorer.tsx')},
	outdir: dist,
	outExtension: {'.js': '.mjs'},
	format: 'esm',
	jsx: 'automatic',
	// Some of Ink's dependencies are CommonJS and call require.
	banner: {
		js: "import {createRequire as nodeRequire} from 'node:module'; const require = nodeRequire(import.meta.url);",
	},
	alias: {'react-devtools-core': join(top, 'source/empty.mjs')},
});

/** Licences of everything bundled, as MIT and its kin ask for. */
const require = createRequire(import.meta.url);
const folders = new Set(
	[...Object.keys(commonJs.metafile.inputs), ...Object.keys(explorer.metafile.inputs)].flatMap(
		input => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? [],
	),
);
const notices = [...folders].sort().map(folder => {
	const {name, version: bundled, license} = require(join(top, folder, 'package.json'));
	const text = ['license', 'LICENSE', 'LICENSE.md', 'LICENSE.txt', 'license.md', 'LICENCE']
		.map(file => {
			try {
				return readFileSync(join(top, folder, file), 'utf8').trim();
			} catch {
				return '';
			}
		})
		.find(content => content !== '');
	return `${name} ${bundled} (${license})\n\n${text ?? 'See its package for the text.'}\n`;
});
writeFileSync(
	join(dist, 'licences.txt'),
	`driverdex bundles these packages.\n\n${notices.join('\n---\n\n')}`,
);
