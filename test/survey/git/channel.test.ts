import {mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, it, vi} from 'vitest';
import {openChannel} from '../../../source/survey/git/channel.ts';

let place = '';
beforeEach(() => {
	place = mkdtempSync(join(tmpdir(), 'ch-'));
	vi.stubEnv('TMPDIR', place);
});
afterEach(() => {
	vi.unstubAllEnvs();
	rmSync(place, {recursive: true, force: true});
});

it('hands over all that is written, and leaves nothing in the temporary folder', async () => {
	let text = '';
	const channel = await openChannel(bytes => {
		text += bytes.toString('latin1');
	});
	expect(readdirSync(place)).toEqual([]);
	const long = 'x'.repeat(1 << 20);
	channel!.end.resume();
	channel!.end.end(long);
	await channel!.closed;
	expect(text.length).toBe(long.length);
});

it('is not to be had where no folder can be made', async () => {
	vi.stubEnv('TMPDIR', join(place, 'none'));
	expect(await openChannel(() => {})).toBeNull();
});
