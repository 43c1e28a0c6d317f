/*
 * Preloaded into the program by a story (NODE_OPTIONS=--require): a function of Node fails where FAULT says so,
 * `MODULE NAME KIND`. KIND is a code of the operating system (ENOSPC), `mistake` for a mistake in our own code, or
 * `listener` for one in a listener that nobody awaits.
 */
const {constants} = require('node:os');

const [module, name, kind] = process.env.FAULT.split(' ');
const target = require(module);

function mistake() {
	return new TypeError("Cannot read properties of undefined (reading 'boom')");
}

target[name] = () => {
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
