import type {Edit} from '../edit.ts';

const packing = 'test/dataset/packing.test.ts';
const claimants = 'test/dataset/tables/claimants.test.ts';
const listed = 'test/survey/releases/gone/listed.test.ts';

/** Records on disk, tables, and what became of drivers that old lists know. */
export const lookUpEdits: readonly Edit[] = [
	{
		name: 'lines of releases that changed nothing come back shifted',
		file: 'source/dataset/packing/packing.ts',
		from: 'files.map(count => (count ? lines[next++] : count))',
		to: 'files.map(() => lines[next++] ?? 0)',
		test: packing,
		why: 'a packed history comes back as it was',
	},
	{
		name: 'the last patch is forgotten where it is a sweep',
		file: 'source/dataset/packing/packing.ts',
		from: 'last: isSame(patches.last, lastOf(patches)),',
		to: 'last: true,',
		test: packing,
		why: 'only what another field says is left out',
	},
	{
		name: 'the host of another site',
		file: 'source/dataset/packing/packing.ts',
		from: '{host: source.host === hostOf(source.url)}',
		to: '{host: true}',
		test: packing,
		why: 'a host that the address does not name is kept',
	},
	{
		name: 'a short address that means another',
		file: 'source/dataset/packing/addresses.ts',
		from: 'return expandAddress(packed, bases, directory) === address ? packed : address;',
		to: 'return packed;',
		test: packing,
		why: 'no address is shortened that would not come back',
	},
	{
		name: 'an interface claims the whole device',
		file: 'source/dataset/tables/claimants.ts',
		from: "claimOf(aliases, device) === 'claims'",
		to: 'claimOf(aliases, device) !== null',
		test: claimants,
		why: 'of the ids of a driver that is gone only those count that a driver claims for sure',
	},
	{
		name: 'any pattern under the same key claims',
		file: 'source/dataset/tables/claimants.ts',
		from: 'led.filter(pattern => isClaimed(aliases, pattern))',
		to: 'led',
		test: claimants,
		why: 'a key only says where to look',
	},
	{
		name: 'a driver under another option is lost',
		file: 'source/survey/releases/gone/going-on.ts',
		from: 'return wasOne && options.size === 1 ?',
		to: 'return false ?',
		test: listed,
		why: 'the last release of a driver is that under its last option',
	},
	{
		name: 'a common part goes with one of its drivers',
		file: 'source/survey/releases/gone/going-on.ts',
		from: 'return options > 1 && modules > 1;',
		to: 'return false;',
		test: listed,
		why: 'what several drivers share is not gone while others are built with it',
	},
	{
		name: 'a cipher of an architecture was a driver',
		file: 'source/survey/releases/gone/listed.ts',
		from: "if (fate.kind === 'removed' && isLast && options.outside.has(normaliseName(one.module))) return [];",
		to: '',
		test: listed,
		why: 'what lies outside the surveyed folders was never one of their drivers',
	},
	{
		name: 'a former name stands beside the later one',
		file: 'source/dataset/gone-reader.ts',
		from: 'other => other.evidence.length < own.size && cites(other).every(cited => own.has(cited)),',
		to: '() => false,',
		test: 'test/dataset/gone-reader.test.ts',
		why: 'an option leads to one driver, whatever it was called before',
	},
];
