/*
 * Preloaded into the program by a story (NODE_OPTIONS=--require): a function of Node fails where FAULT says so,
 * `MODULE NAME KIND`. KIND is a code of the operating system (ENOSPC), `mistake` for a mistake in our own code,
 * `listener` for one in a listener that nobody awaits, or a signal that comes at that moment while the function works.
 */
const {constants} = require('node:os');

const [origin, name, kind] = process.env.FAULT.split(' ');
const target = require(origin);

function mistake() {
	return new TypeError("Cannot read properties of undefined (reading 'boom')");
}

const own = target[name];
let isSignalled = false;

target[name] = function fail(...words) {
	if (kind.startsWith('SIG')) {
		if (!isSignalled) process.kill(process.pid, kind);
		isSignalled = true;
		return own.apply(this, words);
	}
	if (kind === 'mistake') throw mistake();
	if (kind === 'listener') {
		setImmediate(() => {
			throw mistake();
		});
		return new Promise(() => setInterval(() => {}, 1000));
	}
	const error = new Error(`${kind}: the system says no, ${name}`);
	throw Object.assign(error, {code: kind, errno: -constants.errno[kind], syscall: name});
};
