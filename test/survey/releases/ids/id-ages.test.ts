import {afterEach, beforeEach, expect, it} from 'vitest';
import {surveyIdAges} from '../../../../source/survey/releases/ids/age-threads.ts';
import {joinClaims} from '../../../../source/survey/releases/ids/claims.ts';
import {removeScratch, scratchDirectory} from '../../git-history/scratch.ts';
import {driverOf, releaseRepository, survey} from '../chain/release-repository.ts';

let scratch = '';
beforeEach(() => {
	scratch = scratchDirectory();
});
afterEach(() => removeScratch(scratch));

const driver = (compatibles: string[], more = '') =>
	`#include "ids.h"\n${more}static const struct of_device_id pond_of[] = {\n${compatibles.map(name => `\t{ .compatible = ${name} },\n`).join('')}\t{ }\n};\nMODULE_DEVICE_TABLE(of, pond_of);\n${'int pond_line(void);\n'.repeat(20)}`;

it('dates each id by the first release that has it, through renames and changes of included lists', async () => {
	const header = (name: string) => `#define WEIR "reed,${name}"\n`;
	const list = (names: string[]) =>
		`static const struct i2c_device_id pond_i2c[] = {\n${names.map(name => `\t{ "${name}" },\n`).join('')}\t{ }\n};\nMODULE_DEVICE_TABLE(i2c, pond_i2c);\n`;
	const repository = releaseRepository(scratch, {
		'6.1': {'drivers/old/pond.c': driver(['"reed,first"']), 'drivers/old/ids.h': header('x')},
		'6.2': {
			'drivers/old/pond.c': null,
			'drivers/old/ids.h': null,
			'drivers/new/pond.c': driver(['"reed,first"', '"reed,second"']),
			'drivers/new/ids.h': header('x'),
		},
		'6.3': {
			'drivers/new/pond.c': driver(['"reed,first"', '"reed,second"', 'WEIR'], '#include "list.h"\n'),
			'drivers/new/list.h': list(['one']),
		},
		'6.4': {'drivers/new/list.h': list(['one', 'two'])},
		'6.5': {
			'drivers/new/pond.c': driver(['"reed,second"', 'WEIR'], '#include "list.h"\nint changed;\n'),
			'drivers/new/list.h': list(['one', 'two']),
		},
	});
	const pond = driverOf('drivers/new/pond');
	const {releases, formerPaths} = await survey(repository, [pond]);
	const ages = await surveyIdAges({repository, releases, formerPaths, drivers: [pond]});
	const names = releases.map(({release}) => release);
	expect(Object.fromEntries([...ages.get(pond.id)!].map(([id, place]) => [id, names[place]]))).toEqual({
		'of:N*T*Creed,first': '6.1',
		'of:N*T*Creed,firstC*': '6.1',
		'of:N*T*Creed,second': '6.2',
		'of:N*T*Creed,secondC*': '6.2',
		'of:N*T*Creed,x': '6.3',
		'of:N*T*Creed,xC*': '6.3',
		'i2c:one': '6.3',
		'i2c:two': '6.4',
	});
});

it('joins what sources and built tables say, in step, and shortens what is all the same', () => {
	const ids = {aliases: ['of:N*T*Ca', 'of:N*T*Cb'], firmware: ['a.bin']};
	const ages = new Map([
		['of:N*T*Ca', 0],
		['of:N*T*Cb', 1],
	]);
	expect(joinClaims(ids, ['of:N*T*Cb', 'platform:c'], ages, ['6.1', '6.2'])).toEqual({
		aliases: ['of:N*T*Ca', 'of:N*T*Cb', 'platform:c'],
		aliasFrom: ['source', 'both', 'table'],
		aliasSince: ['<=6.1', '6.2', null],
		firmware: ['a.bin'],
	});
	expect(joinClaims(ids, [], null, [])).toMatchObject({aliasFrom: ['source'], aliasSince: null});
	expect(joinClaims(undefined, [], new Map(), ['6.1'])).toEqual({
		aliases: [],
		aliasFrom: [],
		aliasSince: [],
		firmware: [],
	});
});
