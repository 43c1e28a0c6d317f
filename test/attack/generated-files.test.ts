import {spawnSync} from 'node:child_process';
import {mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect} from 'vitest';
import {junitReport} from '../../source/commands/common/audit/junit.ts';
import {validateDataset} from '../../source/dataset/validate.ts';
import {packRow, unpackRow} from '../../source/dossier/index-row.ts';
import {hostOf, sourceName} from '../../source/dossier/source-links.ts';
import type {ExplorerState} from '../../source/explorer/model.ts';
import {viewCommand} from '../../source/explorer/state/copying.ts';
import type {AuditRow} from '../../source/machine/judge-config.ts';
import {configFragment} from '../../source/machine/judge-config.ts';
import {blockListText} from '../../source/machine/modprobe/block-list.ts';
import {openAddress} from '../../source/terminal/opener.ts';
import {csv, markdownTable} from '../../source/text/delimited.ts';
import {link} from '../../source/text/link.ts';
import {markdownAddress, markdownLine, markdownText} from '../../source/text/markdown.ts';
import {fitToPrint, jsonText, sanitise} from '../../source/text/sanitise.ts';
import {shellQuoted, shellWord} from '../../source/text/shell.ts';
import {createTheme} from '../../source/text/theme.ts';
import {actingIn, attack} from '../support/attack.ts';
import {harmful} from '../support/hostile.ts';
import {makeDriver, sampleRecords, writeSample} from '../support/sample.ts';

const place = mkdtempSync(join(tmpdir(), 'driverdex-generated-'));
afterAll(() => rmSync(place, {recursive: true, force: true}));

/** Ends of lines of every kind, and what a line of such a file would do. */
const ends = ['\n', '\r', '\r\n', '\u0085', '\u2028', '\u2029', '\v', '\f', '\0'];
const settings = [
	'CONFIG_EVIL=y',
	'# CONFIG_SECURITY is not set',
	'install evil /bin/sh',
	'options e1000 x=1',
];
const lively = [
	...ends.flatMap(end => settings.map(setting => `x${end}${setting}`)),
	...settings,
	...settings.map(setting => `${setting}\\`),
	'CONFIG_SECURITY is not set',
	'CONFIG_SECURITY   is not set, says nobody',
	' CONFIG_SECURITY is not set',
	...harmful,
];

attack('generated files', 'nothing in a fragment becomes an option, nor switches one off', tried => {
	const row = unpackRow(packRow(makeDriver('drivers/net/e1000'), 0, 0));
	const at = (module: string, replacement: string): AuditRow =>
		({
			config: 'x',
			option: 'E1000',
			value: 'm',
			row: {...row, id: row.id, module, recommendation: 'remove', risk: null, replacement},
			alsoBuilds: [],
		}) as never;
	for (const text of lively) {
		for (const fragment of [
			configFragment([at(text, 'x')], ['head'], () => 'why'),
			configFragment([at('e1000', text)], [text], () => text),
		]) {
			const lines = fragment.split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/);
			const live = lines.filter(line => /^CONFIG_|^# *CONFIG_\S* +is not set/.test(line));
			expect(live, JSON.stringify(text)).toEqual(['# CONFIG_E1000 is not set']);
			expect(lines.every(line => line === '' || line.startsWith('# '))).toBe(true);
			tried();
		}
	}
	expect(configFragment([{...at('e1000', 'x'), option: 'X\nCONFIG_EVIL=y'}], [], () => '')).not.toMatch(
		/^CONFIG_|is not set/m,
	);
});

attack('generated files', 'nor does anything in a block list become a directive', tried => {
	const row = unpackRow(packRow(makeDriver('drivers/net/e1000'), 0, 0));
	for (const text of lively) {
		const list = blockListText(
			{blocked: [row], leftOut: [{row: {...row, id: row.id, module: text} as never, why: text}]},
			{head: [text], reason: () => text, plain: one => sanitise(one)},
		);
		const lines = list.split(/[\n\r]/).filter(line => line !== '' && !line.startsWith('#'));
		expect(lines, JSON.stringify(text)).toEqual(['install e1000 /bin/false']);
		expect(list).not.toMatch(/\\\n/);
		tried();
	}
});

