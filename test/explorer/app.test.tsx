import {render} from 'ink-testing-library';
import {describe, expect, it} from 'vitest';
import {openDataset} from '../../source/dataset/reader.ts';
import {defaultSort} from '../../source/dossier/query/sort.ts';
import {App} from '../../source/explorer/app.tsx';
import {initialState} from '../../source/explorer/state.ts';
import {createStore} from '../../source/explorer/store.ts';
import {createWorld} from '../../source/explorer/world.ts';
import {KeyDecoder} from '../../source/terminal/keys.ts';
import {createTheme} from '../../source/text/theme.ts';
import {cellWidth} from '../../source/text/width.ts';
import {writeSample} from '../support/sample.ts';

function open(size: {columns: number; rows: number}, ascii = false) {
	const dataset = openDataset(writeSample());
	const theme = createTheme({depth: 0, ascii});
	const rows = dataset.rows();
	const world = createWorld(dataset, theme, () => new Map(rows.map(row => [row.id, row])));
	const store = createStore(
		initialState({
			head: dataset.start().head,
			rows,
			isComplete: true,
			size,
			queryText: '',
			sort: defaultSort,
			isSortChosen: false,
		}),
		world,
	);
	const {lastFrame, unmount} = render(<App store={store} world={world} theme={theme} />);
	const press = async (keys: string) => {
		const decoder = new KeyDecoder();
		store.dispatch([...decoder.feed(keys), ...decoder.flush()].map(key => ({type: 'key', key})));
		store.dispatch([{type: 'settle'}]);
		await new Promise(resolve => setTimeout(resolve, 0));
		return lastFrame()!;
	};
	return {frame: () => lastFrame()!, press, unmount, store};
}

describe('the app', () => {
	it('shows list and dossier side by side, the dossier following the cursor', async () => {
		const {press, unmount} = open({columns: 140, rows: 50});
		const frame = await press('jjjj');
		expect(frame).toContain('▸ mlx4_ib ≠');
		expect(frame).toContain('KEEP, ANNOTATE');
		expect(frame).toContain('3 files · 1,200 lines · 51 commits +635 −755 by 27');
		expect(frame).toContain('51 in 27/61 months');
		unmount();
	});

	it('never draws outside the screen, on any screen and size', async () => {
		for (const [columns, rows] of [
			[40, 10],
			[80, 24],
			[120, 40],
			[200, 60],
		] as const) {
			for (const ascii of [false, true]) {
				const {press, unmount} = open({columns, rows}, ascii);
				for (const keys of [
					'jjjj',
					'\r',
					'jjjjj',
					'hh',
					'..',
					'n',
					'G',
					'\u001b',
					'  c',
					'j',
					'\u001b',
					'v',
					'l',
					'\u001b',
					'?',
					'month',
					'\u001b\u001b',
					'/zzz',
					'\r',
				]) {
					const lines = (await press(keys)).split('\n');
					expect(lines.length).toBeLessThanOrEqual(rows);
					for (const line of lines)
						expect(cellWidth(line), `${columns}x${rows} after ${keys}: ${line}`).toBeLessThanOrEqual(columns);
				}
				unmount();
			}
		}
	});

	it('compares marked drivers and points out what differs', async () => {
		const {press, unmount} = open({columns: 110, rows: 30});
		const frame = await press('jjjj  c');
		expect(frame).toContain('mlx4_ib');
		expect(frame).toContain('mlx5_ib');
		expect(frame).toMatch(/verdict +◆ keep-annotate +● keep +≠/);
		expect(frame).toMatch(/files +3 +3 *$/m);
		unmount();
	});
});
