/**
 * Makes up a fleet and writes it as NDJSON, a machine a line, as driverdex's collector tells of them:
 *
 *     node bench/fleet.mjs COUNT [SEED] [DATASET] > fleet.ndjson
 *
 * As in a fleet that was bought, there are few models and many machines of each: 400 models, the first of them in the most
 * machines. A model has 45 to 75 devices by the ids of the shipped records and 80 to 115 modules; a driver comes up as
 * often as it was seen in machines (the column `machines`). A machine differs from its model by a plug-in device or two, by modules
 * that are loaded by hand, by its release of the kernel. One in six models runs an old kernel, with modules that are gone since.
 * The same COUNT, SEED and data set make the same bytes.
 */
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';

const [countText, seedText = '1', dataset = join(import.meta.dirname, '../data')] = process.argv.slice(2);
const count = Number(countText);
if (!Number.isInteger(count) || count < 1) {
	console.error('usage: node bench/fleet.mjs COUNT [SEED] [DATASET] > fleet.ndjson');
	process.exit(2);
}

const modelCount = 400;
const releases = ['6.1.0', '6.6.0', '6.8.0', '6.12.0', '6.18.0', '7.0.0'];
const oldReleases = ['3.10.0', '4.18.0', '5.4.0', '5.10.0'];

/** Mulberry32: enough for a draw that can be repeated. */
let state = Number(seedText) | 0;
function random() {
	state = (state + 0x6d2b79f5) | 0;
	let mixed = Math.imul(state ^ (state >>> 15), state | 1);
	mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
	return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}
const between = (least, most) => least + Math.floor(random() * (most - least + 1));
const pick = list => list[Math.floor(random() * list.length)];
/** Draws by weight: a function over running sums. */
function drawer(list, weightOf) {
	const sums = [];
	let sum = 0;
	for (const one of list) sums.push((sum += weightOf(one)));
	return () => {
		const at = random() * sum;
		let [low, high] = [0, sums.length - 1];
		while (low < high) {
			const middle = (low + high) >> 1;
			if (sums[middle] <= at) low = middle + 1;
			else high = middle;
		}
		return list[low];
	};
}

const linesOf = name => readFileSync(join(dataset, name), 'utf8').trimEnd().split('\n');
const index = JSON.parse(readFileSync(join(dataset, 'index.json'), 'utf8'));
const seenColumn = index.head.columns.indexOf('machines');
const seenIn = new Map(index.rows.map(row => [`${row[1]}/${row[0]}`, row[seenColumn] ?? 0]));
const drivers = linesOf('drivers.ndjson').map(line => {
	const {id, module, kconfig, aliases = [], directory} = JSON.parse(line);
	return {module, directory, isModule: kconfig?.tristate === true, aliases, seen: seenIn.get(id) ?? 0};
});

/** A modalias that a pattern matches; null for those that are no device's. */
function modaliasOf(pattern) {
	const pci =
		/^pci:v0000([0-9A-F]{4})d0000([0-9A-F]{4})sv(?:\*|0000([0-9A-F]{4}))sd(?:\*|0000([0-9A-F]{4}))/.exec(
			pattern,
		);
	if (pci !== null) {
		const [, vendor, device, subVendor = vendor, subDevice = '0001'] = pci;
		return `pci:v0000${vendor}d0000${device}sv0000${subVendor}sd0000${subDevice}bc02sc00i00`;
	}
	const usb = /^usb:v([0-9A-F]{4})p([0-9A-F]{4})/.exec(pattern);
	if (usb !== null) return `usb:v${usb[1]}p${usb[2]}d0100dc00dsc00dp00icFFiscFFipFFin00`;
	const acpi = /^acpi\*?:([0-9A-Z]{7,8}):\*$/.exec(pattern);
	return acpi === null ? null : `acpi:${acpi[1]}:`;
}

