import {existsSync} from 'node:fs';
import {hostname, release as runningRelease} from 'node:os';
import {resolve} from 'node:path';
import {createAliasTable} from '../dossier/devices/alias-table.ts';
import {normaliseName} from '../dossier/query/names.ts';
import {UserError} from '../dossier/user-error.ts';
import {idOfModalias, readDeviceNames} from './device-names.ts';
import {readDevices} from './devices.ts';
import type {HostDevice, HostFacts, HostModule} from './facts.ts';
import {
	findModuleFolder,
	listReleases,
	type ModuleFiles,
	readConfiguredModules,
	readLoadedModules,
	readModuleAliases,
	readModuleFiles,
} from './modules.ts';
import {createTroubles, SystemFiles} from './system-files.ts';

/**
 * Letters that patterns and devices are held against each other in, all together. A board of 300 devices of a device tree
 * takes some hundred million; an image whose patterns all begin alike would take for ever.
 */
const mostSteps = 1_000_000_000;

/**
 * Looks at a machine: `/` for the one this runs on, else a folder that holds another's /proc, /sys and /lib/modules,
 * or some of them. Never throws for what is missing: that is said in `problems`.
 */
export function readHost(root: string): HostFacts {
	const isHere = resolve(root) === '/';
	const system = new SystemFiles(root);
	if (system.list('') === null) {
		throw new UserError(
			`${root} ${existsSync(root) ? 'is no folder that can be listed' : 'does not exist'}.`,
			'Give --root the top of a file system: an image, a rescue mount or a saved copy.',
		);
	}
	const troubles = createTroubles();
	const problems: string[] = [];
	if (isHere && isContainer()) {
		problems.push('this is a container: devices and loaded modules are those of the machine that it runs on');
	}

	const loaded = readLoadedModules(system);
	if (loaded === null) {
		problems.push(
			'no loaded modules: /proc/modules is not there (a kernel without modules, an image, or no /proc)',
		);
	}
	const devices = readDevices(system, troubles);
	if (devices === null)
		problems.push('no devices: /sys/bus is not there (an image, or sysfs is not mounted)');

	const release = readRelease(system, isHere, problems);
	const folder = release === null ? null : findModuleFolder(system, release);
	const aliases = createAliasTable<string>(mostSteps);
	let files: ModuleFiles = {paths: new Map(), builtIn: new Set()};
	let hasAliases = false;
	if (folder === null) {
		problems.push(
			`no /lib/modules/${release ?? 'RELEASE'}: what else the devices could use is judged by the data set`,
		);
	} else {
		files = readModuleFiles(system, folder, troubles);
		hasAliases = readModuleAliases(system, folder, aliases, troubles);
		if (!hasAliases)
			problems.push('no modules.alias: what else the devices could use is judged by the data set');
	}

	const modules = new Map<string, HostModule>();
	const add = (name: string, state: HostModule['state'], taint: string | null) => {
		const key = normaliseName(name);
		if (!modules.has(key)) modules.set(key, {name: key, state, taint, path: files.paths.get(key) ?? null});
	};
	for (const {name, taint} of loaded?.modules ?? []) add(name, 'loaded', taint);
	const known = new Map<string, string[]>();
	const whole: HostDevice[] = (devices ?? []).map(device => {
		// A machine has the same device many times over: processors, memory, ports.
		let candidates = device.modalias === null ? [] : known.get(device.modalias);
		if (candidates === undefined) {
			candidates = aliases.match(device.modalias!).sort();
			known.set(device.modalias!, candidates);
		}
		const module = device.module === null ? null : normaliseName(device.module);
		// A module that is not loaded but drives a device is part of the kernel, unless nobody knows what is loaded.
		if (module !== null) {
			const isFile = loaded === null && files.paths.has(module) && !files.builtIn.has(module);
			add(module, isFile ? 'loaded' : 'built-in', null);
		}
		for (const name of candidates) add(name, files.builtIn.has(name) ? 'built-in' : 'available', null);
		return {...device, module, candidates};
	});
	if (!isHere && loaded === null) {
		for (const name of readConfiguredModules(system)) add(name, 'configured', null);
	}

	const ids = new Set(
		whole.flatMap(({modalias, name}) => {
			const id = name === null ? idOfModalias(modalias) : null;
			return id === null ? [] : [`${id.bus}:${id.id}`];
		}),
	);
	const names = readDeviceNames(root, ids);
	for (const device of whole) {
		const id = device.name === null ? idOfModalias(device.modalias) : null;
		if (id !== null) device.name = names.get(`${id.bus}:${id.id}`) ?? null;
	}

	if (aliases.isSpent) troubles.note('looking for the modules of devices took too long, and was given up');

	return {
		driverdexHost: 1,
		host: isHere
			? hostname() || null
			: (hostName(system, 'proc/sys/kernel/hostname') ?? hostName(system, 'etc/hostname')),
		release,
		modulesFrom: loaded?.from ?? null,
		candidatesFrom: hasAliases ? 'modules.alias' : null,
		modules: [...modules.values()],
		devices: devices === null ? null : whole,
		problems: [...problems, ...troubles.lines()],
	};
}

/** Letters of a host's name that are kept: those of DNS have 253. */
const longestHost = 253;

const hostName = (system: SystemFiles, file: string): string | null =>
	system.attribute(file)?.slice(0, longestHost) ?? null;

/** The kernel release that runs (uname gives it 64 letters), or of another system the newest that is installed. */
function readRelease(system: SystemFiles, isHere: boolean, problems: string[]): string | null {
	if (isHere) return runningRelease();
	const running = system.attribute('proc/sys/kernel/osrelease');
	if (running !== null && /^[\w.+~-]{1,64}$/.test(running)) return running;
	const releases = listReleases(system);
	if (releases.length > 1)
		problems.push(`${releases.length} kernels are installed; looked at ${releases.at(-1)}`);
	return releases.at(-1) ?? null;
}

/** Marks that container engines leave: Docker's, Podman's, systemd's. */
function isContainer(): boolean {
	return ['/.dockerenv', '/run/.containerenv', '/run/systemd/container'].some(path => existsSync(path));
}
