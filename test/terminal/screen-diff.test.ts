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

	it('goes down a line by a byte, in the same column or to the beginning of a pane', () => {
		const rows = (...lines: string[]) => lines.map(cells);
		expect(screenChanges(rows('......a', '......a'), rows('......b', '......bc'), 2)).toBe(
			'\u001b[1;7Hb\v\u001b[7Gbc',
		);
		expect(screenChanges(rows('ab', ' cd'), rows('xb', ' yd'), 2)).toBe('\u001b[Hx\vy');
	});

	it('is nothing where nothing has changed', () => {
		expect(screenChanges([cells('a網b')], [cells('a網b')], 1)).toBe('');
	});
});
