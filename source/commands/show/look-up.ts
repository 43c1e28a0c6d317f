/** What a name that `show` is asked for leads to. */
import type {Found} from '../../dataset/find-name.ts';
import type {Dataset} from '../../dataset/reader.ts';
import {lastGoneFirst} from '../../dossier/gone/keys.ts';
import {fateInWords} from '../../dossier/gone/words.ts';
import {readDeviceQuery} from '../../dossier/query/device-query.ts';
import {bareSymbol} from '../../dossier/query/names.ts';
import {packagedModules} from '../../dossier/query/packages.ts';
import type {DriverRecord} from '../../dossier/schema.ts';
import {exitStatus, UserError} from '../../dossier/user-error.ts';
import {sanitise} from '../../text/sanitise.ts';
import {askedText, classDrivers, describeAsked, driversByClass} from '../common/devices/asked-device.ts';
import {type Answer, ambiguous, type NoAnswer, one} from './answers.ts';
import {findPlatform} from './find-platform.ts';
import {lookUpCve, lookUpFirmware, lookUpRegistered} from './linked.ts';
import {outsideError} from './outside.ts';
import {lookUpSource} from './source-files.ts';

/**
 * What a name means: of a platform's option the platform, whatever its Makefiles build; a living driver or a directory;
 * a driver that is gone; a CVE, a firmware file, a source file, a name under which a driver registers, a package of a
 * module; else why there is nothing to show.
 */
export function lookUp(dataset: Dataset, name: string): Answer {
	const known = lookUpKnown(dataset, name);
	if (known !== null) return known;
	if (readDeviceQuery(name) !== null) return unclaimed(dataset, name);
	const other = lookUpCve(dataset, name) ?? lookUpFirmware(dataset, name) ?? lookUpSource(dataset, name);
	if (other !== null) return other;
	// A driver may register under a name that something of the kernel bears elsewhere: "bridge" is that of net/.
	const outside = outsideError(dataset, name);
	if (outside !== null) return {name, error: outside, candidates: null};
	return (
		lookUpRegistered(dataset, name) ??
		lookUpPackaged(dataset, name) ?? {name, error: unknownError(dataset, name), candidates: null}
	);
}

/** What the module is that a package holds; null where a name is no package's. */
function lookUpPackaged(dataset: Dataset, name: string): Answer | null {
	for (const module of packagedModules(name)) {
		const packaged = lookUpKnown(dataset, module);
		if (packaged !== null) return {...packaged, name, takenFor: module};
		const outside = outsideError(dataset, module);
		if (outside !== null) return {name, takenFor: module, error: outside, candidates: null};
	}
	return null;
}

/** What the data set has a record of under this name, living or gone. */
function lookUpKnown(dataset: Dataset, name: string): Answer | null {
	const {drivers: named, directory}: Found = dataset.find(name);
	if (directory === null && named.every(({symbol}) => symbol === bareSymbol(name))) {
		const platform = findPlatform(dataset, name);
		if (platform !== null) return one(name, platform);
	}
	const isDevice = readDeviceQuery(name) !== null;
	const drivers =
		named.length === 0 && directory === null && isDevice ? driversByClass(dataset, name) : named;
	if (directory !== null && drivers.length === 0) return one(name, dataset.directoryRecord(directory));
	if (directory !== null) {
		const remark = `${sanitise(name)} is a directory and a driver: this is the driver; the directory is ${directory[0]}/`;
		const found = name.endsWith('/') ? dataset.directoryRecord(directory) : dataset.driver(drivers[0]!);
		return one(name, found, {remark});
	}
	if (drivers.length > 1) return ambiguous(name, drivers);
	if (drivers.length === 1) {
		const record = dataset.driver(drivers[0]!);
		const device = isDevice ? describeAsked(name, record) : null;
		const lead =
			device === null ? [] : askedText(device, record.module, dataset.manifest.releases).split('\n');
		return one(name, record, {device, lead: [...lead, ...behindBridge(dataset, record, name)]});
	}
	return lookUpGone(dataset, name, isDevice);
}

/** A bridge to a bus of its own claims cards that other drivers make work. */
function behindBridge(dataset: Dataset, {id, module}: DriverRecord, name: string): string[] {
	const bus = isCard(name) ? dataset.links.dependents(id)?.bus : undefined;
	if (bus === undefined || bus.total === 0) return [];
	return [
		`${module} is a bridge to a bus of that name, on which the card's parts are driven by ${bus.modules.join(', ')}`,
	];
}

/** Whether a card is asked for: what the ACPI tables name is none, although a driver claims it that a bus is called after. */
function isCard(name: string): boolean {
	const query = readDeviceQuery(name);
	if (query === null || 'compatible' in query) return false;
	return 'ids' in query ? query.ids.some(({bus}) => bus === 'pci') : query.modalias.startsWith('pci:');
}

/**
 * The one driver that is gone that a name stands for; null for none. Of several records of one driver the last is told;
 * of several drivers, the one that left last, unless they lie in several places, which is status 2.
 */
function lookUpGone(dataset: Dataset, name: string, isDevice: boolean): Answer | null {
	const records = dataset.gone.find(name);
	const [first] = records;
	if (first === undefined) return null;
	const byAge = lastGoneFirst(records);
	// Where something of that name went on, that is what is asked for; the same one may have moved more than once.
	const ends = new Set(
		records.map(({to, id, fate}) => (to.length > 0 ? to.map(place => place.id).join() : `${id} ${fate}`)),
	);
	if (ends.size === 1) {
		const {module} = byAge[0]!;
		const claims = `${name}: no driver of Linux ${dataset.manifest.treeVersion} claims it; ${module} did`;
		return one(name, byAge[0]!, {lead: isDevice ? [claims] : []});
	}
	const candidates = byAge.slice(0, 20).map(record => `  ${record.id}: ${fateInWords(record)}`);
	const more = records.length > candidates.length ? `\n  and ${records.length - candidates.length} more` : '';
	const error = new UserError(
		`"${sanitise(name)}" stands for ${records.length} drivers of earlier kernels.`,
		`Name one by its path:\n${candidates.map(line => sanitise(line)).join('\n')}${more}`,
		exitStatus.failed,
	);
	return {name, error, candidates: [...new Set(byAge.map(({id}) => id))]};
}

function unclaimed(dataset: Dataset, name: string): NoAnswer {
	const device = readDeviceQuery(name)!;
	const classes = 'ids' in device && device.ids.some(({bus}) => bus === 'pci') ? classDrivers(dataset) : [];
	const error = new UserError(
		`No driver of Linux ${dataset.manifest.treeVersion} is known to claim the device "${sanitise(name)}".`,
		`An id alone says nothing of a device's class, its whole modalias does${classes.length === 0 ? '.' : `; whole classes of PCI devices are claimed by ${classes.join(', ')}.`}`,
		exitStatus.negative,
	);
	return {name, error, candidates: null};
}

function unknownError(dataset: Dataset, name: string): UserError {
	const near = dataset.nearest(name);
	return new UserError(
		`No driver, CONFIG symbol, platform or directory "${sanitise(name)}" in Linux ${dataset.manifest.treeVersion}.`,
		near.length > 0
			? `Nearest: ${sanitise(near.join(', '))}.`
			: 'driverdex list WORD searches names, paths and titles.',
		exitStatus.negative,
	);
}
