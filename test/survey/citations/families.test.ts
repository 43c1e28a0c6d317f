import {describe, expect, it} from 'vitest';
import type {Manifest, Source} from '../../../source/dossier/schema.ts';
import type {Books} from '../../../source/survey/citations/facts.ts';
import {checkSentence} from '../../../source/survey/citations/sentences.ts';
import {makeDriver} from '../../support/sample.ts';

const family = (name: string, source: string, form: 'full' | 'partial') => ({
	...{family: name, label: name, kind: 'general', enabled: 0.5},
	configurations: [{source, release: '1', architecture: 'amd64', form}],
});
const distributions = [
	family('debian', 'a@1:x', 'full'),
	family('fedora', 'b@1:x', 'full'),
	family('armbian', 'c@1:x', 'partial'),
] as unknown as Manifest['distributions'];
const texts: Readonly<Record<string, string>> = {
	'index.tsv':
		'file\trelease\tarch\tsource\na.config\t1\tamd64\ta@1:x\nb.config\t1\tamd64\tb@1:x\nc.config\t1\tamd64\tc@1:x\n',
	'a.config': 'CONFIG_THING=m\n',
	'b.config': '# CONFIG_THING is not set\n',
	'c.config': 'CONFIG_OTHER=y\n',
};
const cited: Source = {
	kind: 'distribution',
	url: 'https://x.org/',
	host: 'x.org',
	date: null,
	claim: 'a: CONFIG_THING=m',
};

/** What is found of a sentence that tells so many families. */
function found(count: number, configs: Books['configs']) {
	const books = {manifest: {distributions}, configs} as unknown as Books;
	const text = `${count} ${count === 1 ? 'family' : 'families'} of distributions ship it, and nothing else tells how widely it is in use`;
	return checkSentence(makeDriver('drivers/a/thing', {symbol: 'THING'}), text, cited, {
		sources: [cited],
		books,
	});
}

describe('how many families ship a driver', () => {
	const configs = {text: (name: string) => texts[name] ?? null};

	it('is counted in every configuration, and one that leaves out defaults may be one more', () => {
		expect(found(1, configs)).toBeNull();
		expect(found(2, configs)).toBeNull();
		expect(found(3, configs)).toContain('1 to 2 families have it on');
		expect(found(0, configs)).toContain('1 to 2 families have it on');
	});

	it('is not looked at without configurations', () => {
		expect(found(1, null)).toMatchObject({why: 'no configurations were given'});
	});
});
