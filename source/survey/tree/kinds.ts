/** What a Kbuild object is: a driver, hardware that a driver attaches, or something else. */
import type {DriverKind} from '../../dossier/query/vocabulary.ts';
import type {Sign} from '../../dossier/schema.ts';
import type {DriverSource} from './identity.ts';
import type {SymbolUses} from './needs.ts';
import type {KindMark} from './sources/facts.ts';

/** What is known of an object when its kind is decided. */
export interface KindInput {
	id: string;
	module: string;
	directory: string;
	symbol: string | null;
	/** Its sources, the main file first. */
	sources: readonly DriverSource[];
	uses: SymbolUses;
	/** Whether another object carries a table of devices. */
	hasDeviceTable: (id: string) => boolean;
}

/** A kind, and for what is no driver the sign that says so at a line. */
export interface KindFinding {
	kind: DriverKind;
	sign: Sign | null;
}

/** So many objects use what a core or a library offers. */
const coreUsers = 3;
/** So many live on a bus that whoever makes it is its core, whatever it drives besides: ACPI has an EC to look after. */
const busUsers = 50;
/** What others call to be known to a core: `dm_register_target`, `register_candev`, `snd_register_device`. */
const takesOthers = /(?:^|_)register_(?!.*notifier)\w/;
/** The same in a word that libraries use too, for what they make of one device: `clk_register`, `ucsi_register`. */
const takesOne = /(?:^|_)register$/;
/** What a struct is called that describes a piece of hardware. */
const chipTable = /(?:info|spec|chip|variant|desc|data|hw)(?:_|$)/;
const testFolder = /(?:^|\/)(?:tests?|selftests?|kunit)$/;
const testName =
	/(?:^|[-_])(?:self|k?unit|kunit[-_])?tests?$|^test[-_]|(?:^|[-_])(?:selftests?|kunit)(?:$|[-_])|^dmatest$/;
const testSymbol = /(?:^|_)(?:KUNIT|(?:KUNIT_|SELF|UNIT_?)?TESTS?)$|_KUNIT_TEST/;

/**
 * A driver is whatever registers with a bus, a class or a service, or carries a device table. What only starts (a
 * `module_init`) is taken for one too, unless it is shown to be something else: a bus or a class that others live on, a
 * collection of symbols that others use, a keymap, a test.
 */
export function decideKind(input: KindInput): KindFinding {
	const {sources, id, uses} = input;
	const main = sources[0];
	if (main === undefined) {
		return {kind: 'driver', sign: null};
	}
	const place = (line: number | null = null): string => `${main.file}:${line ?? main.facts.entryLine ?? 1}`;
	const users = uses.users.get(id)?.size ?? 0;
	const isBound = sources.some(({facts}) => facts.idTables.length > 0);
	const registers = sources.some(({facts}) => facts.registersLine !== null) || isBound;
	const starts = sources.some(({facts}) => facts.entryLine !== null);
	if (!isBound && isTest(input, registers, users)) {
		return {kind: 'test', sign: other('test', findMark(sources, 'kunit') ?? place())};
	}
	const keymap = findMark(sources, 'keymap');
	if (keymap !== null && !registers && users === 0) {
		return {kind: 'table', sign: other('table', keymap)};
	}
	const core = findCore(input, registers, users);
	if (core !== null) {
		return {kind: 'core', sign: other('core', core)};
	}
	if (registers) {
		return {kind: 'driver', sign: null};
	}
	if (!starts && isChip(input)) {
		return {kind: 'chip', sign: null};
	}
	if (starts && users < 2) {
		return {kind: 'driver', sign: null};
	}
	return {kind: 'library', sign: {sign: 'no-entry-point', value: null, at: place()}};
}

function other(value: DriverKind, at: string): Sign {
	return {sign: 'no-device-driver', value, at};
}

function isTest({module, directory, symbol}: KindInput & object, registers: boolean, users: number): boolean {
	return (
		users === 0 &&
		(testFolder.test(directory) || testName.test(module) || (!registers && testSymbol.test(symbol ?? '')))
	);
}

/** Where a bus or a class is made that several others live on, and nothing is driven on another bus. */
function findCore({module, directory, sources}: KindInput, registers: boolean, users: number): string | null {
	const buses = new Set(sources.flatMap(({facts}) => facts.buses.map(({value}) => value)));
	const isOwn = (bus: string): boolean => module.includes(bus) || directory.endsWith(`/${bus}`);
	const bus = findMark(sources, 'bus');
	const isNamed = /(?:^|[-_])core$|^core[-_]/.test(module);
	const main = sources[0]!;
	const entry = `${main.file}:${main.facts.entryLine ?? 1}`;
	if (![...buses].every(isOwn)) {
		return users < busUsers ? null : (bus ?? (isNamed ? entry : null));
	}
	// Drivers make classes too, for what they drive.
	const made =
		bus ?? ((registers && buses.size > 0) || users < coreUsers ? null : findMark(sources, 'class'));
	if (made !== null || users < coreUsers) {
		return users === 0 ? null : made;
	}
	const isCalledLikeFolder = directory.endsWith(`/${module}`);
	const isFramework =
		sources.some(({facts}) => facts.entryLine !== null) &&
		sources.some(({facts}) =>
			facts.exports.some(name => takesOthers.test(name) || (isCalledLikeFolder && takesOne.test(name))),
		);
	return (isNamed || isFramework) && !registers ? entry : null;
}

/**
 * Hardware that another driver attaches: an exported `…_attach`, an exported struct that describes it, a struct that a
 * driver of the same folder names in its device table, a codec that a sound card finds.
 */
function isChip({id, directory, sources, uses, hasDeviceTable}: KindInput): boolean {
	const users = [...(uses.tableUsers.get(id) ?? [])];
	const isBeside = (user: string): boolean => user.startsWith(`${directory}/`);
	return (
		sources.some(
			({facts}) =>
				(directory.startsWith('drivers/media/') && facts.exports.some(name => /_attach(?:_|$)/.test(name))) ||
				facts.tables.some(name => chipTable.test(name) && facts.exports.includes(name)),
		) ||
		users.some(user => isBeside(user) && hasDeviceTable(user)) ||
		(directory.startsWith('sound/') && findMark(sources, 'codec') !== null)
	);
}

function findMark(sources: readonly DriverSource[], mark: KindMark): string | null {
	for (const {file, facts} of sources) {
		const found = facts.marks.find(({value}) => value === mark);
		if (found !== undefined) {
			return `${file}:${found.line}`;
		}
	}
	return null;
}
