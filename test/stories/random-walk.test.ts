import {afterEach, describe, expect, it} from 'vitest';
import {hostileRecords} from '../support/hostile.ts';
import {makePerson} from '../support/person.ts';
import {createRandom} from '../support/random.ts';
import {writeSample} from '../support/sample.ts';
import {killTerminals, patienceMs, startTerminal, wholeFrame} from '../support/terminal.ts';
import {leak, misdrawn, nextStep, type Step} from '../support/walk.ts';

/** Steps of each walk; `npm run walk` takes 7,000 of each. DRIVERDEX_SEED leads elsewhere. */
const steps = Number(process.env.DRIVERDEX_WALK ?? 150);
const seed = Number(process.env.DRIVERDEX_SEED ?? 20_261_123);

afterEach(killTerminals);

/**
 * Walks at random through the program. After every step the screen is looked at, drawn anew, and looked at again:
 * what had been sent in pieces must be what is sent whole.
 */
async function walk(options: {
	data?: string;
	seed: number;
	environment?: Record<string, string>;
}): Promise<void> {
	const random = createRandom(options.seed);
	const size = {columns: 120, rows: 40};
	// What it writes it writes among its own things. No verdict can be kept, so that no editor has the terminal while the
	// screen is looked at.
	const person = makePerson();
	const own = {DISPLAY: '', WAYLAND_DISPLAY: '', ...person.environment};
	const words = ['--root', person.noMachine, '--overlay', '/dev/null/none'];
	const terminal = startTerminal(options.data === undefined ? words : [...words, '--data', options.data], {
		...size,
		cwd: person.folder,
		environment: {...own, ...options.environment},
	});
	await terminal.until('the list is there', screen => /\b1\/[\d,]+/.test(screen));
	const told: Step[] = [];
	let compared = 0;
	for (let step = 0; step < steps; step++) {
		const next = nextStep(random);
		told.push(next);
		const story = () =>
			`seed ${options.seed}, step ${step}: ${JSON.stringify(told.slice(-6))}\n${terminal.text()}`;
		if ('keys' in next) terminal.send(next.keys);
		else {
			Object.assign(size, next);
			terminal.resize(next.columns, next.rows);
		}
		// What was begun and not ended is ended, so that the next key is a key.
		if ('keys' in next && next.keys.endsWith('\u001b[200~')) terminal.send('\u001b[201~');
		await terminal.rest();
		const {before, after} = await terminal.redraw().catch(error => {
			throw new Error(`${story()}\n${error.message}`);
		});
		expect(before.isAlternate && after.isAlternate, story()).toBe(true);
		expect(misdrawn(after.lines, size.columns), story()).toBeNull();
		// Where the keys were read together with the order to draw anew, there was nothing to compare; nor where an ESC
		// was the last of them, which is known to be the Escape key only by what follows.
		const sent = terminal.takeRaw();
		const isSeparate = 'keys' in next && !next.keys.endsWith('\u001b') && !sent.startsWith(wholeFrame);
		// The dossier may have followed the cursor in between: then it is another one, under another name.
		const name = size.rows >= 14 ? 3 : 2;
		const hasFollowed = /[│|]/.test(before.lines[name] ?? '') && before.lines[name] !== after.lines[name];
		if (isSeparate) compared += 1;
		if (isSeparate && !hasFollowed) expect(before.lines, story()).toEqual(after.lines);
		expect(leak(sent), story()).toBeNull();
	}
	expect(compared).toBeGreaterThan(steps / 4);
	terminal.send('\u0003');
	expect((await terminal.exit).exitCode).toBe(130);
	await terminal.until('the main screen is back', () => !terminal.isAlternate());
	expect(terminal.text()).not.toContain('internal error');
}

describe('a walk at random', () => {
	// A step takes 30 ms; only a walk that hangs comes near.
	const limit = 2 * patienceMs + steps * 1500;

	it('through the shipped data finds no way to a broken screen', {timeout: limit}, async () => {
		await walk({seed});
	});

	it('through hostile data finds none either', {timeout: limit}, async () => {
		const random = createRandom(seed + 1);
		const data = writeSample(hostileRecords(random, 120));
		await walk({data, seed: seed + 2, environment: {FORCE_HYPERLINK: '1'}});
	});

	it('nor in ASCII without colours', {timeout: limit}, async () => {
		const random = createRandom(seed + 3);
		const data = writeSample(hostileRecords(random, 60));
		await walk({data, seed: seed + 4, environment: {LANG: 'C', NO_COLOR: '1'}});
	});
});
