import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect} from 'vitest';
import {compatibleStrings} from '../../source/commands/removal/mentions.ts';
import {namesIn} from '../../source/commands/show/names-from.ts';
import {keyOfPattern} from '../../source/dataset/tables/device-keys.ts';
import {claimOnDevice, matchesModalias} from '../../source/dossier/devices/modalias.ts';
import {claimOfPattern} from '../../source/dossier/query/device-query.ts';
import {packagedModules} from '../../source/dossier/query/packages.ts';
import {titleSentence} from '../../source/dossier/summary/hardware.ts';
import {UserError} from '../../source/dossier/user-error.ts';
import {isDts, readDts} from '../../source/machine/device-tree/dts.ts';
import {readWords} from '../../source/machine/inputs/read-input.ts';
import {parseKernelConfigs} from '../../source/machine/kernel-config.ts';
import {claimOnPartial} from '../../source/machine/partial-claims.ts';
import {readSpdx} from '../../source/machine/sbom/spdx.ts';
import {refuseOddFiles} from '../../source/survey/git/odd-files.ts';
import {addressOf} from '../../source/survey/mail/message/message.ts';
import {acksSeries, answerIn, isWithdrawal, refusesChip} from '../../source/survey/mail/removals/answers.ts';
import {isStablePosting} from '../../source/survey/mail/removals/kind.ts';
import {describedAs} from '../../source/survey/releases/gone/last-sight.ts';
import {readRustIds} from '../../source/survey/tree/ids/rust.ts';
import {refuel, TooMuch, tokenise} from '../../source/survey/tree/ids/tokens.ts';
import {readPrompt} from '../../source/survey/tree/kconfig/line.ts';
import {readWords as readHelpWords} from '../../source/survey/tree/kconfig/words.ts';
import {readHeadTitle} from '../../source/survey/tree/sources/head-title.ts';
import {SourceScanner} from '../../source/survey/tree/sources/scan.ts';
import {attack, type Door} from '../support/attack.ts';
import {readOrRefused} from '../support/refused.ts';

const place = mkdtempSync(join(tmpdir(), 'driverdex-long-'));
afterAll(() => rmSync(place, {recursive: true, force: true}));

const scanner = new SourceScanner(place);
const scan = (name: string, text: string) => {
	writeFileSync(join(place, name), text);
	return scanner.scan(name);
};

const length = 100_000;
function times(count: number, what: () => unknown): void {
	for (let done = 0; done < count; done++) what();
}
/** The tokens of a source, or that it takes too much. */
function tokensOf(text: string): void {
	refuel();
	try {
		tokenise(text);
	} catch (error) {
		if (!(error instanceof TooMuch)) throw error;
	}
}
/** A repository with settings of that text is looked through. */
function oddFilesOf(settings: string): void {
	for (const folder of ['objects', 'refs']) mkdirSync(join(place, 'odd.git', folder), {recursive: true});
	writeFileSync(join(place, 'odd.git/HEAD'), 'ref: refs/heads/main\n');
	writeFileSync(join(place, 'odd.git/config'), settings);
	refuseOddFiles({directory: join(place, 'odd.git'), isGitDirectory: true});
}
/** A piece over and over, up to the length of a line that nobody wrote. */
const many = (piece: string, letters = length) => piece.repeat(letters / piece.length);
const config = (text: string) => parseKernelConfigs(text, 'long');
const usb = {bus: 'usb', id: '0df6:005b', classCode: null, subsystem: null, interfaces: []} as const;
const title = (text: string) =>
	titleSentence({module: 'one', directory: 'drivers/net', buses: [], title: text, kconfig: null}, 'one');

