/**
 * What the build changes in the packages that it bundles, and what each change brings: how that was measured stands in
 * bench/README.md. Every one fails the build with a sentence when its package is no longer as it expects.
 */
import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';

const here = import.meta.dirname;
const top = join(here, '../..');
const seeHere = 'see source/build/packages.mjs';

/** A plugin that changes one file of a package; an error where nothing bundled asks for that file any more. */
function changedFile({name, file, change}) {
	return {
		name,
		setup({onLoad, onEnd}) {
			let isChanged = false;
			const filter = new RegExp(`/node_modules/${file.replaceAll('.', '\\.')}$`);
			onLoad({filter}, ({path}) => {
				isChanged = true;
				return {contents: change(readFileSync(path, 'utf8')), loader: 'js', resolveDir: dirname(path)};
			});
			onEnd(() => (isChanged ? undefined : {errors: [{text: `${file} is no longer bundled: ${seeHere}`}]}));
		},
	};
}

/** A text with parts of it put in others' place; an error where one does not stand there exactly once. */
function replaced(source, file, changes) {
	return changes.reduce((text, [own, ours]) => {
		if (text.split(own).length !== 2) throw new Error(`${file} no longer has ${own} once: ${seeHere}`);
		return text.replace(own, () => ours);
	}, source);
}

/**
 * meow ships its dependencies as one prebuilt file that can't be shaken, most of which finds and normalises a
 * package.json that we hand over ourselves, and converts names in every script of the world. Here meow gets what it
 * needs piece by piece. The names are read from meow's own export list, so that another build of it either fits or
 * fails here. Without it a look-up takes 21 % more.
 */
const slimMeow = changedFile({
	name: 'slim-meow',
	file: 'meow/build/dependencies.js',
	change(own) {
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
		const list = /export \{([^}]*)\};?\s*$/.exec(own);
		if (list === null) throw new Error(`meow no longer ends in an export list: ${seeHere}`);
		return list[1]
			.split(',')
			.map(item => {
				const [name, , exported = name] = item.trim().split(/\s+/);
				if (pieces[name] === undefined) throw new Error(`meow wants ${name} now: ${seeHere}`);
				return pieces[name].replace('NAME', exported);
			})
			.join('\n');
	},
});

/**
 * yargs-parser makes itself a require, with the URL that it is made from, to read a configuration file that we never name.
 * Without this a look-up takes 10 % more.
 */
const plainYargs = changedFile({
	name: 'plain-yargs',
	file: 'yargs-parser/build/lib/index.js',
	change: own =>
		replaced(own, 'yargs-parser', [
			["import { createRequire } from 'node:module';", ''],
			[
				'const require = createRequire ? createRequire(import.meta.url) : undefined;',
				'const require = undefined;',
			],
		]),
});

/** The characters that take one cell each, as the program's own measure of text writes them. */
function oneCellEach() {
	const [found] = /(?<=oneCellEach =\s*)\/\^\[.*\]\*\$\/(?=;)/.exec(
		readFileSync(join(top, 'source/text/width.ts'), 'utf8'),
	) ?? [null];
	if (found === null) throw new Error(`source/text/width.ts no longer has oneCellEach: ${seeHere}`);
	return found;
}

/** The first character that is said to take one cell and takes none or two; undefined where there is none. */
async function firstOfOtherWidth(expression) {
	const {default: stringWidth} = await import('string-width');
	const isOneCell = new RegExp(expression.slice(1, -1));
	return Array.from({length: 0x1_0000}, (_, code) => String.fromCharCode(code)).find(
		character => isOneCell.test(character) && stringWidth(character) !== 1,
	);
}

/**
 * string-width builds its Unicode property expressions when it is loaded, for a measurement that text in ASCII and
 * the program's own signs never needs. Here it is loaded at the first text that does. Ink asks it for the width of
 * each cell of each frame, too. Without it a look-up takes 31 % more, and a key in the list twice as long.
 */