attack('generated files', 'no cell of CSV is a formula, its headings included', tried => {
	const signs = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t=', '\r=', '\n=', ' =', ' @', '\u00a0='];
	for (const sign of signs) {
		for (const text of [`${sign}cmd|' /C calc'!A0`, `${sign}1","x`, `${sign}HYPERLINK("http://x")`]) {
			const [heading = '', field = ''] = csv([text], [[text]]).split('\r\n');
			for (const cell of [heading, field]) expect(cell, JSON.stringify(text)).toMatch(/^"?['␍]/);
			tried();
		}
	}
	for (const text of harmful) {
		expect(actingIn(csv([text], [[text]]))).toEqual([]);
		tried();
	}
});

attack('generated files', 'Markdown has no HTML, picture, link, entity or row of a stranger', tried => {
	const live = [
		'<script>x</script>',
		'![x](http://e/)',
		'[x](javascript:x)',
		'&lt;b&gt;',
		'`a`<b>`',
		'``<b>``',
	];
	const more = [
		'\\<b>',
		'\\[x](y)',
		'`<b>` <i>',
		'<http://e/> | a | b |',
		'$x$',
		'~~x~~',
		'\n# x',
		'\n| a |',
	];
	const isLive = (text: string) => {
		const noCode = text.replace(/(?<!\\)`[^`]*`/g, '');
		return /(?<!\\)(?:\\\\)*(?:<|\]|\[|&(?=[#\w]))/.test(noCode);
	};
	for (const text of [...live, ...more, ...harmful]) {
		expect(isLive(markdownText(text)), text).toBe(false);
		expect(isLive(markdownLine(text)), text).toBe(false);
		expect(markdownText(text) + markdownLine(text)).not.toMatch(/[\n\r]/);
		const table = markdownTable([{heading: text}], [[text]]);
		expect(table.split('\n')).toHaveLength(4);
		expect(table.match(/(?<!\\)\|/g)).toHaveLength(6);
		expect(markdownAddress(`http://e/${text}`)).toMatch(/^<[\x21-\x3b\x3d\x3f-\x7e]*>$/);
		tried();
	}
});

attack('generated files', 'XML is XML, and JSON and print are fit to be read', tried => {
	for (const text of [...lively, ']]>', '"/><evil/>', '<!--', '&evil;', '\ufffe\uffff', '\ud800']) {
		const report = {
			audits: [{config: {name: text}, enabled: [{symbol: 'X'}]}],
			rows: [],
			lost: [],
		};
		const dataset = {manifest: {treeVersion: '7.3', asOf: ''}};
		const xml = junitReport(report as never, {dataset} as never, new Map() as never);
		expect(xml.match(/<(?!\/?test(?:suites?|case)\b|\?xml)/g)).toBeNull();
		expect(xml.match(/&(?!(?:amp|lt|gt|quot);)/g)).toBeNull();
		expect(xml).not.toMatch(/[\u0000-\u0008\v\f\u000e-\u001f\ufffe\uffff]/);
		const json = jsonText({[text]: [text]}, '\t');
		expect(actingIn(json)).toEqual([]);
		expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify({[text]: [text]})));
		expect(actingIn(fitToPrint(text)), JSON.stringify(text)).toEqual([]);
		tried();
	}
});

