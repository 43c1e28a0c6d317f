import {expect, it} from 'vitest';
import {fromTopFolder, isSurveyed, isSurveyedFolder} from '../../source/dossier/surveyed-folders.ts';

it('knows what lies in a surveyed folder', () => {
	expect(['drivers/a.c', 'sound/pci/a.c', 'soundwire/a.c', 'drivers', 'net/a.c'].map(isSurveyed)).toEqual([
		true,
		true,
		false,
		false,
		false,
	]);
	expect(['drivers', 'sound', 'net'].map(isSurveyedFolder)).toEqual([true, true, false]);
});

it('adds the drivers/ that people leave out', () => {
	expect(['net/wan', 'drivers/net', 'sound', 'sound/pci', 'soundwire', 'drivers'].map(fromTopFolder)).toEqual(
		['drivers/net/wan', 'drivers/net', 'sound', 'sound/pci', 'drivers/soundwire', 'drivers'],
	);
});
