import {beforeAll, describe, expect, it} from 'vitest';
import {openDataset} from '../../source/dataset/reader.ts';
import {numberedSources} from '../../source/dossier/dossier.ts';
import {packRow, unpackRow} from '../../source/dossier/index-row.ts';
import {defaultSort} from '../../source/dossier/query/sort.ts';
import {sourceAddress, treeAddress} from '../../source/dossier/source-links.ts';
import {keyGroups, keyGuide, keyOf} from '../../source/explorer/key-guide.ts';
import {freshView} from '../../source/explorer/model.ts';
import {freshOverview} from '../../source/explorer/state/overviewing.ts';
import {initialState, reduce} from '../../source/explorer/state.ts';
import {drawDossier} from '../../source/explorer/views/dossier/dossier.ts';
import {dossierMarkdown} from '../../source/explorer/views/dossier-markdown.ts';
import {dossierText} from '../../source/explorer/views/dossier-text.ts';
import {listScreen} from '../../source/explorer/views/frame.ts';
import {helpLines} from '../../source/explorer/views/help.ts';
import {listRow} from '../../source/explorer/views/list.ts';
import {overviewLines} from '../../source/explorer/views/overview.ts';
import {createWorld, type ExplorerWorld} from '../../source/explorer/world.ts';
import {createTheme} from '../../source/text/theme.ts';
import {cellWidth} from '../../source/text/width.ts';
import {changes, makeDriver, sampleRecords, sampleReleases, writeSample} from '../support/sample.ts';

const themes = [
	createTheme({depth: 256, ascii: false, links: true}),
	createTheme({depth: 16, ascii: true}),
	createTheme({depth: 0, ascii: false}),
	createTheme({depth: 0, ascii: true}),
];
const dataset = () => openDataset(writeSample());
let opened: ReturnType<typeof dataset>;
let world: ExplorerWorld;
beforeAll(() => {
	opened = dataset();
	world = createWorld(opened, themes[0]!, () => new Map(opened.rows().map(row => [row.id, row])));
});

const sizes = [
	[40, 10],
	[41, 11],
	[60, 13],
	[80, 24],
	[100, 30],
	[119, 40],
	[120, 40],
	[121, 14],
	[160, 50],
	[200, 60],
] as const;

