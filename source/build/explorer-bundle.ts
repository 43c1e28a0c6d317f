/** The explorer as its bundle exports it: Ink's layout engine is WebAssembly, which is ready a moment later. */
// @ts-expect-error: the build puts a module with `ready` in yoga-layout's place, see build.mjs
export {ready} from 'yoga-layout';
export {drawExplorer, speakExplorer} from '../explorer/explorer.tsx';
