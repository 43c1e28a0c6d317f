import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {afterAll, afterEach, beforeAll, describe, expect, it} from 'vitest';
import {formatOptions} from '../../source/dossier/kernel-options.ts';
import {run} from '../support/run.ts';
import {
	deprecate,
	keep,
	makeDriver,
	removedAndRenamed,
	sampleRecords,
	writeSample,
} from '../support/sample.ts';
import {killTerminals, startTerminal} from '../support/terminal.ts';

let data = '';
let folder = '';
beforeAll(() => {
	const {drivers, directories} = sampleRecords();
	drivers.push(
		makeDriver('drivers/net/old', {symbol: 'OLD', verdict: deprecate}),
		makeDriver('drivers/misc/good', {symbol: 'TWIN', verdict: keep}),
	);
	const names = drivers.flatMap(({kconfig}) => (kconfig === null ? [] : [kconfig.symbol]));
	data = writeSample({
		drivers,
		directories,
		options: formatOptions([...names, 'NET', 'PCI']),
		gone: removedAndRenamed(),
	});
	folder = mkdtempSync(join(tmpdir(), 'driverdex-review-'));
});
afterEach(killTerminals);
afterAll(() => {
	rmSync(folder, {recursive: true, force: true});
});

const diff = [
	'--- a/configs/my "board" & co_defconfig',
	'+++ b/configs/my "board" & co_defconfig',
	'@@ -10,2 +10,6 @@',
	' CONFIG_NET=y',
	'+CONFIG_GONE=m',
	'+CONFIG_E1000=m',
	'+CONFIG_ACENIC=m',
	'+CONFIG_OLD_NAME=y',
	' CONFIG_PCI=y',
	'',
].join('\n');

interface Log {
	$schema: string;
	version: string;
	runs: {
		tool: {
			driver: {name: string; version: string; rules: {id: string; defaultConfiguration: {level: string}}[]};
		};
		results: {
			ruleId: string;
			ruleIndex: number;
			level: string;
			message: {text: string};
			locations: {
				physicalLocation: {artifactLocation: {uri: string; uriBaseId?: string}; region: {startLine: number}};
			}[];
		}[];
	}[];
}

describe('SARIF', () => {
	it('has a result at each line that switches a doomed driver on', async () => {
		const {out, status} = await run(['audit', '-', '--format', 'sarif'], {data, input: diff});
		expect(status).toBe(1);
		const log = JSON.parse(out) as Log;
		// What the schema of SARIF 2.1.0 requires, and what it lists as the words of a level.
		expect(log.version).toBe('2.1.0');
		expect(log.$schema).toMatch(/sarif-schema-2\.1\.0\.json$/);
		const [{tool, results} = {tool: null!, results: []}] = log.runs;
		expect(tool.driver.name).toBe('driverdex');
		expect(tool.driver.version).toMatch(/^\d+\.\d+\.\d+/);
		expect(
			results.map(({ruleId, level, locations: [place]}) => [
				ruleId,
				level,
				place!.physicalLocation.region.startLine,
			]),
		).toEqual([
			['remove', 'error', 11],
			['gone', 'error', 13],
			['moved', 'note', 14],
		]);
		for (const {ruleId, ruleIndex, message, locations} of results) {
			expect(tool.driver.rules[ruleIndex]!.id).toBe(ruleId);
			expect(message.text).toMatch(/^CONFIG_\w+=[ym] .*\.$/);
			expect(locations[0]!.physicalLocation.artifactLocation).toEqual({
				uri: 'configs/my%20%22board%22%20%26%20co_defconfig',
				uriBaseId: '%SRCROOT%',
			});
		}
	});

	it('names a file elsewhere by its whole address, and has no result where nothing is at risk', async () => {
		const path = join(folder, 'a config');
		writeFileSync(path, '\n\nCONFIG_GONE=y\n');
		const log = JSON.parse((await run(['audit', path, '--format', 'sarif'], {data})).out) as Log;
		expect(log.runs[0]!.results[0]!.locations[0]!.physicalLocation).toEqual({
			artifactLocation: {uri: pathToFileURL(path).href},
			region: {startLine: 3},
		});
		const fine = await run(['audit', '-', '--format', 'sarif'], {data, input: 'CONFIG_E1000=m\n'});
		expect(fine.status).toBe(0);
		expect((JSON.parse(fine.out) as Log).runs[0]!.results).toEqual([]);
	});
});

