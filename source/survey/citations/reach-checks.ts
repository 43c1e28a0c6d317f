/** Sentences whose source is a distribution, a count of machines or a vendor's table. */
import type {Manifest} from '../../dossier/schema.ts';
import {type Check, type Finding, type Said, type TextFolder, Unlooked} from './facts.ts';

const plain = (number: string) => Number(number.replaceAll(',', ''));

/** The line of the cited configuration. */
export function shippedSays({books: {configs}, source}: Said): Finding {
	if (configs === null) return new Unlooked('no configurations were given');
	if (!('url' in source)) return 'it cites no configuration';
	const line = /: ((?:# )?CONFIG_\w+(?:=[ym]| is not set))$/.exec(source.claim)?.[1];
	if (line === undefined) return 'its claim names no line';
	const index = configs.text('index.tsv');
	if (index === null) return new Unlooked('the folder of configurations has no index.tsv');
	const address = decoded(source.url);
	const files = index
		.split('\n')
		.slice(1)
		.map(row => row.split('\t'))
		.filter(([, , , kernel = '', , , origin = '']) => {
			const [, repository, path] = /^([^@]+)@\w+:([^+]+)/.exec(origin) ?? [];
			return repository === undefined || path === undefined
				? kernel !== '' && source.claim.includes(kernel)
				: address.includes(repository) &&
						(address.includes(path) || path.startsWith(address.split('/').slice(7).join('/')));
		})
		.map(([file = '']) => file);
	if (files.length === 0) return new Unlooked('no configuration of that address was given');
	const holds = files.some(file => `\n${configs.text(file) ?? ''}\n`.includes(`\n${line}\n`));
	return holds ? null : `no such line in ${files[0]}`;
}

function decoded(address: string): string {
	try {
		return decodeURIComponent(address);
	} catch {
		return address;
	}
}

const countedMachines: Check = ({record, books, source, text}) => {
	const [, table, what, count] = /^(\S+): (.+) in ([\d,]+) machines?$/.exec(source.claim) ?? [];
	if (table === undefined) return 'its claim counts nothing';
	const told = /\bno probed/.test(text)
		? '0'
		: /\bone probed/.test(text)
			? '1'
			: /(?<![\d,])([\d,]+) probed/.exec(text)?.[1];
	if (told !== count) return `its claim counts ${count}`;
	const page = books.populations.get(table);
	if (page === undefined) return new Unlooked(`the table ${table} was not given`);
	const countOf = (id: string) =>
		Math.max(
			0,
			...[...page.matchAll(new RegExp(`^\\| pci:${id.replace(':', '-')} .*\\| *(\\d+) *\\|$`, 'gm'))].map(
				([, found]) => Number(found),
			),
		);
	if (what !== 'its devices') {
		if (!/^[0-9a-f]{4}:[0-9a-f]{4}$/.test(what!)) return new Unlooked('it counts a class of devices');
		return countOf(what!) === plain(count!) ? null : `the table counts ${countOf(what!)}`;
	}
	for (const pattern of record.aliases ?? []) {
		const id = /^pci:v0000(\w{4})d0000(\w{4})sv/i.exec(pattern);
		const found = id === null ? 0 : countOf(`${id[1]}:${id[2]}`.toLowerCase());
		if (found > 0) return `the table counts ${found} of ${pattern}`;
	}
	return null;
};

/** A row of Leapp's table. */
interface LeappRow {
	driver_name: string;
	device_id: string;
	available_in_rhel: number[];
	maintained_in_rhel: number[];
}

const leappSays: Check = ({record, text, books: {leapp}}) => {
	if (leapp === null) return new Unlooked("Leapp's table was not given");
	const {data} = JSON.parse(leapp) as {data: LeappRow[]};
	const same = (name: string) => name.replaceAll('-', '_');
	const row = data.find(one => same(one.driver_name) === same(record.module) && one.device_id === '');
	if (row === undefined) return 'the table does not name it as a whole';
	const release = Number(/RHEL (\d+)/.exec(text)![1]);
	const [has, keeps] = [row.available_in_rhel.includes(release), row.maintained_in_rhel.includes(release)];
	if (/maintained$/.test(text)) return keeps ? null : 'that release does not maintain it';
	if (/ships it|available$/.test(text))
		return has && !keeps ? null : 'that is not what the table says of the release';
	return has ? 'that release has it' : null;
};

const optionBuilds: Check = ({record}, [, symbol, count]) =>
	record.kconfig?.symbol === symbol && record.signals.distributions?.drivers === Number(count)
		? null
		: 'the record says otherwise';

/** What configurations say of options: the families that have each on, and those of which one leaves out defaults. */
interface Shipping {
	on: ReadonlyMap<string, ReadonlySet<string>>;
	/** Families, each with the options that such a configuration of it names as off; one that was not given names none. */
	open: readonly {family: string; off: ReadonlySet<string>}[];
}

/** Read once for all sentences: there are thousands, and the configurations have tens of megabytes. */
const shipping = new WeakMap<TextFolder, Shipping>();

function readShipping(configs: TextFolder, index: string, {distributions}: Manifest): Shipping {
	const known = shipping.get(configs);
	if (known !== undefined) return known;
	const [head = '', ...rows] = index.split('\n').map(row => row.split('\t'));
	const cell = (row: readonly string[], name: string) => row[head.indexOf(name)] ?? '';
	const nameOf = (...parts: readonly string[]) => parts.join(' ');
	const files = new Map(
		rows.map(row => [nameOf(cell(row, 'source'), cell(row, 'release'), cell(row, 'arch')), row[0] ?? '']),
	);
	const on = new Map<string, Set<string>>();
	const open: {family: string; off: Set<string>}[] = [];
	for (const {family, configurations} of distributions ?? []) {
		for (const {source, release, architecture, form} of configurations) {
			const text = configs.text(files.get(nameOf(source, release ?? '', architecture)) ?? '');
			for (const [, symbol] of (text ?? '').matchAll(/^CONFIG_(\w+)=[ym]$/gm)) {
				const families = on.get(symbol!);
				if (families === undefined) on.set(symbol!, new Set([family]));
				else families.add(family);
			}
			if (text !== null && form !== 'partial') continue;
			const off = (text ?? '').matchAll(/^# CONFIG_(\w+) is not set$/gm);
			open.push({family, off: new Set([...off].map(([, symbol]) => symbol!))});
		}
	}
	shipping.set(configs, {on, open});
	return {on, open};
}

/**
 * How many families of distributions have the option on: asked of every configuration that the manifest names, whoever is
 * cited. Of one that leaves out what is as by default an absent option tells nothing.
 */
const familiesShip: Check = ({record, books: {configs, manifest}}, [, told]) => {
	const index = configs?.text('index.tsv') ?? null;
	if (configs === null || index === null) return new Unlooked('no configurations were given');
	if (record.kconfig === null) return 'the driver has no option';
	const {symbol} = record.kconfig;
	const {on, open} = readShipping(configs, index, manifest);
	const least = on.get(symbol) ?? new Set<string>();
	const possible = open.filter(({off}) => !off.has(symbol)).map(({family}) => family);
	const most = new Set([...least, ...possible]).size;
	return least.size <= Number(told) && Number(told) <= most
		? null
		: `${least.size === most ? most : `${least.size} to ${most}`} families have it on`;
};

/** Sentences by their form. */
export const reachSentences: readonly (readonly [RegExp, Check])[] = [
	[/^but CONFIG_(\w+) builds (\d+) drivers$/, optionBuilds],
	[/probed machines? ha(?:s|ve) a device of/, countedMachines],
	[/^Debian and Fedora ship it, RHEL/, shippedSays],
	[/^kernels that switch on few drivers have it on: /, shippedSays],
	[/^on in (\d+) of the (\d+) families/, shippedSays],
	[/^(\d+) famil(?:y|ies) of distributions ships? it/, familiesShip],
	[/^no distribution ships it|^shipped by nobody/, shippedSays],
	[
		/^in (?:wide )?use|^no sign of wide use/,
		said =>
			said.source.kind === 'distribution'
				? shippedSays(said)
				: new Unlooked('it sums up what other reasons cite'),
	],
	[/^RHEL (\d+) (dropped it|does not have it|ships it)/, leappSays],
	[/^an enterprise vendor lists it: RHEL (\d+), (\w+)$/, leappSays],
	[/^RHEL (\d+) has (dropped) it/, leappSays],
];
