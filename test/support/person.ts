import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll} from 'vitest';

const made: string[] = [];
afterAll(() => {
	for (const folder of made.splice(0)) rmSync(folder, {recursive: true, force: true});
});

/** Somebody with folders of their own, as yet empty; they go when the file of tests ends. */
export interface Person {
	/** For the environment of a program. */
	environment: Record<string, string>;
	overlay: string;
	state: string;
	config: string;
	/** A folder to write into, and a file system with nothing of a machine in it. */
	folder: string;
	noMachine: string;
}

export function makePerson(): Person {
	const folder = mkdtempSync(join(tmpdir(), 'driverdex-person-'));
	made.push(folder);
	const noMachine = mkdtempSync(join(tmpdir(), 'driverdex-nothing-'));
	made.push(noMachine);
	const at = (name: string) => join(folder, name);
	return {
		environment: {
			HOME: folder,
			XDG_DATA_HOME: at('data'),
			XDG_STATE_HOME: at('state'),
			XDG_CONFIG_HOME: at('config'),
		},
		overlay: join(at('data'), 'driverdex'),
		state: join(at('state'), 'driverdex'),
		config: join(at('config'), 'driverdex'),
		folder,
		noMachine,
	};
}
