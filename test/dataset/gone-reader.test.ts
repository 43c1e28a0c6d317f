import {expect, it} from 'vitest';
import {openDataset} from '../../source/dataset/reader.ts';
import {makeGone, sampleRecords, writeSample} from '../support/sample.ts';

const cites = (release: string, at: string) => ({release, at, claim: 'is built'});

it('a former name of a driver that is gone steps back behind the later one, and is found by its own', () => {
	const last = [cites('6.0', 'drivers/gpio/Makefile:3')];
	const gone = [
		makeGone('drivers/gpio/gpio-adp', {option: 'GPIO_ADP', evidence: last}),
		makeGone('drivers/gpio/adp-gpio', {
			option: 'GPIO_ADP',
			evidence: [cites('3.0', 'lkddb-3.0.list'), ...last],
		}),
		// Another driver of the same option: nothing says that one was the other.
		makeGone('drivers/gpio/other', {option: 'GPIO_ADP'}),
	];
	const dataset = openDataset(writeSample({...sampleRecords(), gone}));
	const ids = (name: string) => dataset.gone.find(name).map(({id}) => id);
	expect(ids('CONFIG_GPIO_ADP')).toEqual(['drivers/gpio/gpio-adp', 'drivers/gpio/other']);
	expect(ids('adp_gpio')).toEqual(['drivers/gpio/adp-gpio']);
	expect(dataset.gone.bySymbols(new Set(['GPIO_ADP'])).map(({id}) => id)).toEqual([
		'drivers/gpio/gpio-adp',
		'drivers/gpio/other',
	]);
	dataset.close();
});
