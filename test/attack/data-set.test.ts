import {expect} from 'vitest';
import {openDataset} from '../../source/dataset/reader.ts';
import {attack} from '../support/attack.ts';

attack('data set', 'no such folder is refused by name', tried => {
	for (const folder of ['/nowhere', '/dev/null', '/nowhere\u0000']) {
		expect(() => openDataset(folder)).toThrow();
		tried();
	}
});
