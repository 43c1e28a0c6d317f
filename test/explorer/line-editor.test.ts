import {describe, expect, it} from 'vitest';
import {asOneLine, type LineEdit, lineEdits, typeInto} from '../../source/explorer/line-editor.ts';

/** A line with its caret drawn as a bar. */
const read = (drawn: string) => ({text: drawn.replace('|', ''), caret: drawn.indexOf('|')});
const edited = (drawn: string, edit: LineEdit) => {
	const {text, caret} = lineEdits[edit](read(drawn));
	return `${text.slice(0, caret)}|${text.slice(caret)}`;
};

describe('a line', () => {
	it('is edited at its caret', () => {
		expect(edited('ab|c', 'caret-left')).toBe('a|bc');
		expect(edited('ab|c', 'caret-right')).toBe('abc|');
		expect(edited('ab|c', 'caret-to-start')).toBe('|abc');
		expect(edited('ab|c', 'caret-to-end')).toBe('abc|');
		expect(edited('ab|c', 'erase-before')).toBe('a|c');
		expect(edited('ab|c', 'erase-after')).toBe('ab|');
		expect(edited('one two |x', 'erase-word')).toBe('one |x');
		expect(edited('one tw|o', 'erase-to-start')).toBe('|o');
	});

	it('stays as it is where there is nothing to do', () => {
		for (const edit of [
			'caret-left',
			'caret-to-start',
			'erase-before',
			'erase-word',
			'erase-to-start',
		] as const)
			expect(edited('|abc', edit), edit).toBe('|abc');
		for (const edit of ['caret-right', 'caret-to-end', 'erase-after'] as const)
			expect(edited('abc|', edit), edit).toBe('abc|');
	});

	it('never parts a code point', () => {
		expect(edited('a👩|b', 'caret-left')).toBe('a|👩b');
		expect(edited('a|👩b', 'caret-right')).toBe('a👩|b');
		expect(edited('a👩|b', 'erase-before')).toBe('a|b');
		expect(edited('a|👩b', 'erase-after')).toBe('a|b');
	});

	it('takes text at its caret, which then stands behind it', () => {
		expect(typeInto(read('a|d'), 'bc')).toEqual(read('abc|d'));
		expect(asOneLine('one\r\n\ttwo')).toBe('one two');
	});
});
