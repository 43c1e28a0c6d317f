import {describe, expect, it} from 'vitest';
import {type CellLine, parseCells} from '../../source/terminal/cells.ts';
import {screenChanges} from '../../source/terminal/screen-diff.ts';

const cells = (line: string) => parseCells(line, 40);

describe('what turns one screen into another', () => {
	it('has a wide character whole, whichever half of it has changed', () => {
		const before = cells('a網b');
		const bold = cells('\u001b[1m網').looks[0]!;
		const after: CellLine = {texts: before.texts, looks: before.looks.with(2, bold)};
		expect(screenChanges([before], [after], 1)).toMatch(/網/);
	});

	it('has the two cells behind a character of doubtful width again, though they stayed', () => {
		const changes = screenChanges([cells('--cdef')], [cells('👩‍💻cdef')], 1);
		expect(changes).toMatch(/👩‍💻\u001b\[3Gcd$/);
	});

	it('erases what such a character at the end of a line may have drawn behind it', () => {
		expect(screenChanges([cells('--')], [cells('👩‍💻')], 1)).toMatch(/👩‍💻.*\u001b\[K$/);
	});

	it('is nothing where nothing has changed', () => {
		expect(screenChanges([cells('a網b')], [cells('a網b')], 1)).toBe('');
	});
});
