import {expect, it} from 'vitest';
import {datedPeople, hashesOf, peopleOf} from '../../../../source/survey/mail/removals/people.ts';

const file = 'drivers/watchdog/ebc.c';

function keptBy(name: string, pattern = file): string {
	return `THE DRIVER\nM:\t${name} <${name.toLowerCase().replace(' ', '.')}@example.org>\nF:\t${pattern}\n`;
}

const of = (text: string) => peopleOf(text, name => name === 'drivers/watchdog');
const keeps = (people: ReturnType<typeof of>, name: string) =>
	hashesOf(`${name} <else@example.org>`).some(hash => people.maintainersOf(file).has(hash));

it('says who decided on a day: he of the newest release until then', () => {
	const {on} = datedPeople(of(''), [
		{date: '2022-12-11', text: keptBy('Ann First')},
		{date: '2023-02-19', text: keptBy('Bob Next')},
		{date: '2023-06-25', text: ''},
	]);
	expect(keeps(on('2022-12-11'), 'Ann First')).toBe(true);
	expect(keeps(on('2023-02-18'), 'Ann First')).toBe(true);
	expect(keeps(on('2023-04-10'), 'Ann First')).toBe(false);
	expect(keeps(on('2023-04-10'), 'Bob Next')).toBe(true);
	expect(keeps(on('2023-07-01'), 'Bob Next')).toBe(false);
	// Before the first release that is known, that one is the nearest.
	expect(keeps(on('2019-01-01'), 'Ann First')).toBe(true);
});

it('asks the tree where no release is known, and for who may apply always the tree as well', () => {
	const [hash] = hashesOf('Tom Tree <tom.tree@example.org>');
	const tree = of(keptBy('Tom Tree'));
	expect(keeps(datedPeople(tree).on('2023-04-10'), 'Tom Tree')).toBe(true);
	const {on} = datedPeople(tree, [{date: '2023-02-19', text: keptBy('Bob Next')}]);
	expect(keeps(on('2023-04-10'), 'Tom Tree')).toBe(false);
	expect(on('2023-04-10').isMaintainer(hash!)).toBe(true);
	expect(on('2023-04-10').isMaintainer(hashesOf('Bob Next <bob.next@example.org>')[0]!)).toBe(true);
	expect(on('2023-04-10').isMaintainer(hashesOf('Ann First <ann@example.org>')[0]!)).toBe(false);
});

it('matches patterns as MAINTAINERS has them', () => {
	const matches = (pattern: string) => keeps(of(keptBy('Ann First', pattern)), 'Ann First');
	expect(
		[
			'drivers/watchdog/',
			'drivers/watchdog',
			'drivers/*/ebc*',
			'*/watchdog/ebc*',
			'drivers/w[a-z]*/ebc.c',
		].map(matches),
	).toEqual([true, true, true, true, true]);
	expect(['drivers/watchdogs/', 'drivers/*/abc*', 'drivers/watchdog/ebcd.c'].map(matches)).toEqual([
		false,
		false,
		false,
	]);
});
