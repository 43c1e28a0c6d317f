import xterm from '@xterm/headless';
import {describe, expect, it} from 'vitest';
import {ScreenStream} from '../../source/terminal/screen-stream.ts';
import {createTheme, type Style} from '../../source/text/theme.ts';

const size = {columns: 30, rows: 6};
const {paint} = createTheme({depth: 256, ascii: false});

function screen() {
	const terminal = new xterm.Terminal({cols: size.columns, rows: size.rows, allowProposedApi: true});
	let sent = '';
	const stream = new ScreenStream(size, text => {
		sent += text;
		terminal.write(text);
	});
	return {terminal, stream, sent: () => sent, forget: () => (sent = '')};
}

/** What each cell shows: its character, and every attribute that a person would see. */
async function cells(terminal: InstanceType<typeof xterm.Terminal>): Promise<string[]> {
	await new Promise<void>(resolve => terminal.write('', resolve));
	return Array.from({length: size.rows}, (_, row) => {
		const line = terminal.buffer.active.getLine(row)!;
		let text = '';
		for (let column = 0; column < size.columns; column++) {
			const cell = line.getCell(column)!;
			const marks = `${cell.isInverse()}${cell.isUnderline()}`;
			const look = `${cell.getFgColor()}${cell.isBold()}${cell.isDim()}`;
			// The colour of a blank is seen only where it is marked.
			const isSeen = cell.getChars().trim() !== '' || marks !== '00';
			text += `${cell.getChars() || ' '}|${marks}${isSeen ? look : ''} `;
		}
		return text;
	});
}

describe('the screen', () => {
	it('shows after any change what it would show drawn anew', async () => {
		let seed = 7;
		const random = (below: number) => {
			seed = (seed * 1103515245 + 12345) % 2147483648;
			return Math.floor((seed / 2147483648) * below);
		};
		const styles: Style[] = ['keep', 'remove', 'strong', 'quiet', 'selected', 'match', 'heading'];
		const words = ['mlx4', '▰▰▱', '網路', '👩‍💻', 'e\u0301', ' ', '   ', '●', 'a'];
		const line = () => {
			let text = '';
			for (let part = random(6); part > 0; part--) {
				const word = words[random(words.length)]!;
				text += random(2) === 0 ? word : paint(styles[random(styles.length)]!, word);
			}
			return text;
		};
		const changing = screen();
		let frame = Array.from({length: size.rows}, line);
		for (let step = 0; step < 150; step++) {
			frame = frame.map(old => (random(3) === 0 ? line() : old));
			changing.stream.write(frame.join('\n'));
			const fresh = screen();
			fresh.stream.write(frame.join('\n'));
			expect(await cells(changing.terminal)).toEqual(await cells(fresh.terminal));
		}
	});

	it('moves text that only shifted, and shows what it would show drawn anew', async () => {
		let seed = 11;
		const random = (below: number) => {
			seed = (seed * 1103515245 + 12345) % 2147483648;
			return Math.floor((seed / 2147483648) * below);
		};
		const names = ['a', 'e1000', 'mlx4_ib', 'ipaq-micro', '網路'];
		const styles: Style[] = ['keep', 'quiet', 'selected', 'heading'];
		const line = () => {
			const [first, second] = [names[random(5)]!, names[random(5)]!];
			const name = random(2) === 0 ? first : paint(styles[random(4)]!, first);
			return [`${name} is on its way out ${second}`, `${name}|${second} serves what nobody has any more`][
				random(2)
			]!;
		};
		const changing = screen();
		let frame = Array.from({length: size.rows}, line);
		let moved = 0;
		for (let step = 0; step < 150; step++) {
			frame = frame.map(old => (random(2) === 0 ? line() : old));
			changing.forget();
			changing.stream.write(frame.join('\n'));
			if (/\u001b\[\d*[@P]/.test(changing.sent())) moved += 1;
			const fresh = screen();
			fresh.stream.write(frame.join('\n'));
			expect(await cells(changing.terminal)).toEqual(await cells(fresh.terminal));
		}
		expect(moved).toBeGreaterThan(20);
	});

	it('writes little for a little change, and nothing for none', () => {
		const {stream, sent, forget} = screen();
		const frame = Array.from({length: 6}, (_, row) => `row ${row} ${paint('keep', 'keep')} 0.01`);
		stream.write(frame.join('\n'));
		forget();
		stream.write(frame.join('\n'));
		expect(sent()).toBe('');
		stream.write(frame.with(3, frame[3]!.replace('0.01', '0.02')).join('\n'));
		expect(sent().length).toBeLessThan(30);
	});

	it('scrolls a list by the terminal, and shows what it would show drawn anew', async () => {
		const changing = screen();
		const rows = Array.from({length: 40}, (_, row) => `  driver_${row} ${paint('keep', 'keep')} ${row % 7}`);
		const frame = (top: number) => ['head', ...rows.slice(top, top + 4), paint('quiet', `at ${top}`)];
		changing.stream.write(frame(0).join('\n'));
		for (const top of [1, 2, 4, 3, 0, 30, 31, 28]) {
			changing.forget();
			changing.stream.write(frame(top).join('\n'));
			const fresh = screen();
			fresh.stream.write(frame(top).join('\n'));
			expect(await cells(changing.terminal)).toEqual(await cells(fresh.terminal));
		}
	});

	it('sends less for a scrolled list than for two of its rows', () => {
		const size = {columns: 80, rows: 24};
		let sent = '';
		const stream = new ScreenStream(size, text => {
			sent += text;
		});
		const rows = Array.from(
			{length: 60},
			(_, row) => `  driver_${row} ${paint('keep', `keep ${row * 7919}`)}`,
		);
		const frame = (top: number) => ['head', ...rows.slice(top, top + 22), 'hints'].join('\n');
		stream.write(frame(0));
		sent = '';
		stream.write(frame(1));
		expect(sent).toContain('\u001b[;23r');
		expect(sent).toContain('\u001b[r');
		expect(sent.length).toBeLessThan(120);
	});

	it('places what follows a character of doubtful width anew', () => {
		const {stream, sent} = screen();
		stream.write('a👩‍💻b');
		expect(sent()).toMatch(/👩‍💻\u001b\[4Gb/);
	});

	it('never clears the scrollback, and writes each frame as one update', () => {
		const {stream, sent} = screen();
		stream.write('one');
		stream.resize({columns: 20, rows: 4});
		stream.write('two');
		expect(sent()).not.toContain('\u001b[3J');
		expect(sent().match(/\u001b\[\?2026h/g)).toHaveLength(2);
	});

	it('keeps links, and ends them', async () => {
		const {stream, sent} = screen();
		stream.write('\u001b]8;;https://kernel.org/\u001b\\tree\u001b]8;;\u001b\\ x');
		expect(sent()).toMatch(/\u001b\]8;;https:\/\/kernel\.org\/\u001b\\tree.*\u001b\]8;;\u001b\\.*x/);
	});

	it('lets no other sequence through', () => {
		const {stream, sent} = screen();
		stream.write('a\u001b[2Jb\u001b]0;title\u0007c');
		expect(sent().replace('\u001b[H\u001b[2J', '')).not.toMatch(/\u001b\[2J|\u001b\]0/);
	});

	it('is silent once it is closed', () => {
		const {stream, sent} = screen();
		stream.close();
		stream.write('late');
		expect(sent()).toBe('');
	});
});
