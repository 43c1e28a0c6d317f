import {expect, it} from 'vitest';

/**
 * What a stranger's input comes in by. Each has a file test/attack/DOOR.test.ts or several that begin with its first
 * word; `npm run attack` closes with a table of how many hostile inputs were tried at each.
 */
export type Door =
	| 'data set'
	| 'output'
	| 'arguments'
	| 'generated files'
	| 'addresses'
	| 'shell'
	| 'writers'
	| 'completion'
	| 'own files'
	| 'tree'
	| 'git'
	| 'mail'
	| 'models'
	| 'CVE records'
	| 'Leapp'
	| 'alias tables'
	| 'populations'
	| 'configs'
	| 'sysfs'
	| 'host files'
	| 'inputs'
	| 'archives'
	| 'collector'
	| 'signals'
	| 'keys'
	| 'screen';

/** Notes that hostile inputs were tried: one, or as many as are told. */
export type Tried = (count?: number) => void;

declare module 'vitest' {
	interface TaskMeta {
		attack?: {door: Door; tried: number};
	}
}

/**
 * A test of hostile inputs at a door. The body says how many it tried, as it tries them; one that tried none fails, for it
 * attacks nothing.
 */
export function attack(door: Door, name: string, body: (tried: Tried) => void | Promise<void>): void {
	it(name, async ({task}) => {
		const count = {door, tried: 0};
		task.meta.attack = count;
		await body((more = 1) => {
			count.tried += more;
		});
		expect(count.tried, 'no hostile input was tried').toBeGreaterThan(0);
	});
}

/**
 * What in printed text would act on a terminal or on the order of reading, with the words before it; newlines and tabs
 * are let through, carriage returns only at the end of a line. Empty where all is fit to be read.
 */
export function actingIn(printed: string): string[] {
	const acting =
		/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|\r(?!\n)/gu;
	return [...printed.matchAll(acting)].map(({index, 0: found}) =>
		JSON.stringify(`${printed.slice(Math.max(0, index - 30), index)}⟦U+${found.charCodeAt(0).toString(16)}⟧`),
	);
}
