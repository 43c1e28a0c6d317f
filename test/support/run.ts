import {spawn} from 'node:child_process';
import {top} from './sample.ts';
import {nobodysPlaces, program} from './terminal.ts';

/** What a command printed, and its exit status. */
export interface Outcome {
	out: string;
	remarks: string;
	status: number | null;
}

/** Runs the built program to its end, without a terminal. */
export function run(
	words: readonly string[],
	options: {data?: string; input?: string; environment?: Record<string, string>} = {},
): Promise<Outcome> {
	const {CI: _, DRIVERDEX_DATA: __, ...environment} = process.env;
	return new Promise(resolve => {
		const child = spawn(process.execPath, [program, ...words], {
			cwd: top,
			env: {
				...environment,
				LANG: 'C.UTF-8',
				...nobodysPlaces,
				...(options.data === undefined ? {} : {DRIVERDEX_DATA: options.data}),
				...options.environment,
			},
		});
		let out = '';
		let remarks = '';
		child.stdout.setEncoding('utf8').on('data', (text: string) => {
			out += text;
		});
		child.stderr.setEncoding('utf8').on('data', (text: string) => {
			remarks += text;
		});
		child.on('close', status => resolve({out, remarks, status}));
		child.stdin.end(options.input ?? '');
	});
}
