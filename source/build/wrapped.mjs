const opening = '(function (exports, require, module, __filename, __dirname) {';

/** A module's code in the function that Node puts around it, to the letter: V8 takes its own code for this text only. */
export function wrapped(code) {
	return code.startsWith(opening) ? code : `${opening}${code}\n})`;
}
