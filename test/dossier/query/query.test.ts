import {describe, expect, it} from 'vitest';
import {packRow, unpackRow} from '../../../source/dossier/index-row.ts';
import {parseQuery, queryFields} from '../../../source/dossier/query/query.ts';
import {search} from '../../../source/dossier/query/search.ts';
import {defaultSort, sortRows} from '../../../source/dossier/query/sort.ts';
import {makeDriver, sampleRecords} from '../../support/sample.ts';

const rows = sampleRecords().drivers.map(record => unpackRow(packRow(record, 0, 0)));

function found(text: string, options: {libraries?: boolean} = {}): string[] {
	const parsed = parseQuery(text);
	if (!parsed.ok) throw new Error(parsed.problem.message);
	return search(rows, parsed.query, {
		sort: defaultSort,
		libraries: options.libraries ?? false,
		byMatch: true,
	}).rows.map(({module}) => module);
}

describe('the query language', () => {
	it('finds by every field', () => {
		expect(found('rec:deprecate,remove').sort()).toEqual(['gone', 'old-thing']);
		expect(found('rec:keep-annotate')).toEqual(['mlx4_ib']);
		expect(found('sub:infiniband').sort()).toEqual(['mlx4_ib', 'mlx5_ib']);
		expect(found('cat:networking-ethernet').sort()).toEqual(['3c59x', 'e1000']);
		expect(found('path:net/ethernet/intel')).toEqual(['e1000']);
		expect(found('conf:>0.85 conf:<0.9 -sub:staging')).toEqual(['mlx4_ib']);
		expect(found('risk:>50%')).toEqual(['gone']);
		expect(found('risk:0.15..0.5')).toEqual(['old-thing']);
		expect(found('commits:51')).toEqual(['mlx4_ib']);
		expect(found('commits:unknown')).toHaveLength(6);
		expect(found('status:orphan').sort()).toEqual(['3c59x', 'old-thing']);
		expect(found('bus:pci')).toHaveLength(7);
		expect(found('has:replacement')).toEqual(['mlx4_ib']);
		expect(found('has:dossier')).toEqual(['mlx4_ib']);
		expect(found('config:E1000')).toEqual(['e1000']);
		expect(found('config:CONFIG_mlx*').sort()).toEqual(['mlx4_ib', 'mlx5_ib']);
		expect(found('module:old_*')).toEqual(['old-thing']);
		expect(found('disagree:yes')).toEqual(['mlx4_ib']);
		expect(found('patches:<5')).toEqual([]);
		expect(found('cves:unknown lines:1200 files:3')).toHaveLength(7);
		expect(found('rhel:removed')).toEqual([]);
	});

	it('finds the drivers of a device, by id or modalias', () => {
		const nic = {
			...makeDriver('drivers/net/nic'),
			aliases: ['pci:v000015B3d00001003sv*sd*bc*sc*i*', 'of:N*T*Cacme,nic,rev2'],
		};
		const disk = {...makeDriver('drivers/ata/disk'), aliases: ['pci:v*d*sv*sd*bc01sc06i01*']};
		const stick = {...makeDriver('drivers/usb/stick'), aliases: ['usb:v16CAp1502d*dc*dsc*dp*ic*isc*ip*in*']};
		const unknown = makeDriver('drivers/misc/unknown');
		const devices = [nic, disk, stick, unknown].map(record =>
			unpackRow(packRow(record, 0, 0), ({id}) => (id === record.id ? record.aliases : null)),
		);
		const of = (text: string) => {
			const parsed = parseQuery(text);
			if (!parsed.ok) return parsed.problem.message;
			const options = {sort: defaultSort, libraries: false, byMatch: true};
			return search(devices, parsed.query, options)
				.rows.map(({module}) => module)
				.sort();
		};
		expect(of('dev:15b3:1003')).toEqual(['nic']);
		expect(of('dev:pci:15B3:1003')).toEqual(['nic']);
		expect(of('dev:usb:15b3:1003')).toEqual([]);
		expect(of('dev:15b3:1003,16ca:1502')).toEqual(['nic', 'stick']);
		expect(of('-dev:15b3:1003')).toEqual(['disk', 'stick', 'unknown']);
		expect(of('dev:pci:v00008086d00002922sv00001AF4sd00001100bc01sc06i01')).toEqual(['disk']);
		expect(of('dev:of:NnicT(null)Cacme,nic,rev2')).toEqual(['nic']);
		expect(of('dev:of:NnicT(null)Cacme,nic,rev2,16ca:1502')).toEqual(['nic', 'stick']);
		expect(of('dev:mlx4')).toMatch(/wants an id such as 15b3:1003/);
		expect(of('dev:')).toMatch(/wants an id/);
	});

	it('reads a comparison with or without a colon', () => {
		expect(found('risk>0.5')).toEqual(found('risk:>0.5'));
		expect(found('risk>=0.5 lines=1200')).toEqual(found('risk:>=0.5 lines:1200'));
		expect(found('-risk>0.5')).toEqual(found('-risk:>0.5'));
		expect(parseQuery('risk>x')).toMatchObject({ok: false, problem: {start: 0, end: 6}});
		// A word that only looks like one is a word.
		expect(parseQuery('a>b')).toMatchObject({ok: true, query: {words: ['a>b']}});
	});

	it('has an example of its own that it can read, for every field', () => {
		for (const {example} of queryFields) expect(parseQuery(example)).toMatchObject({ok: true});
	});

	it('takes a directory for itself and what lies below it, not for another that begins so', () => {
		const paths = ['drivers/net/wan/hdlc', 'drivers/netx/hdlc', 'drivers/net', 'drivers/wan/net/x'].map(id =>
			unpackRow(packRow(makeDriver(id), 0, 0)),
		);
		const below = (text: string) => {
			const parsed = parseQuery(text);
			if (!parsed.ok) throw new Error(parsed.problem.message);
			const options = {sort: defaultSort, libraries: true, byMatch: true};
			return search(paths, parsed.query, options)
				.rows.map(({id}) => id)
				.sort();
		};
		const net = ['drivers/net', 'drivers/net/wan/hdlc'];
		for (const text of ['path:net', 'path:net/', 'path:drivers/net', 'path:drivers/net/']) {
			expect(below(text), text).toEqual(net);
		}
		expect(below('path:net/wan/hdlc')).toEqual(['drivers/net/wan/hdlc']);
		expect(below('path:ne')).toEqual([]);
		expect(below('path:drivers')).toHaveLength(4);
	});

	it('takes both ends of a range', () => {
		const sized = [99, 100, 150, 200, 201].map(sourceLines =>
			unpackRow(packRow(makeDriver(`drivers/a/l${sourceLines}`, {sourceLines}), 0, 0)),
		);
		const lines = (text: string) => {
			const parsed = parseQuery(text);
			if (!parsed.ok) throw new Error(parsed.problem.message);
			const options = {sort: defaultSort, libraries: true, byMatch: true};
			return search(sized, parsed.query, options)
				.rows.map(row => row.lines!)
				.sort((a, b) => a - b);
		};
		expect(lines('lines:100..200')).toEqual([100, 150, 200]);
		expect(lines('lines:150..150')).toEqual([150]);
		expect(lines('lines:>100 lines:<200')).toEqual([150]);
		expect(lines('lines:>=100 lines:<=200')).toEqual([100, 150, 200]);
	});

	it('turns parts round with a minus and takes phrases as they stand', () => {
		expect(found('-sub:staging')).toHaveLength(5);
		expect(found('-rec:remove sub:staging')).toEqual(['old-thing']);
		expect(found('"PRO/1000 network"')).toEqual(['e1000']);
		expect(found('-"driver of"').sort()).toEqual(['e1000', 'mlx4_ib']);
		expect(found('-mlx sub:infiniband')).toEqual([]);
	});

	it('hides libraries unless they are asked for', () => {
		expect(found('libsas')).toEqual([]);
		expect(found('libsas', {libraries: true})).toEqual(['libsas']);
		expect(found('rec:not-a-driver')).toEqual(['libsas']);
	});

	it('says what is wrong and where', () => {
		const wrong: [string, RegExp, string][] = [
			['mlx recc:keep', /no field "recc:"/, 'recc:keep'],
			['risk:high', /risk: wants a number/, 'risk:high'],
			['rec:ke', /rec: "ke" is none of keep, /, 'rec:ke'],
			['sub:', /sub: wants a value/, 'sub:'],
		];
		for (const [text, message, place] of wrong) {
			const parsed = parseQuery(text);
			expect(parsed.ok).toBe(false);
			if (parsed.ok) continue;
			expect(parsed.problem.message).toMatch(message);
			expect(text.slice(parsed.problem.start, parsed.problem.end)).toBe(place);
		}
	});

	it('takes anything that is typed without breaking', () => {
		for (const text of [
			'',
			'-',
			'"',
			'-"',
			'":"',
			':',
			'::',
			'a:b:c',
			'(*[',
			'config:[(*',
			'\u0000',
			'網路',
		]) {
			expect(() => parseQuery(text)).not.toThrow();
			const parsed = parseQuery(text);
			if (parsed.ok)
				expect(() =>
					search(rows, parsed.query, {sort: defaultSort, libraries: true, byMatch: true}),
				).not.toThrow();
		}
	});
});

