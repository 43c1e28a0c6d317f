import {stat} from 'node:fs/promises';
import path from 'node:path';
import type {Git} from './process.ts';

/**
 * How to call git in the one repository at `folder`: a bare one, or a checkout with a `.git` in it. Unlike
 * elsewhere, git does not look for a repository around the folder where it is none, and fetches nothing.
 */
export async function gitAt(folder: string, signal: AbortSignal | undefined): Promise<Git> {
	const inner = path.join(folder, '.git');
	const isCheckout = await stat(inner).then(
		() => true,
		() => false,
	);
	return {
		directory: isCheckout ? inner : folder,
		isGitDirectory: true,
		settings: [],
		fetchMissing: false,
		signal,
	};
}
