import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {build, type Plugin} from 'esbuild';
import {afterEach, beforeEach, expect, it} from 'vitest';
// @ts-expect-error: plain JavaScript, which node runs before anything is built
import {neededChanges, quickeningChanges} from '../../source/build/packages.mjs';

const changes: readonly Plugin[] = [...neededChanges, ...quickeningChanges];

let scratch: string;
beforeEach(() => {
	scratch = mkdtempSync(join(tmpdir(), 'driverdex-packages-'));
});
afterEach(() => rmSync(scratch, {recursive: true}));

/** What the build says where one file of a package has this text; null where it bundles it. */
async function complaint(name: string, file: string, text: string): Promise<string | null> {
	const path = join(scratch, 'node_modules', file);
	mkdirSync(dirname(path), {recursive: true});
	writeFileSync(path, text);
	return complaintAbout(name, `import './node_modules/${file}'`);
}

async function complaintAbout(name: string, contents: string): Promise<string | null> {
	const result = await build({
		stdin: {contents, resolveDir: scratch},
		bundle: true,
		write: false,
		format: 'esm',
		logLevel: 'silent',
		plugins: changes.filter(change => change.name === name),
	}).catch((error: {errors: {text: string}[]}) => error);
	return result.errors[0]?.text ?? null;
}

it('a package that is no longer as a change expects fails the build with a sentence', async () => {
	const meow = 'meow/build/dependencies.js';
	expect(await complaint('slim-meow', meow, 'export {a, b as c};')).toBe(
		'meow wants a now: see source/build/packages.mjs',
	);
	expect(await complaint('slim-meow', meow, 'export default 1;')).toMatch(
		/^meow no longer ends in an export/,
	);
	expect(await complaint('patient-yoga', 'yoga-layout/dist/src/index.js', 'export default {};')).toMatch(
		/^yoga-layout no longer has const Yoga = .* once: see/,
	);
	expect(await complaint('ink-without-devtools', 'ink/build/reconciler.js', 'export default {};')).toMatch(
		/^Ink's reconciler no longer has await import/,
	);
	expect(await complaint('ink-joins-lines', 'ink/build/output.js', 'export default class Output {}')).toMatch(
		/^Ink's output.js is not the one/,
	);
});

it('a change that nothing asks for any more fails it too', async () => {
	expect(changes).toHaveLength(6);
	for (const {name} of changes) {
		expect(await complaintAbout(name, 'export default 1')).toMatch(
			/^[\w/.-]+ is no longer bundled: see source\/build\/packages\.mjs$/,
		);
	}
});
