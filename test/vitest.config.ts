import {defineConfig} from 'vitest/config';

/** Only what hangs takes so long: the slowest story needs a fortieth of it on a core of its own. */
const hangMs = 240_000;

export default defineConfig({
	test: {
		root: new URL('..', import.meta.url).pathname,
		include: ['test/**/*.test.{ts,tsx}'],
		testTimeout: hangMs,
		hookTimeout: hangMs,
	},
});