attack('shell', 'the command for a view is read back word for word by real shells', tried => {
	const evil = [
		...[
			"'",
			"''",
			'"',
			'`id`',
			'$(touch owned)',
			'$HOME',
			'!x',
			'~',
			'*',
			'?',
			'#',
			';touch owned',
			'|x',
			'&',
		],
		...[
			'\\',
			"\\'",
			"'\\''",
			"a'b'c",
			'-n',
			'--',
			'{a,b}',
			'[a]',
			'é',
			'字',
			'\t',
			' ',
			'%s',
			'\u00a0',
			'>owned',
		],
		...["';touch owned;'", "x'$(touch owned)'y", '$IFS', '=ls', '^x^y', '<(id)', '\n', '\ntouch owned\n'],
	];
	const shells = ['sh', 'bash', 'dash', 'zsh', 'fish'].filter(
		shell => spawnSync(shell, ['-c', 'exit 0']).status === 0,
	);
	expect(shells.length).toBeGreaterThan(0);
	const state = (queryText: string, cursorId: string, command: string) =>
		({
			scope: {command},
			openedWith: {data: ['--data', queryText], machine: []},
			own: {mineRows: null},
			sort: {key: 'name', reverse: false},
			isSortChosen: false,
			cursor: 1,
			cursorId,
			marks: [cursorId],
			queryText,
		}) as unknown as ExplorerState;
	for (const shell of shells) {
		// fish takes a backslash in single quotes for itself; whoever pastes there has another quoting.
		const own = shell === 'fish' ? evil.filter(word => !/['\\]/.test(word)) : evil;
		const lines = own.map(word => viewCommand(state(word, word, shellWord(word))));
		const script = lines.map(line => `printf '%s\\036' ${line}; printf '\\035'`).join('\n');
		const {stdout} = spawnSync(shell, ['-c', script], {cwd: place, encoding: 'utf8'});
		const read = stdout.split('\u001d').slice(0, -1);
		expect(read.length, shell).toBe(own.length);
		for (const [at, word] of own.entries()) {
			expect(read[at]!.split('\u001e').slice(0, -1), `${shell} ${word}`).toEqual([
				...[word, '--data', word, '--at', word, '--marked', word, '--query', word],
			]);
			tried();
		}
		expect(readdirSync(place)).toEqual([]);
	}
	expect(shellQuoted('')).toBe("''");
});

attack('addresses', 'the host that is shown is the one that the address leads to', tried => {
	const lies: readonly [url: string, host: string | null][] = [
		['https://evil.example/lore.kernel.org/', 'evil.example'],
		['https://lore.kernel.org@evil.example/', 'evil.example'],
		['https://lore.kernel.org:x@evil.example/', 'evil.example'],
		['https://lore.kernel.org\\@evil.example/', 'lore.kernel.org'],
		['https://evil.example\\.lore.kernel.org/', 'evil.example'],
		['https://evil.example#@lore.kernel.org/', 'evil.example'],
		['https://evil.example?lore.kernel.org/', 'evil.example'],
		['https://lоre.kernel.org/', 'xn--lre-sed.kernel.org'],
		['https://LORE.kernel.org/', 'lore.kernel.org'],
		['https://lore.kernel.org:444/', 'lore.kernel.org:444'],
		['https://www.lore.kernel.org/', 'lore.kernel.org'],
		['javascript:alert(1)//lore.kernel.org', null],
		['file:///etc/passwd', null],
		['ftp://lore.kernel.org/', null],
		['-https://lore.kernel.org/', null],
		['https://', null],
		['https://[::1', null],
	];
	const theme = createTheme({depth: 256, ascii: false, links: true});
	for (const [url, host] of lies) {
		expect(hostOf(url), url).toBe(host);
		const said = sourceName({kind: 'web', url, host: 'lore.kernel.org', date: null, claim: 'x'});
		expect(said).toBe(host ?? url);
		if (host === null && !url.startsWith('https://')) {
			expect(openAddress(url, {DISPLAY: ':none'})).toBe(false);
			expect(link(theme, url, 'x')).toBe('x');
		}
		tried();
	}
	// An opener that would be started were one of these taken for an address.
	const program = join(place, 'xdg-open');
	writeFileSync(program, '#!/bin/sh\n', {mode: 0o755});
	for (const url of [
		'--help',
		'data:text/html,x',
		'https://a b',
		'https://\u001b[2J',
		'vscode://x',
		'HTTPS:x',
	]) {
		expect(openAddress(url, {DISPLAY: ':none', PATH: place})).toBe(false);
		tried();
	}
	rmSync(program);
});

attack('addresses', 'validate refuses a host that its address does not lead to', tried => {
	const records = sampleRecords();
	const source = {kind: 'web' as const, date: null, claim: 'x'};
	for (const [url, host] of [
		['https://evil.example/', 'lore.kernel.org'],
		['https://lore.kernel.org@evil.example/', 'lore.kernel.org'],
		['https://lore.kernel.org@evil.example/', 'lore.kernel.org@evil.example'],
	] as const) {
		const [driver, ...others] = records.drivers;
		const [first, ...rest] = driver!.assessments;
		const lying = {...first!, sources: [...first!.sources, {...source, url, host}]};
		const folder = writeSample({
			...records,
			drivers: [{...driver!, assessments: [lying, ...rest]}, ...others],
		});
		const found = validateDataset(folder).findings.map(({what}) => what);
		expect(found).toContain('says another host of a source than its url leads to');
		tried();
	}
	expect(validateDataset(writeSample(records)).findings).toEqual([]);
});
