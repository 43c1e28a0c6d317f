import {readdirSync} from 'node:fs';
import {isConfigSymbol} from '../../dossier/kernel-names.ts';
import type {OutsideRecord} from '../../dossier/schema.ts';
import {isSurveyedFolder} from '../../dossier/surveyed-folders.ts';
import {listTreeFiles} from './files.ts';
import {readKbuild} from './kbuild/kbuild.ts';
import {readKconfig} from './kconfig/kconfig.ts';
import {OptionChoice} from './option-choice.ts';

/** Folders of a tree that hold no part of the kernel. */
const notTheKernel = new Set(['Documentation', 'LICENSES', 'samples', 'scripts', 'tools', 'usr', 'debian']);

/**
 * What the tree builds outside drivers/ and sound/ under an option that people can choose: file systems, protocols,
 * ciphers, parts of architectures; and modules under an option that others select, which lsmod names all the same: fat,
 * sunrpc, nfnetlink. Prompts are those of its Kconfig files, null for such. Sorted by name and folder.
 */
export function listOutside(tree: string): OutsideRecord[] {
	const tops = readdirSync(tree, {withFileTypes: true})
		.filter(entry => entry.isDirectory() && !entry.name.startsWith('.'))
		.map(({name}) => name)
		.filter(name => !notTheKernel.has(name) && !isSurveyedFolder(name));
	const kbuild = readKbuild(tree, listTreeFiles(tree, tops), tops);
	const kconfig = readKconfig(tree);
	const options = new OptionChoice(kconfig, kbuild);
	const found = new Map<string, OutsideRecord>();
	for (const object of kbuild.objects) {
		const {directory, name} = object;
		const option = options.symbolOf(object);
		if (option === null || !isConfigSymbol(option)) continue;
		const definition = options.definitionOf(option, object);
		const prompt = definition?.prompt ?? null;
		if (prompt !== null || definition?.type === 'tristate')
			found.set(`${name} ${directory}`, {name, directory, option, prompt});
	}
	return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, record]) => record);
}
