import {describe, expect, it} from 'vitest';
import type {NewsItem} from '../../../source/dossier/news/news.ts';
import {newsLines, newsTable} from '../../../source/explorer/views/news.ts';
import {createTheme, plainTheme} from '../../../source/text/theme.ts';
import {cellWidth} from '../../../source/text/width.ts';

const item = (index: number, given: Partial<NewsItem> = {}): NewsItem => ({
	kind: 'cve',
	id: `drivers/x/d${index}`,
	module: `d${index}`,
	date: '2026-05-01',
	from: null,
	to: null,
	text: `CVE-2026-${index}, published 2026-05-01`,
	address: null,
	...given,
});
const many = Array.from({length: 30}, (_, index) => item(index));

describe('news on a screen', () => {
	it('fill it exactly, with the cursor among them, at every size', () => {
		for (const [width, height] of [
			[40, 7],
			[80, 20],
			[200, 56],
		] as const) {
			for (const cursor of [0, 13, 29]) {
				const lines = newsLines(plainTheme, many, {said: '30 new', cursor, width, height});
				expect(lines).toHaveLength(Math.min(height, 32));
				expect(lines.every(line => cellWidth(line) === width)).toBe(true);
				const here = lines.filter(line => line.startsWith(plainTheme.glyphs.cursor));
				expect(here).toHaveLength(1);
				expect(here[0]).toContain(` d${cursor} `);
			}
		}
	});

	it('keep the sentence where there is no room for the day, and show what would act', () => {
		const hostile = item(1, {module: 'a\u001b[2J', text: 'CVE\u202e, \u0007'});
		const [narrow] = newsTable(createTheme({depth: 0, ascii: true}), [hostile], 37);
		expect(narrow).toBe('CVE       a?[2J   CVE?, ?');
		expect(newsTable(plainTheme, many, 60)[0]).toContain('2026-05-01  CVE-2026-0');
	});
});