describe('JUnit', () => {
	it('has a test for each option that builds drivers, failed where one is at risk or gone', async () => {
		const {out, status} = await run(['audit', '-', '--format', 'junit'], {data, input: diff});
		expect(status).toBe(1);
		expect(out).toMatch(
			/^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites name="driverdex audit" tests="4" failures="2" errors="0">/,
		);
		expect(out).toContain('<testsuite name="standard input" tests="4" failures="2" errors="0" skipped="0">');
		expect(out).toContain('<testcase classname="standard input" name="CONFIG_E1000"/>');
		expect(out).toMatch(
			/<testcase classname="standard input" name="CONFIG_GONE" file="configs\/my &quot;board&quot; &amp; co_defconfig" line="11">\n\s+<failure type="remove" message="CONFIG_GONE=m enables gone /,
		);
		// What only moved fails nothing.
		expect(out).toMatch(/name="CONFIG_OLD_NAME"[^>]*>\n\s+<system-out>CONFIG_OLD_NAME=y is no option/);
		// Every letter that means something to XML is written out.
		expect(
			out.replace(
				/<\?xml[^>]*>|<\/?(?:testsuites?|testcase|failure|system-out)(?: [a-z]+="[^"<]*")*\/?>/g,
				'',
			),
		).not.toMatch(/[<>"]|&(?!(?:amp|lt|gt|quot);)/);
	});

	it('and SARIF are of audit alone, and no form of differences', async () => {
		for (const words of [
			['list', 'e1000', '--format', 'sarif'],
			['audit', '-', '--against', 'rhel', '--format', 'junit'],
		]) {
			const {out, status} = await run(words, {data, input: diff});
			expect([out, status]).toEqual(['', 64]);
		}
	});
});

describe('--columns', () => {
	const config = 'CONFIG_GONE=m\nCONFIG_OLD=y\n';
	it('chooses what a table, CSV and Markdown have, and in which order', async () => {
		const asked = ['audit', '-', '--columns', 'line,recommendation,option'];
		const table = await run(asked, {data, input: config});
		expect(table.out).toMatch(
			/^line {2}recommendation {2}option\n +1 {2}✖ remove +CONFIG_GONE\n +2 {2}▲ deprecate +CONFIG_OLD\n$/,
		);
		const csv = await run([...asked, '--format', 'csv'], {data, input: config});
		expect(csv.out).toBe('line,recommendation,option\r\n1,remove,CONFIG_GONE\r\n2,deprecate,CONFIG_OLD\r\n');
		const markdown = await run(['list', 'module:e1000', '--columns', 'module,lines', '--markdown'], {data});
		expect(markdown.out).toMatch(/^\| module \| lines \|\n\|---\|---:\|\n\| e1000 \| \d* \|\n$/);
	});

	it('refuses a name that there is not, and what has no columns', async () => {
		const unknown = await run(['list', '--columns', 'module,recomendation'], {data});
		expect(unknown).toMatchObject({out: '', status: 64});
		expect(unknown.remarks).toMatch(
			/^driverdex: --columns knows no column "recomendation"\. Is it recommendation\?\nIt knows module, recommendation, /,
		);
		const json = await run(['list', '--columns', 'module', '--json'], {data});
		expect(json).toMatchObject({out: '', status: 64});
		expect(json.remarks).toContain('json has every field');
	});

	it.each([40, 80])('and every list fit into %i cells, coloured or not', async columns => {
		for (const words of [
			['list', '--limit', '5'],
			['list', '--limit', '5', '--columns', 'module,title,path,risk'],
		]) {
			const terminal = startTerminal([...words, '--data', data], {columns, rows: 40});
			await terminal.exit;
			await terminal.until('the count is there', screen => screen.includes('shown'));
			const lines = terminal.lines();
			expect(lines[0]).toMatch(/^module /);
			// Five rows are five lines.
			expect(lines.slice(1, 6).every(line => /^[\w-]+…? /.test(line))).toBe(true);
			expect(lines[6]).toMatch(/^\d+ of \d+ drivers/);
		}
	});
});

describe('what is being rewritten', () => {
	it('is not told to go: options of drivers that move to Rust, to a generic bus, or to another driver', async () => {
		const input = 'CONFIG_QCOM_SOCINFO=y\nCONFIG_TEGRA_HOST1X_CONTEXT_BUS=y\nCONFIG_MOXA_SMARTIO=m\n';
		const {out, remarks, status} = await run(['audit', '-'], {input});
		expect([out, status]).toEqual(['', 0]);
		expect(remarks).toContain(
			'0 of 3 enabled options enable drivers at risk (rec:deprecate,remove), 0 of 2 drivers',
		);
	});
});
