/**
 * Draws the real program's screen as an SVG, for the README: node bench/picture.mjs OUT.svg COLUMNSxROWS KEYS [--check].
 * KEYS are sent one by one once the list is there; `\r` is enter. With --check nothing is written: the exit status is 1
 * where the file that is there shows something else.
 */
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {spawn} from '@lydell/node-pty';
import xterm from '@xterm/headless';

const [out, size = '120x36', keys = '', check] = process.argv.slice(2);
const [columns, rows] = size.split('x').map(Number);
const top = join(dirname(fileURLToPath(import.meta.url)), '..');
const screen = new xterm.Terminal({cols: columns, rows, allowProposedApi: true});
const nowhere = mkdtempSync(join(tmpdir(), 'driverdex-picture-'));
const child = spawn(process.execPath, [join(top, 'dist/cli.cjs')], {
	cols: columns,
	rows,
	name: 'xterm-256color',
	// Nothing of whoever draws it is in the picture.
	env: {
		PATH: process.env.PATH,
		HOME: nowhere,
		LANG: 'C.UTF-8',
		TERM: 'xterm-256color',
		FORCE_HYPERLINK: '0',
	},
});
let heard = Date.now();
child.onData(data => {
	heard = Date.now();
	screen.write(data);
});
const rest = ms => new Promise(resolve => setTimeout(resolve, ms));
const lines = () =>
	Array.from({length: rows}, (_, row) => screen.buffer.active.getLine(row).translateToString(true)).join(
		'\n',
	);
/** Waits until nothing was drawn for a while, on a machine that does much else as well. */
const settled = async () => {
	do await rest(100);
	while (Date.now() - heard < 1500);
};
while (!/\d drivers/.test(lines())) await rest(50);
await settled();
for (const key of keys.replaceAll('\\r', '\r')) {
	child.write(key);
	await rest(120);
}
await settled();

const cell = {width: 8.4, height: 18};
const background = '#1d2021';
const foreground = '#e6e1d6';
const base = ['#1d2021', '#cc6666', '#79a05c', '#d7a640', '#6f9fc0', '#a888b5', '#6fb3a8', '#c8c3b8'];
const cube = [0, 95, 135, 175, 215, 255];

function colour(index) {
	if (index < 16) return base[index % 8];
	if (index >= 232) {
		const grey = 8 + (index - 232) * 10;
		return `rgb(${grey},${grey},${grey})`;
	}
	const place = index - 16;
	return `rgb(${cube[Math.floor(place / 36)]},${cube[Math.floor(place / 6) % 6]},${cube[place % 6]})`;
}

const markup = text => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
/** What stands on the screen, as an SVG. */
function picture() {
	const shapes = [];
	for (let row = 0; row < rows; row++) {
		const line = screen.buffer.active.getLine(row);
		let before = {ink: foreground, bold: false};
		const looks = Array.from({length: columns}, (_, at) => {
			const one = line.getCell(at);
			const ink = one.isFgPalette() ? colour(one.getFgColor()) : foreground;
			const cell = {
				ink,
				bold: one.isBold() !== 0,
				inverse: one.isInverse() !== 0,
				text: one.getChars() || ' ',
			};
			// The look of a blank is not seen, and depends on how it came to be there.
			if (cell.text === ' ' && !cell.inverse) return {...cell, ...before};
			before = {ink: cell.ink, bold: cell.bold};
			return cell;
		});
		const look = at => looks[at];
		for (let column = 0; column < columns; ) {
			const first = look(column);
			let text = '';
			let end = column;
			for (; end < columns; end++) {
				const next = look(end);
				if (next.ink !== first.ink || next.bold !== first.bold || next.inverse !== first.inverse) break;
				text += next.text;
			}
			const x = (column * cell.width).toFixed(1);
			const width = ((end - column) * cell.width).toFixed(1);
			if (first.inverse) {
				shapes.push(
					`<rect x="${x}" y="${row * cell.height}" width="${width}" height="${cell.height}" fill="${first.ink}"/>`,
				);
			}
			if (text.trim() !== '') {
				const weight = first.bold ? ' font-weight="bold"' : '';
				shapes.push(
					`<text x="${x}" y="${row * cell.height + 13}" fill="${first.inverse ? background : first.ink}"${weight} textLength="${width}" lengthAdjust="spacingAndGlyphs" xml:space="preserve">${markup(text)}</text>`,
				);
			}
			column = end;
		}
	}
	const width = Math.ceil(columns * cell.width) + 24;
	const height = rows * cell.height + 24;
	return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="14"><title>driverdex in a terminal</title><rect width="100%" height="100%" rx="8" fill="${background}"/><g transform="translate(12 12)">\n${shapes.join('\n')}\n</g></svg>\n`;
}

let now = picture();
// Where the machine does much else, the last line may be long in coming.
const wanted = check === undefined ? null : readFileSync(out, 'utf8');
for (let left = 30; wanted !== null && now !== wanted && left > 0; left--) {
	await rest(500);
	now = picture();
}
child.kill();
rmSync(nowhere, {recursive: true, force: true});
if (wanted === null) writeFileSync(out, now);
else if (now !== wanted) {
	console.error(`${out} shows something else than the program: npm run picture draws it anew`);
	process.exit(1);
}
process.exit(0);
