import type {HostFacts} from '../facts.ts';
import {Gathering} from './gathering.ts';

/** A row of `driverdex host --json` or `--format ndjson`, as far as it is read again. */
interface Row {
	host: string;
	driver: string;
	use: string;
	builtIn: boolean;
	devices: {bus: string; address: string; modalias: string | null; name: string | null}[];
}

/** Letters of a text that is taken, as many as of a list that is saved. */
const longestText = 4096;
const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= longestText;

const isRow = (value: unknown): value is Row => {
	const row = value as Partial<Row> | null;
	return (
		typeof row === 'object' &&
		row !== null &&
		[row.host, row.driver, row.use].every(isText) &&
		Array.isArray(row.devices) &&
		row.devices.every(
			device =>
				[device?.bus, device?.address].every(isText) &&
				[device.modalias ?? '', device.name ?? ''].every(isText),
		)
	);
};

/** Whether a value is an answer of `driverdex host --json`. */
export function isReport(value: unknown): boolean {
	const {hosts, rows} = (value ?? {}) as {hosts?: unknown; rows?: unknown};
	return Array.isArray(hosts) && Array.isArray(rows) && rows.every(isRow);
}

/** Whether a value is a line of `driverdex host --format ndjson`. */
export function isReportRow(value: unknown): boolean {
	return isRow(value);
}

/** The machines of an answer that was kept, to be judged anew. */
export function readReport(value: unknown): HostFacts[] {
	const {hosts, rows} = value as {hosts: {host?: unknown; release?: unknown}[]; rows: Row[]};
	const releases = new Map(hosts.map(one => [one?.host, one?.release]));
	const machines = new Map<string, Gathering>();
	for (const row of rows) {
		let gathering = machines.get(row.host);
		if (gathering === undefined) {
			gathering = new Gathering();
			gathering.host = row.host;
			const release = releases.get(row.host);
			if (isText(release)) gathering.release = release;
			machines.set(row.host, gathering);
		}
		addRow(gathering, row);
	}
	return [...machines.values()].map(gathering =>
		gathering.facts({kinds: ['an answer of driverdex host'], unread: 0}),
	);
}

function addRow(gathering: Gathering, {driver, use, builtIn, devices}: Row): void {
	const isUsed = use === 'bound' || use === 'loaded';
	const state = builtIn
		? 'built-in'
		: isUsed
			? 'loaded'
			: use === 'configured'
				? 'configured'
				: use === 'named'
					? 'named'
					: 'available';
	gathering.module(driver, state);
	if (state === 'loaded') gathering.hasLoaded = true;
	for (const {bus, address, modalias, name} of devices) {
		const device = gathering.device(bus, address);
		device.modalias ??= modalias ?? null;
		device.name ??= name ?? null;
		if (use === 'bound') {
			device.driver = driver;
			device.module = driver;
		} else if (!device.candidates.includes(driver)) device.candidates.push(driver);
	}
}
