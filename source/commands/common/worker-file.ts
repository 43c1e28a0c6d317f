import {existsSync} from 'node:fs';
import {join, resolve} from 'node:path';

/** The worker that scans sources, bundled beside this bundle; null when the program runs from its sources. */
export function workerFile(): string | null {
	const file = resolve(join(import.meta.dirname, 'source-scan-worker.cjs'));
	return existsSync(file) ? file : null;
}
