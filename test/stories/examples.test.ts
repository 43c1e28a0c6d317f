import {spawn} from 'node:child_process';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {allExamples} from '../../source/commands/common/command-lines/examples.ts';
import {top} from '../support/sample.ts';
import {nobodysPlaces, patienceMs, program} from '../support/terminal.ts';

const tried = allExamples.filter(({needs}) => needs === undefined);

it.each(tried)(
	'$line does what the manual says',
	{timeout: 4 * patienceMs},
	async ({line, statuses = [0]}) => {
		const [, ...words] = line.split(' ');
		const {DRIVERDEX_DATA: _, ...environment} = process.env;
		const child = spawn(process.execPath, [program, ...words], {
			cwd: join(top, 'docs/examples'),
			env: {...environment, LANG: 'C.UTF-8', ...nobodysPlaces},
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		let [out, remarks] = ['', ''];
		child.stdout.setEncoding('utf8').on('data', text => (out += text));
		child.stderr.setEncoding('utf8').on('data', text => (remarks += text));
		const status = await new Promise(resolve => child.on('close', resolve));
		expect(statuses, remarks).toContain(status);
		expect(out + remarks).not.toBe('');
	},
);