describe('the screen', () => {
	it('is exactly as high and as wide as the terminal, at every size, theme and query', () => {
		for (const theme of themes) {
			for (const [columns, rows] of sizes) {
				for (const queryText of ['', 'mlx', 'rec:keep no such thing', 'foo:bar', '網路卡'.repeat(40)]) {
					const state = initialState({
						head: opened.start().head,
						rows: opened.rows(),
						isComplete: true,
						size: {columns, rows},
						queryText,
						sort: defaultSort,
						isSortChosen: false,
					});
					for (const prompt of [null, 'filter', 'sort', 'copy'] as const) {
						const lines = listScreen(theme, {...state, prompt}, keyGuide({...state, prompt}));
						expect(lines).toHaveLength(rows);
						for (const line of lines) expect(cellWidth(line), line).toBeLessThanOrEqual(columns);
					}
				}
			}
		}
	});

	it('says what it needs when it is too small', () => {
		const state = initialState({
			head: opened.start().head,
			rows: opened.rows(),
			isComplete: true,
			size: {columns: 30, rows: 8},
			queryText: '',
			sort: defaultSort,
			isSortChosen: false,
		});
		expect(listScreen(themes[2]!, state, keyGuide(state))).toEqual(['driverdex needs 40x10; this is']);
	});

	it('puts hostile text on one line, in its cells, and never sends what it holds', () => {
		const title = `\u001b[2J\u202e${'網路👩‍💻'.repeat(3000)}\u0007`;
		const row = unpackRow(packRow(makeDriver('drivers/net/evil', {title}), 0, 0));
		for (const theme of themes) {
			for (const width of [40, 46, 80, 120, 200]) {
				const line = listRow(theme, row, {width, selected: true, marked: true, active: true});
				expect(cellWidth(line)).toBe(width);
				expect(line).not.toMatch(/\u001b\[2J|\u202e|\u0007|\n/);
			}
		}
	});
});

describe('the dossier', () => {
	const mlx4 = () => sampleRecords().drivers.find(({module}) => module === 'mlx4_ib')!;
	const text = (width = 80) =>
		dossierText(
			themes[2]!,
			{record: mlx4(), directory: null, treeVersion: '7.3.4', releases: sampleReleases, calibration: null},
			width,
		);

	it('shows every fact of the published page', () => {
		const page = text(100).replace(/\s+/g, ' ');
		for (const fact of [
			'mlx4_ib',
			'drivers/infiniband/hw/mlx4',
			'Mellanox ConnectX-3 InfiniBand and RoCE HCA support (mlx4_ib)',
			'KEEP, ANNOTATE',
			'88 %',
			'deploy=medium',
			'replacement=mlx5_ib',
			'subsystem=infiniband',
			'category=networking-other',
			'15',
			'17,060',
			'51',
			'+635',
			'−755',
			'27',
			'2021-04-21 → 2026-04-21',
			'51 in 27/61 months',
			'2021-05: 2 commits · +6 −11',
			'2023-08: 5 commits · +136 −89',
			'2026-02: 4 commits · +120 −133',
			'[1] lore.kernel.org 2026-04-06',
			'[2] cateee.net',
			'[3] docs.nvidia.com 2025-12-02',
			'[4] docs.nvidia.com 2026-02-23',
			'[5] nvidia.com',
			'steady up to 6 April 2026',
			'≠ the rule table says ● keep',
		]) {
			expect(page, fact).toContain(fact);
		}
	});

	it('keeps to its width at every width, theme and state of its reader', () => {
		const records = sampleRecords();
		const busy = makeDriver('drivers/net/busy', {
			title: 'x'.repeat(300),
			signals: {
				releases: changes(5_000_000, 12),
				removalPatches: [
					{
						date: '2025-05-27',
						messageId: 'a@b',
						title: 'x'.repeat(200),
						list: 'netdev',
						kind: 'removal',
						by: 'maintainer',
						answer: 'none',
						overtakenBy: 0,
						replacement: null,
					},
				],
				cves: ['CVE-2022-10000', 'CVE-2024-10001', 'CVE-2024-10002'],
				support: [{vendor: 'RHEL', release: '10', state: 'removed', device: null}],
			},
		});
		for (const theme of themes) {
			for (const record of [...records.drivers, busy, ...records.directories]) {
				for (const [width, height] of [
					[38, 7],
					[54, 20],
					[71, 36],
					[78, 20],
					[100, null],
					[135, 56],
				] as const) {
					for (const view of [freshView, {moment: 2, source: 1, signals: true, notes: true}]) {
						const {blocks} = drawDossier(
							theme,
							{record, directory: null, treeVersion: '7.3.4', releases: sampleReleases, calibration: null},
							{view, width, height, keys: {signals: 't', notes: 'n'}},
						);
						for (const {lines} of blocks)
							for (const line of lines) expect(cellWidth(line), line).toBeLessThanOrEqual(width);
					}
				}
			}
		}
	});

	it('never prints what is not known as a word of the program', () => {
		for (const record of [...sampleRecords().drivers, ...sampleRecords().directories]) {
			const printed = dossierText(
				themes[2]!,
				{record, directory: null, treeVersion: '7.3.4', releases: sampleReleases, calibration: null},
				80,
			);
			expect(printed).not.toMatch(/\bnull\b|undefined|NaN|=unknown/);
		}
	});

	it('says where its chart and each of its sources stand', () => {
		const dossier = {
			record: mlx4(),
			directory: null,
			treeVersion: '7.3.4',
			releases: sampleReleases,
			calibration: null,
		};
		for (const [width, source] of [
			[38, null],
			[80, 2],
			[100, 5],
		] as const) {
			const view = {...freshView, source};
			const {blocks, chart, sources} = drawDossier(themes[2]!, dossier, {
				view,
				width,
				height: 36,
				keys: {signals: 't', notes: 'n'},
			});
			const lines = blocks.flatMap(block => block.lines);
			expect(lines[chart!.first]).toContain('Commits a month');
			expect(lines.slice(chart!.first, chart!.last + 1).join(' ')).toContain('counted by linux-drivers.com');
			expect(lines[chart!.last]).not.toBe('');
			expect(sources).toHaveLength(numberedSources(dossier.record).length);
			for (const [index, {first, last}] of sources.entries()) {
				expect(lines[first]).toMatch(new RegExp(`^.\\[${index + 1}\\] `));
				// What follows is another source, a heading or the end.
				for (const line of lines.slice(first + 1, last + 1)) expect(line).toMatch(/^ {5}\S/);
				expect(lines[last + 1]).not.toMatch(/^ {5}\S/);
			}
		}
	});

	it('puts the verdict before everything else', () => {
		expect(
			text()
				.split('\n')
				.findIndex(line => line.includes('KEEP, ANNOTATE')),
		).toBeLessThan(6);
	});

	it('is drawn in ASCII where there is nothing else', () => {
		const ascii = dossierText(
			themes[3]!,
			{record: mlx4(), directory: null, treeVersion: '7.3.4', releases: sampleReleases, calibration: null},
			80,
		);
		expect(ascii).toMatch(/^[\n\x20-\x7e]*$/);
		expect(ascii).toContain('+ KEEP, ANNOTATE');
	});

	it('is Markdown with links when it is to be pasted', () => {
		const markdown = dossierMarkdown(mlx4(), {
			treeVersion: '7.3.4',
			asOf: '2026-07-01',
			releases: sampleReleases,
			calibration: null,
		});
		expect(markdown).toContain('# mlx4\\_ib');
		expect(markdown).toContain(
			'(<https://lore.kernel.org/linux-rdma/10-v2-1c49eeb88c48+91-rdma_udata_rep_jgg@nvidia.com/>)',
		);
		expect(markdown).toContain('| source lines | 1,200 | 17,060 |');
	});

	it('leads from a file and line to the tree on line', () => {
		expect(treeAddress('drivers/net/tun.c:12', '7.3.4')).toBe(
			'https://git.kernel.org/pub/scm/linux/kernel/git/stable/linux.git/tree/drivers/net/tun.c?h=v7.3.4#n12',
		);
		expect(treeAddress('MAINTAINERS', '2011.06-custom')).not.toContain('?h=');
		const source = mlx4().assessments[0]!.sources[1]!;
		expect(sourceAddress(source, '7.3.4')).toBe('https://cateee.net/lkddb/web-lkddb/MLX4_INFINIBAND.html');
	});
});

describe('help and overview', () => {
	const keys = {groups: keyGroups, keyOf};

	it('keep to their width and find what is typed', () => {
		for (const theme of themes) {
			for (const width of [40, 80, 200]) {
				for (const line of helpLines(theme, {filter: '', width, keys}))
					expect(cellWidth(line)).toBeLessThanOrEqual(width);
				for (const group of ['subsystem', 'category', 'directory'] as const) {
					const view = {...freshOverview, group};
					const lines = overviewLines(theme, opened.rows(), {view, width, height: 12});
					expect(lines.length).toBeLessThanOrEqual(12);
					for (const line of lines) expect(cellWidth(line), line).toBeLessThanOrEqual(width);
				}
			}
		}
		expect(helpLines(themes[2]!, {filter: 'orphan', width: 80, keys}).join('\n')).toContain('status:orphan');
		expect(helpLines(themes[2]!, {filter: 'zzzz', width: 80, keys}).join('\n')).toContain(
			'nothing in the help',
		);
	});
});

describe('a resized explorer', () => {
	it('keeps its cursor, window and dossier', () => {
		let state = initialState({
			head: opened.start().head,
			rows: opened.rows(),
			isComplete: true,
			size: {columns: 200, rows: 60},
			queryText: '',
			sort: defaultSort,
			isSortChosen: false,
		});
		state = reduce(state, {type: 'key', key: {name: 'G', text: 'G'}}, world);
		for (const [columns, rows] of [...sizes, ...sizes.toReversed()]) {
			state = reduce(state, {type: 'resize', columns, rows}, world);
			expect(state.cursorId).toContain('e1000');
			expect(listScreen(themes[0]!, state, keyGuide(state))).toHaveLength(rows);
		}
	});
});
