import type {Sign, SignKind} from '../../dossier/schema.ts';
import {type Evidence, inTree, type Observation, signOf} from '../evidence.ts';

/**
 * One rule. It speaks of signs, never of a driver's name, so that it works on trees that nobody has seen. What it
 * weighs is not written here but fitted on what happened: see calibration.json.
 */
export interface Rule {
	name: string;
	/** Which way it may pull: its fitted weight is at least 0 where it speaks for removal, at most 0 for staying. */
	speaksFor: 'removal' | 'staying';
	/** Rules of one group lean on the same fact: they count as one sign, not as two. */
	group: string;
	/** Alone it would justify a word of warning; two of these that are independent justify `deprecate`. */
	strong?: true;
	/** A sign against the driver that makes `keep` too much to say where a second one speaks. Strong ones are, too. */
	against?: true;
	/** It tells what the sources look like, not what happened to the driver: told together, and last. */
	style?: true;
	/** What it looks at, in a line. */
	about: string;
	/** What it has to say of a driver; null where it is silent. */
	look(evidence: Evidence): Observation | null;
}

/** A rule without what it looks at; its group is the sign's name where it has none of its own. */
export type Row = Omit<Rule, 'look' | 'group'> & {group?: string};

/** A rule that speaks when the tree shows a sign. */
export function onSign(
	kind: SignKind,
	row: Row,
	say: (sign: Sign, evidence: Evidence) => readonly [text: string, claim: string] | null,
): Rule {
	return {
		group: kind,
		...row,
		look(evidence) {
			const sign = signOf(evidence, kind);
			const said = sign === undefined ? null : say(sign, evidence);
			return said === null ? null : {text: said[0], source: inTree(sign!.at, said[1])};
		},
	};
}

/**
 * A rule on how many years before as-of the newest copyright year of the sources lies: of what it is linked from, as the
 * survey reads no copyright lines in headers.
 */
export function onAge(
	name: string,
	speaksFor: Rule['speaksFor'],
	about: string,
	from: number,
	to: number,
): Rule {
	return onSign(
		'newest-copyright',
		{name, speaksFor, about, style: true, ...(from >= 17 && {against: true as const})},
		({value}, {asOf}) => {
			const age = Number(asOf.slice(0, 4)) - Number(value);
			if (!(age >= from && age <= to)) return null;
			const text =
				speaksFor === 'staying'
					? `its .c files name the year ${value}`
					: `its .c files name no year after ${value}`;
			return [text, `newest copyright: ${value}`];
		},
	);
}
