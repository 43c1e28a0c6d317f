import {readdir, stat} from 'node:fs/promises';
import path from 'node:path';

/**
 * The git repositories behind a folder given as a mailing-list archive, oldest epoch first: the folder itself where
 * it is one (bare or not), else the numbered ones in it, as public-inbox and mirrors of lore.kernel.org lay them out
 * (`LIST/git/0.git`, `LIST/0.git`, `LIST/0`, `DIR/LIST.0`). Empty where there is none.
 */
export async function epochsOf(folder: string): Promise<string[]> {
	if (await isRepository(folder)) return [folder];
	for (const place of [path.join(folder, 'git'), folder]) {
		const names = await readdir(place).catch(() => []);
		const epochs = names
			.flatMap(name => {
				const match = /^(|.*\.)(\d+)(?:\.git)?$/.exec(name);
				return match ? [{name, list: match[1]!, epoch: Number(match[2])}] : [];
			})
			.sort((a, b) => (a.list < b.list ? -1 : a.list > b.list ? 1 : a.epoch - b.epoch));
		const found: string[] = [];
		for (const {name} of epochs) {
			const repository = path.join(place, name);
			if (await isRepository(repository)) found.push(repository);
		}
		if (found.length > 0) return found;
	}
	return [];
}

/** Whether a folder looks like a git directory, or like a checkout with one in it. */
async function isRepository(folder: string): Promise<boolean> {
	if (await isThere(path.join(folder, '.git'))) return true;
	return (await isThere(path.join(folder, 'HEAD'))) && (await isThere(path.join(folder, 'objects')));
}

async function isThere(file: string): Promise<boolean> {
	return stat(file).then(
		() => true,
		() => false,
	);
}
