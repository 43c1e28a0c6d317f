/** A block list for modprobe.d: which modules may stand in it, and its text. */
import type {IndexRow} from '../../dossier/index-row.ts';
import {normaliseName} from '../../dossier/query/names.ts';

/** A driver that a block list was asked for. */
export interface Candidate {
	row: IndexRow;
	/** What a configuration sets its option to; null where none was given. */
	value: 'y' | 'm' | null;
}

/** A driver that is not blocked, and why. */
export interface LeftOut {
	row: IndexRow;
	why: string;
}

/** What is asked of the drivers of a block list. */
export interface BlockWorld {
	/** Whether the option that builds a driver may be m. */
	canBeModule(row: IndexRow): boolean;
	/** The ids of the modules that a driver can't be loaded without. */
	needsOf(row: Pick<IndexRow, 'id'>): readonly string[];
	/** Other drivers that stay, whose needs may not be blocked. */
	others: readonly IndexRow[];
	/** All drivers of a module's name, normalised. */
	named(module: string): readonly IndexRow[];
	/** Where a driver is in use: `srv1`; null where it is not, or nothing tells. */
	usedOn(row: IndexRow): string | null;
	/** Drivers in use, libraries too, with where. */
	used: readonly {row: IndexRow; on: string}[];
}

/** What modprobe takes for a name, and what a line may hold of it. */
const plainName = /^[A-Za-z0-9][\w-]*$/;

/**
 * Of some drivers those that can be blocked without harm: modules, no libraries, none in use, none that something in use or
 * another driver that stays needs, by however many steps. Pure.
 */
export function chooseBlocked(
	candidates: readonly Candidate[],
	world: BlockWorld,
): {blocked: IndexRow[]; leftOut: LeftOut[]} {
	const leftOut: LeftOut[] = [];
	const blocked = new Map<string, IndexRow>();
	const neededInUse = neededBy(
		world.used.map(({row, on}) => ({row, said: `${row.module} needs it, which is in use on ${on}`})),
		world,
	);
	for (const {row, value} of candidates) {
		if (blocked.has(row.id)) continue;
		const on = world.usedOn(row);
		const why =
			value === 'y'
				? `built in by CONFIG_${row.symbol}=y: modprobe never loads it`
				: row.recommendation === 'not-a-driver'
					? 'a library: what needs it would fail with it'
					: !world.canBeModule(row)
						? 'never a module'
						: !plainName.test(row.module)
							? 'its name is none that modprobe takes'
							: on !== null
								? `in use on ${on}`
								: (neededInUse.get(row.id) ?? null);
		if (why === null) blocked.set(row.id, row);
		else leftOut.push({row, why});
	}
	dropNeeded(blocked, leftOut, world);
	return {blocked: [...blocked.values()], leftOut};
}

/** Takes out what others need that stay, until nothing is left to be taken out: what is taken out stays, too. */
function dropNeeded(blocked: Map<string, IndexRow>, leftOut: LeftOut[], world: BlockWorld): void {
	const drop = (row: IndexRow, why: string) => {
		blocked.delete(row.id);
		leftOut.push({row, why});
		return row;
	};
	const stay = world.others.filter(({id}) => !blocked.has(id));
	for (const row of [...blocked.values()]) {
		const other = world.named(normaliseName(row.module)).find(({id}) => !blocked.has(id));
		if (other !== undefined) stay.push(drop(row, `${other.id} bears the same name`));
	}
	for (let next = stay.pop(); next !== undefined; next = stay.pop()) {
		for (const id of world.needsOf(next)) {
			const needed = blocked.get(id);
			if (needed !== undefined) stay.push(drop(needed, `${next.module} needs it`));
		}
	}
}

/** Everything that some drivers need, by id, with what is said of it. */
function neededBy(
	users: readonly {row: IndexRow; said: string}[],
	{needsOf}: BlockWorld,
): ReadonlyMap<string, string> {
	const needed = new Map<string, string>();
	for (const {row, said} of users) {
		const open = [...needsOf(row)];
		for (let id = open.pop(); id !== undefined; id = open.pop()) {
			if (needed.has(id)) continue;
			needed.set(id, said);
			open.push(...needsOf({id}));
		}
	}
	return needed;
}

/** What the text of a block list says beside its lines. */
export interface BlockWords {
	head: readonly string[];
	/** Of a driver that is blocked, a line. */
	reason(row: IndexRow): string;
	/** Makes a text fit to be printed: nothing in it acts. */
	plain(text: string): string;
}

/** Names of drivers that are left out for one reason, of which so many are told. */
const mostNames = 12;

/**
 * The text for a file in /etc/modprobe.d: each module under the reason why, then what was left out. `install … /bin/false`
 * keeps a module out for whoever asks for it; `blacklist` would only do so for its devices (modprobe.d(5)).
 */
export function blockListText(
	{blocked, leftOut}: {blocked: readonly IndexRow[]; leftOut: readonly LeftOut[]},
	{head, reason, plain}: BlockWords,
): string {
	const comment = (text: string) => commentLine(plain(text));
	const lines = head.map(comment);
	for (const row of blocked) {
		lines.push('', comment(reason(row)), `install ${normaliseName(row.module)} /bin/false`);
	}
	const reasons = new Map<string, string[]>();
	for (const {row, why} of leftOut) {
		const names = reasons.get(why) ?? [];
		if (!names.includes(row.module)) names.push(row.module);
		reasons.set(why, names);
	}
	if (reasons.size > 0) lines.push('', '# Left out:');
	for (const [why, names] of reasons) {
		const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : '';
		lines.push(comment(`${names.slice(0, mostNames).join(', ')}${more}: ${why}`));
	}
	return `${lines.join('\n')}\n`;
}

/** Text as one comment: no end of line in it, and no backslash at its end, which would take the next line in. */
function commentLine(text: string): string {
	const flat = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim();
	return `# ${flat.endsWith('\\') ? `${flat}.` : flat}`;
}
