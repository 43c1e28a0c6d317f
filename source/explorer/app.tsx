import {Box, Text} from 'ink';
import {type ReactElement, useSyncExternalStore} from 'react';
import type {Theme} from '../text/theme.ts';
import {keyGuide} from './key-guide.ts';
import {bodyHeight, dossierWidth, isTooSmall, paneWidths} from './layout.ts';
import type {ExplorerState, KeyGuide} from './model.ts';
import type {Store} from './store.ts';
import {compareRows} from './views/compare.ts';
import {headerLines, hintLine, listPane, scrollPlace, tooSmallLines} from './views/frame.ts';
import {helpLines} from './views/help.ts';
import {newsLines} from './views/news.ts';
import {overviewLines} from './views/overview.ts';
import {driverSigns} from './views/own.ts';
import {BlockPane, Lines} from './views/panes.tsx';
import {RuledTable} from './views/ruled-table.tsx';
import {spokenLines} from './views/spoken.ts';
import type {ExplorerWorld} from './world.ts';

/** The explorer on screen: a function of the store's state. Exactly as high as the terminal. */
export function App({store, world, theme}: {store: Store; world: ExplorerWorld; theme: Theme}): ReactElement {
	const state = useSyncExternalStore(store.subscribe, () => store.state);
	const keys = keyGuide(state);
	if (isTooSmall(state.size)) return <Lines lines={tooSmallLines(state, keys)} />;
	return (
		<Box flexDirection="column" width={state.size.columns} height={state.size.rows}>
			<Lines lines={headerLines(theme, state, keys)} />
			<Body state={state} world={world} theme={theme} keys={keys} />
			<Lines lines={[hintLine(theme, state, keys, placeOf(state, world, theme))]} />
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
	if (state.screen === 'help') {
		const lines = helpLines(theme, {filter: state.helpFilter, width: columns, keys}).slice(
			state.scroll,
			state.scroll + height,
		);
		return <Filled lines={lines} height={height} />;
	}
	if (state.screen === 'overview') {
		const {group, cursor} = state.overview;
		return (
			<Filled
				lines={overviewLines(theme, state.found, {group, cursor, width: columns, height})}
				height={height}
			/>
		);
	}
	if (state.screen === 'news') {
		const {news, newsCursor} = state.own;
		const {items, said} = news ?? {items: [], said: ''};
		const lines = newsLines(theme, items, {said, cursor: newsCursor, width: columns, height});
		return <Filled lines={lines} height={height} />;
	}
	if (state.screen === 'compare') {
		const rows = compareRows(theme, world.compared(state), columns - 2);
		return (
			<Box height={height} overflow="hidden">
				<Box marginTop={-state.scroll} marginLeft={1} flexShrink={0}>
					<RuledTable theme={theme} rows={rows} alignRest="left" />
				</Box>
			</Box>
		);
	}
	const dossier = (
		<BlockPane
			theme={theme}
			blocks={world.blocks(state)}
			scroll={state.detailScroll}
			height={height}
			width={dossierWidth(state)}
		/>
	);
	if (!state.isSplit) {
		return state.screen === 'list' ? (
			<Lines lines={listPane(theme, state, keys)} />
		) : (
			<Box paddingX={1}>{dossier}</Box>
		);
	}
	const {list} = paneWidths(state);
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

function Filled({lines, height}: {lines: readonly string[]; height: number}): ReactElement {
	return (
		<Box height={height}>
			<Lines lines={lines.slice(0, height)} />
		</Box>
	);
}
