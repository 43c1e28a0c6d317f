import {Box, Text} from 'ink';
import {type ReactElement, useSyncExternalStore} from 'react';
import type {Theme} from '../text/theme.ts';
import {keyGuide} from './key-guide.ts';
import {bodyHeight, dossierWidth, isTooSmall, paneWidths} from './layout.ts';
import type {ExplorerState, KeyGuide} from './model.ts';
import type {Store} from './store.ts';
import {compareRows} from './views/compare.ts';
import {linesInWindow} from './views/dossier/blocks.ts';
import {headerLines, hintLines, listPane, scrollPlace, tooSmallLines} from './views/frame.ts';
import {helpLines} from './views/help.ts';
import {laidColumns} from './views/list-columns.ts';
import {columnLines, paletteLines} from './views/menus.ts';
import {newsLines} from './views/news.ts';
import {overviewLines} from './views/overview.ts';
import {driverSigns} from './views/own.ts';
import {Filled, Lines} from './views/panes.tsx';
import {RuledTable} from './views/ruled-table.tsx';
import {spokenLines} from './views/spoken.ts';
import type {ExplorerWorld} from './world.ts';

/** The explorer on screen: a function of the store's state. Exactly as high as the terminal. */
export function App({store, world, theme}: {store: Store; world: ExplorerWorld; theme: Theme}): ReactElement {
	const state = useSyncExternalStore(store.subscribe, () => store.state);
	const keys = keyGuide(state);
	if (isTooSmall(state.size)) return <Lines lines={tooSmallLines(state, keys)} />;
	const hints = hintLines(theme, state, keys, placeOf(state, world, theme));
	const body = <Body state={state} world={world} theme={theme} keys={keys} />;
	return (
		<Box flexDirection="column" width={state.size.columns} height={state.size.rows}>
			<Lines lines={headerLines(theme, state, keys)} />
			{hints.length === 1 ? (
				body
			) : (
				<Box height={bodyHeight(state) + 1 - hints.length} overflow="hidden">
					{body}
				</Box>
			)}
			<Lines lines={hints} />
		</Box>
	);
}

/** The explorer in words. */
export function Spoken({store, world}: {store: Store; world: ExplorerWorld}): ReactElement {
	const state = useSyncExternalStore(store.subscribe, () => store.state);
	const material = {
		keys: keyGuide(state),
		blocks: () => world.blocks(state),
		compared: () => world.compared(state),
		releases: world.releases,
	};
	return (
		<Box flexDirection="column">
			{spokenLines(state, material).map((line, index) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: lines never change places
				<Text key={index}>{line}</Text>
			))}
		</Box>
	);
}

function placeOf(state: ExplorerState, world: ExplorerWorld, theme: Theme): string | null {
	if (['list', 'overview', 'news'].includes(state.screen)) return null;
	const {screen} = state;
	const place = scrollPlace(
		state,
		world.textHeight(state),
		screen === 'detail' ? world.section(state) : null,
	);
	const signs = screen === 'detail' ? driverSigns(theme, state) : '';
	return [signs, place ?? ''].filter(part => part !== '').join(theme.glyphs.separator) || null;
}

function Body({
	state,
	world,
	theme,
	keys,
}: {
	state: ExplorerState;
	world: ExplorerWorld;
	theme: Theme;
	keys: KeyGuide;
}): ReactElement {
	const height = bodyHeight(state);
	const {columns} = state.size;
	if (state.prompt === 'palette') {
		const lines = paletteLines(theme, keys.actions(), {...state.palette, width: columns, height});
		return <Filled lines={lines} height={height} />;
	}
	if (state.screen === 'help') {
		const lines = helpLines(theme, {filter: state.helpFilter, width: columns, keys}).slice(
			state.scroll,
			state.scroll + height,
		);
		return <Filled lines={lines} height={height} />;
	}
	if (state.screen === 'overview') {
		const lines = overviewLines(theme, state.found, {view: state.overview, width: columns, height});
		return <Filled lines={lines} height={height} />;
	}
	if (state.screen === 'news') {
		const {news, newsCursor} = state.own;
		const {items, said} = news ?? {items: [], said: ''};
		const lines = newsLines(theme, items, {said, cursor: newsCursor, width: columns, height});
		return <Filled lines={lines} height={height} />;
	}
	if (state.screen === 'compare') {
		const rows = compareRows(theme, world.compared(state), {
			width: columns - 2,
			releases: world.releases,
			onlyDiffering: state.onlyDiffering,
		});
		if (rows.length === 0) return <Filled lines={['', '  nothing differs']} height={height} />;
		return (
			<Box height={height} overflow="hidden">
				<Box marginTop={-state.scroll} marginLeft={1} flexShrink={0}>
					<RuledTable theme={theme} rows={rows} alignRest="left" />
				</Box>
			</Box>
		);
	}
	const {list} = paneWidths(state);
	const isChoosing = state.prompt === 'columns';
	const menu = (width: number, room: number) =>
		columnLines(theme, state, {
			width,
			height: room,
			laid: laidColumns(list, state.columns).columns.map(({name}) => name),
		});
	const lines =
		isChoosing && state.isSplit
			? menu(dossierWidth(state), height)
			: linesInWindow(world.blocks(state), state.detailScroll, height);
	const dossier = (
		<Box height={height} width={dossierWidth(state)}>
			<Lines lines={lines.length === 0 ? [''] : lines} />
		</Box>
	);
	if (!state.isSplit) {
		if (isChoosing) {
			// What the columns look like stands over their menu.
			const few = Math.max(3, Math.floor(height / 3));
			const rows = listPane(theme, {...state, top: Math.max(0, state.cursor - 1)}, keys).slice(0, few);
			return <Filled lines={[...rows, ...menu(columns, height - few)]} height={height} />;
		}
		return state.screen === 'list' ? (
			<Lines lines={listPane(theme, state, keys)} />
		) : (
			<Box paddingX={1}>{dossier}</Box>
		);
	}
	const divider = theme.paint(state.screen === 'detail' ? 'accent' : 'quiet', theme.glyphs.vertical);
	return (
		<Box height={height}>
			<Box width={list + 1}>
				<Lines lines={listPane(theme, state, keys)} />
			</Box>
			<Box width={2}>
				<Lines lines={Array.from({length: height}, () => divider)} />
			</Box>
			{dossier}
		</Box>
	);
}