const [byBus, loadable] = [{pci: [], usb: [], acpi: []}, drivers.filter(({isModule}) => isModule)];
for (const driver of drivers) {
	const modaliases = driver.aliases.map(modaliasOf).filter(one => one !== null);
	for (const [bus, list] of Object.entries(byBus)) {
		const own = modaliases.filter(one => one.startsWith(`${bus}:`));
		if (own.length > 0) list.push({driver, modaliases: own});
	}
}
const weight = ({seen}) => 0.05 + seen;
const draw = Object.fromEntries(
	Object.entries(byBus).map(([bus, list]) => [bus, drawer(list, ({driver}) => weight(driver))]),
);
const drawLoadable = drawer(loadable, weight);
const outside = linesOf('outside.ndjson')
	.map(line => JSON.parse(line).name)
	.filter(name => /^[a-z]\w*$/i.test(name));
const gone = linesOf('gone.ndjson')
	.map(line => JSON.parse(line))
	.filter(({goneIn}) => /^[4-7]\./.test(goneIn?.release ?? ''))
	.map(({module}) => module);

const address = (bus, at) =>
	bus === 'pci'
		? `0000:${(at >> 3).toString(16).padStart(2, '0')}:00.${at & 7}`
		: bus === 'usb'
			? `1-${at + 1}:1.0`
			: `DEV${at.toString(16).padStart(4, '0')}:00`;

function devices(bus, wanted, first = 0) {
	const made = [];
	while (made.length < wanted) {
		const {driver, modaliases} = draw[bus]();
		const modalias = pick(modaliases);
		// Controllers, ports and sensors come in rows of the same.
		const same = random() < 0.4 ? between(2, 8) : 1;
		const isBound = random() < 0.93;
		for (let copy = 0; copy < same && made.length < wanted; copy++) {
			made.push({
				bus,
				address: address(bus, first + made.length),
				modalias,
				driver: isBound ? driver.module : null,
				module: isBound ? driver.module : null,
				name: null,
				candidates: [],
			});
		}
	}
	return made;
}

function model() {
	const isOld = random() < 1 / 6;
	const made = [
		...devices('pci', between(30, 50)),
		...devices('usb', between(5, 10)),
		...devices('acpi', between(10, 15)),
	];
	const modules = new Set(made.flatMap(({module}) => (module === null ? [] : [module])));
	const wanted = between(80, 115);
	while (modules.size < wanted) modules.add(random() < 0.25 ? pick(outside) : drawLoadable().module);
	if (isOld) for (let more = between(0, 2); more > 0; more--) modules.add(pick(gone));
	return {devices: made, modules: [...modules], release: pick(isOld ? oldReleases : releases)};
}

const models = Array.from({length: modelCount}, model);
const drawModel = drawer(models, one => 1 / (1 + models.indexOf(one)));
const loaded = name => ({name, state: 'loaded', taint: '', path: null});

let [chunk, moduleCount, deviceCount] = ['', 0, 0];
process.stdout.on('error', error => process.exit(error.code === 'EPIPE' ? 0 : 1));
for (let number = 0; number < count; number++) {
	const {devices: own, modules, release} = drawModel();
	const plugged = random() < 0.3 ? devices('usb', between(1, 2), 20) : [];
	const byHand = random() < 0.2 ? [drawLoadable().module] : [];
	const names = new Set([...modules, ...plugged.flatMap(({module}) => module ?? []), ...byHand]);
	const machine = {
		driverdexHost: 1,
		host: `node${String(number).padStart(6, '0')}.example`,
		release,
		modulesFrom: 'proc',
		candidatesFrom: null,
		modules: [...names].map(loaded),
		devices: [...own, ...plugged],
		problems: [],
	};
	moduleCount += machine.modules.length;
	deviceCount += machine.devices.length;
	chunk += `${JSON.stringify(machine)}\n`;
	if (chunk.length > 1 << 20 || number === count - 1) {
		if (!process.stdout.write(chunk)) await once(process.stdout, 'drain');
		chunk = '';
	}
}
console.error(
	`${count} machines: ${(moduleCount / count).toFixed(1)} modules and ${(deviceCount / count).toFixed(1)} devices each`,
);
