/*
 * Preloaded into the program by an attack (NODE_OPTIONS=--require): on a thread that works, the call of a function of
 * node:fs, or of Math, that HANG names never comes back: `NAME NUMBER loop`, from the so-manieth call on, without end in code, or
 * `NAME NUMBER system`, held up by the system, as by a pipe that nobody writes to: FIFO names one. Says `hanging` then.
 */
const fs = require('node:fs');
const {isMainThread} = require('node:worker_threads');

const [name, number, kind] = process.env.HANG.split(' ');
const {openSync, writeSync} = fs;
const holder = name in fs ? fs : Math;
const own = holder[name];
let calls = 0;

if (!isMainThread) {
	holder[name] = function hang(...words) {
		if (++calls < Number(number)) return own.apply(this, words);
		writeSync(2, 'hanging\n');
		if (kind === 'system') openSync(process.env.FIFO, 'r');
		for (;;) calls++;
	};
}
