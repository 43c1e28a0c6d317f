import {expect, it} from 'vitest';
import {packRow, unpackRow} from '../../../source/dossier/index-row.ts';
import {parseQuery} from '../../../source/dossier/query/query.ts';
import {search} from '../../../source/dossier/query/search.ts';
import {defaultSort} from '../../../source/dossier/query/sort.ts';
import {makeDriver} from '../../support/sample.ts';

const rows = ['snd_hda_intel', 'hda', 'e1000', 'e1000e', 'hxdxxxa'].map(module =>
	unpackRow(packRow(makeDriver(`drivers/x/${module}`, {symbol: null, title: null}), 0, 0)),
);

function found(text: string): string[] {
	const parsed = parseQuery(text);
	if (!parsed.ok) throw new Error(parsed.problem.message);
	return search(rows, parsed.query, {sort: defaultSort, libraries: false, byMatch: true}).rows.map(
		({module}) => module,
	);
}

it('puts the whole name first, then its beginning, then the beginning of a word in it', () => {
	expect(found('e1000')).toEqual(['e1000', 'e1000e']);
	expect(found('hda')).toEqual(['hda', 'snd_hda_intel']);
});

it('finds letters that are scattered, as long as more than half of the span is theirs', () => {
	expect(found('sndintel')).toEqual(['snd_hda_intel']);
	expect(found('e10e')).toEqual(['e1000e']);
	expect(found('hdaa')).toEqual([]);
	// Three letters of seven.
	expect(found('hda')).not.toContain('hxdxxxa');
});

it('wants every word', () => {
	expect(found('hda intel')).toEqual(['snd_hda_intel']);
	expect(found('hda e1000')).toEqual([]);
});
