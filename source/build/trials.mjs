/**
 * For bench/start-up.mjs: builds that lack one of the measures that make the program start quicker, to tell what each
 * brings. `node source/build/build.mjs --into DIR --without slim-meow,code-cache`.
 */
import {readFileSync} from 'node:fs';
import {quickeningChanges} from './packages.mjs';

/** Calls in the explorer that a trial leaves out, whole statements. */
const calls = {
	rehearsal: /^\t+rehearse\((?!\))[\s\S]*?\);$/m,
	'small-memory': /^\t+keepMemorySmall\(\);$/m,
};

/** What can be left out, by name. `code-cache` is the build's own: cli.cjs compiles where there is none. */
export const measures = ['code-cache', ...quickeningChanges.map(({name}) => name), ...Object.keys(calls)];

/** A plugin that leaves some of the calls out; an error where the sources no longer have one. */
function withoutCalls(names) {
	return {
		name: 'without-calls',
		setup({onLoad, onEnd}) {
			const found = new Set();
			onLoad({filter: /\/source\/(?:commands|explorer)\/[^/]+\.ts$/}, ({path}) => {
				let contents = readFileSync(path, 'utf8');
				for (const name of names) {
					if (!calls[name].test(contents)) continue;
					found.add(name);
					contents = contents.replace(calls[name], '');
				}
				return {contents, loader: 'ts'};
			});
			onEnd(() => ({
				errors: names
					.filter(name => !found.has(name))
					.map(name => ({text: `the explorer has no call for ${name}: see source/build/trials.mjs`})),
			}));
		},
	};
}

/** The plugins of a build without the measures named; throws where one is not known. */
export function quickeningPlugins(without) {
	const unknown = without.filter(name => !measures.includes(name));
	if (unknown.length > 0) throw new Error(`--without ${unknown}: there are ${measures.join(', ')}`);
	// meow's own file of dependencies brings its yargs-parser with it: there is none by itself to be changed.
	const left = without.includes('slim-meow') ? [...without, 'plain-yargs'] : without;
	return [
		...quickeningChanges.filter(({name}) => !left.includes(name)),
		withoutCalls(without.filter(name => name in calls)),
	];
}
