/** What the news are held against, in words for the head of a table or a screen. */
import type {Manifest} from '../schema.ts';

/** A first look, a look before, another data set, or a day. */
export type SinceWhat =
	| {kind: 'seen'; seen: {at: string | null; treeVersion: string | null; asOf: string | null}}
	| {kind: 'dataset'; dataset: {manifest: Pick<Manifest, 'treeVersion' | 'asOf'>}}
	| {kind: 'date'; date: string};

/** `nothing new since 2026-11-02 (Linux 7.2, evidence to 2026-09-01)`. */
export function newsSince(
	since: SinceWhat,
	count: number,
	{treeVersion, asOf}: Pick<Manifest, 'treeVersion' | 'asOf'>,
): string {
	const what = count === 0 ? 'nothing new' : `${count} new`;
	const data = (version: string, day: string) => `Linux ${version}, evidence to ${day}`;
	switch (since.kind) {
		case 'seen': {
			const {at, treeVersion: version, asOf: day} = since.seen;
			if (at === null || version === null || day === null) return `${what}: this is the first look`;
			const same = version === treeVersion && day === asOf ? 'the same data set' : data(version, day);
			return `${what} since ${at.slice(0, 10)} (${same})`;
		}
		case 'dataset': {
			const {manifest} = since.dataset;
			return `${what} since ${data(manifest.treeVersion, manifest.asOf)}`;
		}
		case 'date':
			return `${what} since ${since.date}`;
	}
}
