import {mkdirSync, mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

/** The tiny kernel tree that ships with the tests. */
export const fixtureTree = fileURLToPath(new URL('../fixtures/kernel', import.meta.url));

/** Writes files (path → text) into a fresh folder, which the caller removes. */
export function writeTree(files: Record<string, string | Buffer>): string {
	const folder = mkdtempSync(path.join(tmpdir(), 'driverdex-tree-'));
	for (const [file, text] of Object.entries(files)) {
		const place = path.join(folder, file);
		mkdirSync(path.dirname(place), {recursive: true});
		writeFileSync(place, text);
	}
	return folder;
}
