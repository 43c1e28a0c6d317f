import type {Edit} from '../edit.ts';

const files = 'test/attack/machine-files.test.ts';
const sysfs = 'test/attack/machine-sysfs.test.ts';
const collector = 'test/attack/machine-collector.test.ts';
const archives = 'test/attack/machine-archives.test.ts';

/** What keeps strangers' files, images and archives within bounds. */
export const machineDoorEdits: readonly Edit[] = [
	{
		name: 'a device is as good as a file',
		file: 'source/files/regular.ts',
		from: 'if (what !== null && (handed === null || status.isDirectory())) throw new OddFile(what);',
		to: "if (what === 'a folder') throw new OddFile(what);",
		test: files,
		only: 'what is no file is told at once',
		why: 'only regular files are read',
	},
	{
		name: 'a file is read without a bound',
		file: 'source/files/regular.ts',
		from: 'if (total > most) {',
		to: 'if (total > most * 4) {',
		test: 'test/stories/look-ups.test.ts',
		only: 'come from standard input and from files, with their comments',
		why: 'a file is read up to its bound, whatever it says of its size',
	},
	{
		name: 'links in circles are followed as they are written',
		file: 'source/machine/system-files.ts',
		from: 'else if (++links > mostLinks) return null;',
		to: 'else if (++links > mostLinks) return path;',
		test: sysfs,
		only: 'in circles',
		why: 'a path that goes in circles leads nowhere, least of all out',
	},
	{
		name: 'a link of many steps is walked',
		file: 'source/machine/system-files.ts',
		from: 'if (++steps > mostSteps) return null;',
		to: '',
		test: sysfs,
		only: 'in circles',
		why: 'an image decides how many links it has, not how long they are walked',
	},
	{
		name: 'a draft is laid where others may have laid a link',
		file: 'source/dataset/overlay/own-files.ts',
		from: 'if (there !== undefined && !there.isFile() && !there.isDirectory()) {',
		to: 'if (there === null) {',
		test: files,
		only: 'save is whole',
		why: 'a device keeps its name',
	},
	{
		name: 'a file that was hidden is shown',
		file: 'source/dataset/overlay/own-files.ts',
		from: 'if (there !== undefined) keepRights(descriptor, there);',
		to: '',
		test: files,
		only: 'save is whole',
		why: 'what is written over keeps its rights',
	},
	{
		name: 'texts of a report without an end',
		file: 'source/machine/inputs/trees.ts',
		from: 'if (this.text > mostText) {',
		to: 'if (this.text > mostText * 4) {',
		test: archives,
		only: 'texts of a report',
		why: 'a machine is told by so much text and no more',
	},
	{
		name: 'the collector leaves the image',
		file: 'source/machine/collect.sh',
		from: '[ ! -h "$1" ] && inside',
		to: 'true || inside',
		test: collector,
		only: 'makes JSON',
		why: 'of another file system only regular files inside it are opened',
	},
	{
		name: 'the collector prints what is no UTF-8',
		file: 'source/machine/collect.sh',
		from: "|| text=$(printf %s \"$text\" | tr '\\200-\\377' '?')",
		to: '|| true',
		test: collector,
		only: 'makes JSON',
		why: 'JSON is UTF-8',
	},
];
