/*
 * Preloaded into the program by a story (NODE_OPTIONS=--require): when an X is typed, something goes wrong that the
 * program does not expect. `CRASH` says what.
 */
const {closeSync} = require('node:fs');

const {codePointAt} = String.prototype;
const {stringify} = JSON;
const boom = () => new Error('boom');
let isArmed = false;

const crashes = {
	handler() {
		throw boom();
	},
	timer() {
		setTimeout(() => {
			throw boom();
		}, 1);
	},
	rejection() {
		Promise.reject(boom());
	},
	// The dossier's pane names what it draws with JSON.stringify while React renders it.
	render() {
		isArmed = true;
	},
	exit() {
		process.exit(3);
	},
	closed() {
		closeSync(1);
	},
};

String.prototype.codePointAt = function (at) {
	if (at === 0 && String(this).startsWith('X')) {
		const {CRASH} = process.env;
		if (CRASH.startsWith('SIG')) process.kill(process.pid, CRASH);
		else crashes[CRASH]();
	}
	return codePointAt.call(this, at);
};
JSON.stringify = (value, ...rest) => {
	if (isArmed && Array.isArray(value) && String(value[0]).startsWith('drivers/')) throw boom();
	return stringify(value, ...rest);
};
