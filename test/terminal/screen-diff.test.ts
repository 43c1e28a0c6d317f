import {describe, expect, it} from 'vitest';
import {type CellLine, parseCells} from '../../source/terminal/cells.ts';
import {screenChanges} from '../../source/terminal/screen-diff.ts';

const size = {columns: 40, rows: 1};
const cells = (line: string) => parseCells(line, 40);

describe('what turns one screen into another', () => {
	it('has a wide character whole, whichever half of it has changed', () => {
		const before = cells('a網b');
		const bold = cells('\u001b[1m網').looks[0]!;
		const after: CellLine = {texts: before.texts, looks: before.looks.with(2, bold)};
		expect(screenChanges([before], [after], size)).toMatch(/網/);
	});

	it('has the two cells behind a character of doubtful width again, though they stayed', () => {
		const changes = screenChanges([cells('--cdef')], [cells('👩‍💻cdef')], size);
		expect(changes).toMatch(/👩‍💻\u001b\[3Gcd$/);
	});

	it('erases what such a character at the end of a line may have drawn behind it', () => {
		expect(screenChanges([cells('--')], [cells('👩‍💻')], size)).toMatch(/👩‍💻.*\u001b\[K$/);
	});

	it('goes down a line by a byte, in the same column or to the beginning of a pane', () => {
		const rows = (...lines: string[]) => lines.map(cells);
		expect(screenChanges(rows('......a', '......a'), rows('......b', '......bc'), {...size, rows: 2})).toBe(
			'\u001b[1;7Hb\v\u001b[Dbc',
		);
		expect(screenChanges(rows('ab', ' cd'), rows('xb', ' yd'), {...size, rows: 2})).toBe('\u001b[Hx\vy');
	});

	it('does not send a sentence again whose first word got longer or shorter', () => {
		const [short, long] = [cells('b44 is on its way out'), cells('b44_usb is on its way out')];
		expect(screenChanges([short], [long], size)).toBe('\u001b[1;4H\u001b[4@_usb');
		expect(screenChanges([long], [short], size)).toBe('\u001b[1;4H\u001b[4P');
	});

	it('moves nothing in a row with a character that is wider in some terminals', () => {
		const [short, long] = [cells('b44 ⚠ is on its way out'), cells('b44_usb ⚠ is on its way out')];
		expect(screenChanges([short], [long], size)).not.toMatch(/\u001b\[\d*[@P]/);
	});

	it('pushes nothing over the edge, from where it would come back', () => {
		const [before, after] = [cells('b44 is on its way out'), cells('b44_usb is on its way out')];
		const narrow = (columns: number) => screenChanges([before], [after], {columns, rows: 1});
		expect(narrow(25)).toBe('\u001b[1;4H\u001b[4@_usb');
		expect(narrow(24)).not.toMatch(/\u001b\[\d*@/);
	});

	it('does not count columns from the last one, where terminals stop or wait to wrap', () => {
		const wide = {columns: 10, rows: 2};
		const [before, after] = [
			['01234567__', 'abcdefghi'],
			['0123456789', 'abcdefghix'],
		].map(lines => lines.map(line => parseCells(line, wide.columns)));
		expect(screenChanges(before!, after!, wide)).toBe('\u001b[1;9H89\v\u001b[10Gx');
	});

	it('is nothing where nothing has changed', () => {
		expect(screenChanges([cells('a網b')], [cells('a網b')], size)).toBe('');
	});
});
