import {expect, it} from 'vitest';
import {pathOwnersOf} from '../../source/survey/path-owners.ts';
import {surveyTree} from '../../source/survey/tree/kernel-tree.ts';
import {fixtureTree} from './kernel-trees.ts';

it('knows the drivers of a file and the surveyed directories above it, nearest first', async () => {
	const owners = pathOwnersOf(await surveyTree({tree: fixtureTree, workerFile: null}));
	expect(owners.driversOf('drivers/net/eddy/core.c')).toEqual(['drivers/net/eddy/eddy']);
	expect(owners.driversOf('drivers/net/nobody.c')).toEqual([]);
	expect(owners.directoriesOf('drivers/net/eddy/core.c')).toEqual([
		'drivers/net/eddy',
		'drivers/net',
		'drivers',
	]);
	// A folder that the tree has not: what lay there counts for those above.
	expect(owners.directoriesOf('drivers/net/gone/deep/x.c')).toEqual(['drivers/net', 'drivers']);
	expect(owners.directoriesOf('sound/net/x.c')).toEqual([]);
	expect(owners.directoriesOf('drivers')).toEqual([]);
});
