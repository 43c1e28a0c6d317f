import {readObjects} from '../git/objects.ts';
import {type Archive, mailSizeLimit} from './archive.ts';
import {hashText} from './hash.ts';
import {cleanMessageId, readHead} from './message/message.ts';

/** What the archives took back: blob names, and Message-IDs as hashes. */
export interface TakenBack {
	blobs: Set<string>;
	messageIds: Set<number>;
}

/**
 * Reads which mails public-inbox was told to delete: a copy of the same mail in any of the archives is not counted.
 * Rejects as `readObjects` does.
 */
export async function readTakenBack(archives: readonly Archive[]): Promise<TakenBack> {
	const taken: TakenBack = {blobs: new Set(), messageIds: new Set()};
	for (const {git, log} of archives) {
		const {deletions} = log;
		for (let at = 0; at < deletions.length; at++) taken.blobs.add(deletions.name(at));
		if (deletions.length === 0) continue;
		await readObjects(git, deletions, mailSizeLimit, {
			onObject: (_, body) => {
				const id = cleanMessageId(readHead(body).messageId);
				if (id !== '') taken.messageIds.add(hashText(id));
			},
			onTooLarge: () => {},
			onBroken: () => {},
		});
	}
	return taken;
}
