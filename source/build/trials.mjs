/**
 * For bench/start-up.mjs: builds that lack one of the measures that make the program start quicker, to tell what each
 * brings. `node source/build/build.mjs --into DIR --without slim-meow,code-cache`.
 */
import {readFileSync} from 'node:fs';
import {quickeningChanges} from './packages.mjs';

/** Calls in the explorer that a trial leaves out: each is a line of its own. */
const calls = {
	rehearsal: /^\t*rehearse\(.*\);$/m,
	'small-memory': /^\t*keepMemorySmall\(\);$/m,
};

/** What can be left out, by name. `code-cache` is the build's own: cli.cjs compiles where there is none. */
export const measures = ['code-cache', ...quickeningChanges.map(({name}) => name), ...Object.keys(calls)];

/** A plugin that leaves one of the calls out; an error where the sources no longer have it. */
function withoutCall(name) {
	return {
		name: `without-${name}`,
		setup({onLoad, onEnd}) {
			let isLeftOut = false;
			onLoad({filter: /\/source\/(?:commands|explorer)\/[^/]+\.ts$/}, ({path}) => {
				const source = readFileSync(path, 'utf8');
				if (!calls[name].test(source)) return undefined;
				isLeftOut = true;
				return {contents: source.replace(calls[name], ''), loader: 'ts'};
			});
			onEnd(() =>
				isLeftOut
					? undefined
					: {errors: [{text: `no call of the explorer is the ${name}'s: see source/build/trials.mjs`}]},
			);
		},
	};
}

/** The plugins of a build without the measures named; throws where one is not known. */
export function quickeningPlugins(without) {
	const unknown = without.filter(name => !measures.includes(name));
	if (unknown.length > 0) throw new Error(`--without ${unknown}: there are ${measures.join(', ')}`);
	return [
		...quickeningChanges.filter(({name}) => !without.includes(name)),
		...Object.keys(calls)
			.filter(name => without.includes(name))
			.map(withoutCall),
	];
}
