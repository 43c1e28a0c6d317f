import type {HostFacts} from '../facts.ts';
import {Gathering, nameText, pciAddress} from './gathering.ts';

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
const wordOf = (value: unknown): string | null => (typeof value === 'string' ? nameText(value) : null);

/** The facts in what Ansible's setup module gave: bare, below `ansible_facts`, or those without the prefix. */
function factsIn(value: unknown): Fields | null {
	if (!isFields(value)) return null;
	const inner = isFields(value.ansible_facts) ? value.ansible_facts : value;
	return 'ansible_kernel' in inner ||
		'ansible_interfaces' in inner ||
		('kernel' in inner && 'interfaces' in inner)
		? inner
		: null;
}

/** Whether a value is what Ansible gathered of a machine. */
export function isAnsible(value: unknown): boolean {
	return factsIn(value) !== null;
}

/**
 * What Ansible's gathered facts tell of drivers: the module of each network interface, with its place on the PCI bus, and
 * the controllers of disks by what lspci calls them. A machine's own list below ansible_local, where driverdex's collector
 * stands in /etc/ansible/facts.d, tells all.
 */
export function readAnsible(value: unknown, check: (saved: unknown) => HostFacts): HostFacts {
	const facts = factsIn(value)!;
	const get = (key: string): unknown => facts[`ansible_${key}`] ?? facts[key];
	const local = get('local');
	const host = wordOf(get('hostname')) ?? wordOf(get('nodename')) ?? wordOf(get('fqdn'));
	for (const own of isFields(local) ? Object.values(local) : []) {
		if (isFields(own) && own.driverdexHost !== undefined) {
			const saved = check(own);
			return {
				...saved,
				host: saved.host ?? host,
				input: {kinds: ['Ansible facts with a list of driverdex'], unread: 0, symbols: []},
			};
		}
	}
	const gathering = new Gathering();
	gathering.host = host;
	gathering.release = wordOf(get('kernel'));
	for (const name of interfacesOf(get('interfaces'))) {
		const one = get(name) ?? get(name.replaceAll('-', '_'));
		if (!isFields(one)) continue;
		const module = wordOf(one.module);
		if (module === null || !/^[\w-]{1,60}$/.test(module)) continue;
		const place = wordOf(one.pciid);
		if (place !== null && /^[0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]$/i.test(place)) {
			const device = gathering.device('pci', pciAddress(place));
			device.driver ??= module;
		} else if (place !== null && /^virtio\d+$/.test(place))
			gathering.device('virtio', place).driver ??= module;
		else gathering.module(module, 'loaded');
	}
	const controllers = new Set(
		Object.values(isFields(get('devices')) ? (get('devices') as Fields) : {}).flatMap(disk =>
			isFields(disk) ? (wordOf(disk.host) ?? []) : [],
		),
	);
	for (const controller of controllers) {
		// `SATA controller: Intel Corporation … (rev 05)`: lspci's line without its place.
		const [, name] = /^[^:]+: (.*?)(?: \(rev [0-9a-f]+\))?$/.exec(controller) ?? [];
		if (name === undefined) continue;
		gathering.device('pci', `controller of disks: ${name}`).name = nameText(name);
	}
	gathering.problems.push('Ansible tells the drivers of network interfaces only: its facts have no others');
	return gathering.facts({kinds: ['Ansible facts'], unread: 0});
}

function interfacesOf(value: unknown): string[] {
	return Array.isArray(value)
		? value.flatMap(name => (typeof name === 'string' ? [name] : [])).slice(0, 10_000)
		: [];
}
