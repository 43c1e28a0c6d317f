import {expect, it} from 'vitest';
import {run} from '../support/run.ts';
import {writeSample} from '../support/sample.ts';

it.each(['0', '-1', '1.5', 'many'])('refuses --limit %s', async limit => {
	const {out, remarks, status} = await run(['list', `--limit=${limit}`], {data: writeSample()});
	expect(status).toBe(64);
	expect(out).toBe('');
	expect(remarks).toMatch(/^driverdex: --limit wants a whole number above 0\.\n/);
});