/** By door: what is tried, and what reads it. A pattern that goes back over what it read takes seconds to hours for each. */
const tries: readonly [Door, readonly [string, () => unknown][]][] = [
	[
		'data set',
		[
			['title: addresses', () => title(`a${many(',-', 140)}${many('@.', 140)}/`)],
			['title: commas', () => title(`${many(',')}N,V0.0`)],
			['title: the same words', () => title(many('0 '))],
			['title: digits', () => title(`support for i${many('s0u')}-`)],
			['title: colons', () => title(`driver${many(' : ', 3 * length)}`)],
			['USB pattern', () => claimOnPartial(`usb:v*p*d${many('9dc9dsc9dp9ic9isc9ip9', 1100)}`, usb)],
			['device tree pattern: key', () => keyOfPattern(`of:N${many('T', 3000)}${many('C:', 3000)}?`)],
			[
				'device tree pattern: claim',
				() => claimOfPattern(`of:N${many('T', 3000)}${many('C', 3000)}\n`, {compatible: 'a,b'}),
			],
			[
				'device tree pattern: strings',
				() => compatibleStrings([`of:N${many('T', 3000)}${many('C:', 3000)}?`]),
			],
			['PCI class', () => claimOfPattern(`pci:vd*sv${many('sd')}`, {ids: []})],
			[
				'PCI fields',
				() =>
					claimOnDevice(`pci:v0000AAAAd0000AAAAsv${many('a')}`, {
						bus: 'pci',
						vendor: 'aaaa',
						device: 'aaaa',
					}),
			],
			['brackets', () => matchesModalias(`a*${many('[', 20_000)}`, 'abc')],
			['package', () => packagedModules(`kmod-a${many('-0.0', 3 * length)}\n`)],
		],
	],
	[
		'configs',
		[
			["Ubuntu's", () => config(many(`CONFIG_C ${many('policy<', 65_000)}\n`, 2_000_000))],
			[
				'diffconfig',
				() => config(`${many('+A m\n', 6000)}${many(`A "${many('" -> _', 60_000)}\rx\n`, 2_000_000)}`),
			],
			['nix', () => config(many('00=\r', 2 * length))],
		],
	],
	[
		'inputs',
		[
			['device tree: blank lines', () => isDts(`${many('\n\t')}="`)],
			['device tree: references', () => readDts(`/ { a = ${many('&{', 2 * length)}`)],
			['device tree: includes', () => readDts(`#define ${many('#include<u', 3 * length)}\n`)],
			['backticks', () => readWords(`x${many('`')}x`)],
			['lspci', () => readWords(`00:02.0 x${many(' [0000]: ', 3 * length)}`)],
			['lspci without numbers', () => readWords(`00:02.0 Af${many(' : A (prog-if (', 3 * length)}`)],
			['lspci: a subsystem', () => readWords(`00:02.0 Af: b\n\tSubsystem:${many('\t')}x\u2028x`)],
			['modprobe.d', () => readWords(`echo ${many(' ', 4000)}x`)],
			['initramfs', () => readWords(`MODULES=${many(' ')}a b`)],
			['comments', () => readWords(`a${many('\t')}x\u2028#`)],
			['uname', () => readWords(`Linux i 0.0${many('0')}x`)],
			['usb-devices', () => readWords(`T: Bus=0${many('0')}x`)],
			['a trace', () => namesIn(many('a'))],
			['source paths', () => namesIn(`a ${many('.fs/r', 2 * length)}`)],
			['SPDX', () => readSpdx(`SPDXVersion: SPDX-2.3\nFileName: a${many(' ', 10 * length)}b\n`, 'long')],
		],
	],
	[
		'mail',
		[
			...[
				'\n',
				'> x\n',
				' ',
				'\n\t',
				'a wrote',
				'thanks ',
				', ',
				'i still ',
				'\n-- ',
				'- [',
				'these patches ',
			].map((piece): [string, () => unknown] => [
				`a reply: ${JSON.stringify(piece)}`,
				() => {
					const text = many(piece, 4 * length);
					for (const isDirect of [true, false])
						answerIn(text, {isDirect, mayApply: isDirect, modules: ['lpc18xx'], title: 'x'});
					acksSeries(text);
					isWithdrawal(text);
					refusesChip(text, ['lpc18xx']);
				},
			]),
			['tags of a subject', () => times(200, () => isStablePosting(many('[', 8000)))],
			['addresses', () => times(1000, () => addressOf(many('a', 8000)))],
		],
	],
	[
		'git',
		[
			['settings', () => oddFilesOf(many('\t', 3 * length))],
			['a description', () => describedAs([many('\n', 2 * length)])],
		],
	],
	['output', [['a refusal', () => new UserError(`a${many(' ', 2 * length)}b`, many('\r', length))]]],
	[
		'tree',
		[
			['a driver', () => scan('a.c', `static struct x_driver a${many('__d', 120)}\n{\n}\n`)],
			['a head', () => readHeadTitle(`/* ${many('\t', 3000)}*x`, 'a.c')],
			['blanks in heads', () => times(1000, () => readHeadTitle(`*${many(' ', 230)}x`, 'a.c'))],
			[
				'a help text',
				() =>
					readHelpWords(
						'A',
						null,
						Array(300).fill({text: `${many('other ', 16_000)} will be removed`, at: 'a:1'}),
					),
			],
			['a prompt', () => readPrompt(`"a"${many('\t')}x\u2028x`)],
			['a condition', () => readPrompt(`if${many('\t')}\u2028`)],
			['quotes without an end', () => tokensOf(`"${many('\\"', 2 * length)}`)],
			['letters without an end', () => tokensOf(`'${many("\\'", 2 * length)}`)],
			['Rust', () => scan('a.rs', `${many('\n')}x`)],
			['Rust: modules', () => scan('b.rs', many('pub(\n', 3 * length))],
			['Rust: firmware', () => readRustIds(many('firmware:[\n', 4 * length))],
		],
	],
];

for (const [door, attempts] of tries)
	attack(door, `a drawn out line takes no longer than its length: ${door}`, async tried => {
		for (const [what, read] of attempts) {
			tried();
			const start = process.cpuUsage();
			await readOrRefused(() => read());
			expect(process.cpuUsage(start).user, what).toBeLessThan(2_000_000);
		}
	});
