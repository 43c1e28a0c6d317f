/** Finds the replies to a few mails among all of an archive, without having read them. */
import {hashText} from '../hash.ts';
import {foldTitle} from '../message/patch.ts';
import {isDeletionTitle} from './answers.ts';

const nameBytes = 20;

/** Blob names of replies and what their titles answer, in 24 bytes a reply and key. SHA-1 names only: lists have no others. */
export class ReplyIndex {
	private names = Buffer.alloc(0);
	private keys = new Uint32Array(0);
	length = 0;

	add(name: string, key: number): void {
		if (name.length !== nameBytes * 2) return;
		if (this.length === this.keys.length) {
			const rows = Math.max(1024, Math.ceil(this.length * 1.5));
			const names = Buffer.allocUnsafe(rows * nameBytes);
			this.names.copy(names);
			this.names = names;
			const keys = new Uint32Array(rows);
			keys.set(this.keys);
			this.keys = keys;
		}
		this.names.write(name, this.length * nameBytes, 'hex');
		this.keys[this.length++] = key;
	}

	/** Names of the replies with one of these keys, each once, newest first. */
	find(keys: ReadonlySet<number>): string[] {
		const found = new Set<string>();
		for (let at = 0; at < this.length; at++) {
			if (keys.has(this.keys[at]!))
				found.add(this.names.toString('hex', at * nameBytes, (at + 1) * nameBytes));
		}
		return [...found];
	}
}

const beforeTitle = /^\s*(?:\[[^\]]*\]|\(subset\)|[^\s:：[\]]{1,4}(?:\[\d+\]|\(\d+\))?\s*[:：])\s*/i;

/** A key, in 32 bits, that a mail shares with the replies to it: its title without tags and reply marks. */
export function replyKey(subject: string): number {
	let title = subject;
	// "Re: [PATCH] re: x" has several marks. A short prefix such as "net:" goes on both sides alike.
	for (let cut = beforeTitle.exec(title); cut !== null; cut = beforeTitle.exec(title))
		title = title.slice(cut[0].length);
	// A folded header has a blank where the line was broken: `irondevice, sma1303`.
	return hashText(foldTitle(title).replaceAll(', ', ',')) % 2 ** 32;
}

/**
 * A key that what says it deletes shares with all others that say so of the same part of the kernel, as the words before the
 * title's last colon have it: some answer under a title that no patch bears (`scsi: target/sbp: remove firewire SBP target
 * driver` of `… remove SBP target driver`). Null for any other title.
 */
export function deletionAreaKey(subject: string): number | null {
	const title = foldTitle(subject.replace(/^.*\]|^\s*re\s*:/i, ''));
	const area = title.slice(0, title.lastIndexOf(': '));
	return title.includes(': ') && isDeletionTitle(title) ? hashText(`deletes in ${area}`) % 2 ** 32 : null;
}
