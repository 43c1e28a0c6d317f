import {existsSync, readFileSync} from 'node:fs';
import {join, resolve} from 'node:path';

/** What source/build/single/start.cjs says where the program is one file beside its data; see there. */
const single = (globalThis as {driverdexSingle?: {program: string; data: string; collector: string}})
	.driverdexSingle;

/** The data set that the program ships with. */
export const shippedData = single?.data ?? join(import.meta.dirname, '..', 'data');

/**
 * The worker that scans sources, bundled beside this bundle, as a path, or as a `data:` address of a module that loads it;
 * null when the program runs from its sources.
 */
export function workerFile(): string | null {
	if (single !== undefined) {
		const program = JSON.stringify(single.program);
		const code = `import {createRequire} from 'node:module';
			createRequire(${program})(${program}).loadBundle('source-scan-worker.cjs');`;
		return `data:text/javascript,${encodeURIComponent(code)}`;
	}
	const file = resolve(join(import.meta.dirname, 'source-scan-worker.cjs'));
	return existsSync(file) ? file : null;
}

/** The script that `host --collector` prints. */
export function collector(): string {
	return single?.collector ?? readFileSync(join(import.meta.dirname, 'collect.sh'), 'utf8');
}