const lazyStringWidth = {
	name: 'lazy-string-width',
	setup({onStart, onResolve, onLoad, onEnd}) {
		const expression = oneCellEach();
		let isChanged = false;
		onStart(async () => {
			const other = await firstOfOtherWidth(expression);
			if (other === undefined) return;
			const code = other.charCodeAt(0).toString(16);
			return {errors: [{text: `string-width gives U+${code} another width than one cell: ${seeHere}`}]};
		});
		onResolve({filter: /^string-width$/}, ({namespace}) =>
			namespace === 'lazy' ? undefined : {path: 'string-width', namespace: 'lazy'},
		);
		onLoad({filter: /.*/, namespace: 'lazy'}, () => {
			isChanged = true;
			const contents = `
				let real;
				const oneCellEach = ${expression};
				const colours = /\\x1b\\[[0-9;]*m/g;
				export default (text, options) => {
					const bare = text.includes('\\x1b') ? text.replace(colours, '') : text;
					if (options === undefined && oneCellEach.test(bare)) return bare.length;
					return (real ??= require('string-width').default)(text, options);
				};
			`;
			return {contents, resolveDir: top};
		});
		onEnd(() =>
			isChanged ? undefined : {errors: [{text: `string-width is no longer bundled: ${seeHere}`}]},
		);
	},
};

/**
 * Without this one there is no CommonJS: yoga-layout awaits its WebAssembly at its top level. Here it exports an empty
 * object that is filled when the WebAssembly is there, and `ready`, which says so. Ink asks it for nothing before it
 * renders.
 */
const patientYoga = changedFile({
	name: 'patient-yoga',
	file: 'yoga-layout/dist/src/index.js',
	change: own =>
		replaced(own, 'yoga-layout', [
			[
				'const Yoga = wrapAssembly(await loadYoga());',
				'const Yoga = {};\nexport const ready = loadYoga().then(library => Object.assign(Yoga, wrapAssembly(library)));',
			],
		]),
});

/**
 * Nor without this one: Ink's reconciler awaits two things at its top level for React's developer tools, which no
 * bundle of ours has.
 */
const inkWithoutDevtools = changedFile({
	name: 'ink-without-devtools',
	file: 'ink/build/reconciler.js',
	change: own =>
		replaced(own, "Ink's reconciler", [
			["await import('./devtools.js')", '{}'],
			['await loadPackageJson()', '{}'],
		]),
});

/** SHA-256 of the ink/build/output.js (Ink 6.8.0) that ink-joined-output.js was written for. */
const knownOutput = 'de9078c7fc647c40cf9e32d6658fcbbee91dae9e3f6334e5f4ebfc5905fc401d';

/**
 * Ink composes a frame from cells: it makes an object for each of its 4,800 and takes every line apart anew, which is
 * most of what a key costs. Here lines that stand beside each other are joined as text, and measured once. Where texts
 * overlap or are cut at a side, Ink's own way is taken. It leans on the insides of Ink's class, so any other text of
 * that file has to be read first. Without it a key takes three times as long, and the explorer half as much memory again.
 */
const inkJoinsLines = changedFile({
	name: 'ink-joins-lines',
	file: 'ink/build/output.js',
	change(own) {
		if (createHash('sha256').update(own).digest('hex') !== knownOutput) {
			throw new Error(
				`Ink's output.js is not the one that ink-joined-output.js was written for: read what changed, then ${seeHere}`,
			);
		}
		const changed = replaced(own, "Ink's output.js", [
			['caches = new OutputCaches();', 'caches = keptCaches();'],
			['export default class Output {', 'class Output {'],
		]);
		return changed + readFileSync(join(here, 'ink-joined-output.js'), 'utf8');
	},
});

/** Changes that the bundles can't be built without. */
export const neededChanges = [patientYoga, inkWithoutDevtools];

/** Changes that only make the program quicker, by name: each can be left out of a trial. */
export const quickeningChanges = [slimMeow, plainYargs, lazyStringWidth, inkJoinsLines];
