import {basename} from 'node:path';
import {isUserError, UserError} from '../../../dossier/user-error.ts';
import type {HostFacts} from '../../../machine/facts.ts';
import {type DriverLookup, judgeHost, type NamedFacts} from '../../../machine/judge-host.ts';
import {readHost} from '../../../machine/read-host.ts';
import {type Undriven, undrivenDevices} from '../../../machine/undriven.ts';
import {sanitise} from '../../../text/sanitise.ts';
import type {Context} from '../context.ts';
import {type AgedRow, type DeviceAges, withAges} from '../devices/device-ages.ts';
import {progressReport} from '../progress.ts';

/** Where machines are looked for; nowhere named is this machine. */
export interface Places {
	roots: readonly string[];
	files: readonly string[];
}

/** A machine that was judged: its facts without modules and devices, which a fleet would not fit into memory with. */
export interface Machine extends NamedFacts {
	/** Whether modules or devices could be looked at. */
	looked: boolean;
}

/** What is handed on of each machine, as soon as it is judged. */
export interface Judged {
	machine: Machine;
	rows: readonly AgedRow[];
	undriven: readonly Undriven[];
}

/** From so many machines on it is said how far the reading has come. */
const manyMachines = 50;

export const couldLook = ({modulesFrom, devices, modules, input}: HostFacts) =>
	modulesFrom !== null ||
	devices !== null ||
	input?.directives !== undefined ||
	modules.some(({state}) => state === 'configured' || state === 'named');

/** The machines that flags name, one after the other: what can't be read of several is said in its place. */
export async function* machinesAt({
	roots,
	files,
}: Places): AsyncGenerator<{place: string; facts: HostFacts | UserError}> {
	if (files.length > 0) {
		const {readInput, createComplete} = await import('../../../machine/inputs/read-input.ts');
		const complete = createComplete('/');
		for (const file of files) {
			try {
				for await (const machine of readInput(file)) {
					if (!isUserError(machine.facts) && machine.facts.input) complete(machine.facts);
					yield machine;
				}
			} catch (error) {
				if (!isUserError(error) || files.length + roots.length === 1) throw error;
				yield {place: file, facts: error};
			}
		}
	}
	for (const root of roots) yield {place: root, facts: readHost(root)};
	if (roots.length + files.length === 0) yield {place: 'this machine', facts: readHost('/')};
}

/** Reads and judges machines, each handed on at once. Throws a UserError where none could be looked at. */
export async function judgeMachines(
	context: Pick<Context, 'environment'>,
	places: Places,
	{lookup, ages}: {lookup: DriverLookup; ages: DeviceAges},
	each: (judged: Judged) => void,
): Promise<Machine[]> {
	const machines: Machine[] = [];
	const names = new Set<string>();
	const progress = progressReport(context.environment);
	for await (const {place, facts: found} of machinesAt(places)) {
		const facts = isUserError(found) ? unread(found) : found;
		const own = facts.host ?? basename(place);
		const name = names.has(own) ? `${own} (${place})` : own;
		names.add(own);
		const looked = couldLook(facts);
		const judged = looked
			? judgeHost({name, facts}, lookup).map(row => withAges(row, facts.release, ages))
			: [];
		const undriven = looked ? undrivenDevices(name, facts, lookup) : [];
		const machine: Machine = {name, looked, facts: {...facts, modules: [], devices: null}};
		machines.push(machine);
		each({machine, rows: judged, undriven});
		if (machines.length >= manyMachines)
			progress({stage: 'reading machines', done: machines.length, total: null});
	}
	progress.end();
	if (!machines.some(({looked}) => looked)) throw nothingSeen(machines);
	return machines;
}

/** A machine of which nothing could be read: it counts, and says why. */
function unread(error: UserError): HostFacts {
	return {
		driverdexHost: 1,
		host: null,
		release: null,
		modulesFrom: null,
		candidatesFrom: null,
		modules: [],
		devices: null,
		problems: [error.message],
	};
}

function nothingSeen(machines: readonly Machine[]): UserError {
	const [only, ...others] = machines;
	if (only?.facts.input && others.length === 0) {
		return new UserError(
			`${only.name} was taken for ${only.facts.input.kinds.join(' and ')}, but tells of no driver and no device.`,
			'Give more of it: lspci -nnk, lsusb and lsmod tell all.',
		);
	}
	const problems = machines.flatMap(({name, facts}) => facts.problems.map(problem => `${name}: ${problem}`));
	return new UserError(
		`Nothing could be looked at.${problems.map(problem => `\n  ${sanitise(problem)}`).join('')}`,
		'Name a file system that has /proc and /sys with --root, or a list collected elsewhere with --from; driverdex audit judges the configuration of an image.',
	);
}