describe('words', () => {
	it('rank a name before a symbol before a path before a title', () => {
		expect(found('e1000')[0]).toBe('e1000');
		expect(found('mlx4_ib')[0]).toBe('mlx4_ib');
		expect(found('mlx4-ib')[0]).toBe('mlx4_ib');
		expect(found('vortex')).toEqual(['3c59x']);
		expect(found('connectx')).toEqual(['mlx4_ib']);
		expect(found('intel')[0]).toBe('e1000');
	});

	it('forgive letters left out, but not everything', () => {
		expect(found('mlxib').sort()).toEqual(['mlx4_ib', 'mlx5_ib']);
		expect(found('oldthng')).toEqual(['old-thing']);
		expect(found('zzz')).toEqual([]);
	});

	it('must all be there', () => {
		expect(found('mlx infiniband').sort()).toEqual(['mlx4_ib', 'mlx5_ib']);
		expect(found('mlx ethernet')).toEqual([]);
	});
});

describe('order', () => {
	it('puts unknown values last either way round', () => {
		const list = [
			makeDriver('drivers/a/one'),
			makeDriver('drivers/a/two', {signals: {cves: ['CVE-2024-1000', 'CVE-2024-1001']}}),
			makeDriver('drivers/a/three', {signals: {cves: []}}),
		].map(record => unpackRow(packRow(record, 0, 0)));
		const names = (reverse: boolean) => sortRows(list, {key: 'cves', reverse}).map(({module}) => module);
		expect(names(false)).toEqual(['two', 'three', 'one']);
		expect(names(true)).toEqual(['three', 'two', 'one']);
	});
});
