/** What host found, as values: for JSON, NDJSON, CSV. docs/fleet.md describes them. */
import type {InputAccount} from '../../../machine/facts.ts';
import type {HostRow} from '../../../machine/judge-host.ts';
import type {Undriven} from '../../../machine/undriven.ts';
import {type AgedDevice, type AgedRow, deviceText} from '../devices/device-ages.ts';
import {rhelText, verdictFields} from '../risk-output.ts';
import type {MachineLine} from './fleet-table.ts';
import {claimantsText, type Named, noteText} from './told.ts';

type Why = (row: HostRow) => string | null;

/** A driver of a machine, as JSON has it. */
export function plainRow(row: AgedRow, why: Why, named: Named) {
	return {
		host: row.host,
		driver: row.driver,
		standing: row.standing,
		use: row.use,
		builtIn: row.isBuiltIn,
		atRisk: row.isAtRisk,
		devices: row.devices,
		config: row.row?.symbol ?? row.gone?.option ?? null,
		...verdictFields(row.row, why(row)),
		...(row.notes.length > 0 && {note: noteText(row, named)}),
	};
}

/** A driver of a machine as flat rows: one a device, or one without any; `devices` holds that device alone. */
export function flatRows(row: AgedRow, why: Why, named: Named) {
	// What holds of the driver is said once for all of its devices: a fleet has millions of rows.
	const common = plainRow({...row, devices: []}, why, named);
	const one = (device: AgedDevice | null) => ({
		...common,
		devices: device === null ? [] : [device],
		// A vendor may have dropped one of the devices alone.
		...(device?.rhel && {why: why({...row, devices: [device]})}),
		bus: device?.bus ?? null,
		address: device?.address ?? null,
		id: device?.id ?? null,
		device: device?.name ?? null,
	});
	return row.devices.length === 0 ? [one(null)] : row.devices.map(one);
}

/** A machine, as JSON has it. */
export function plainMachine(
	{machine, worst, drivers, atRisk}: MachineLine,
	counts: {drivers: number; atRisk: number},
) {
	const {name, facts, looked} = machine;
	return {
		host: name,
		release: facts.release,
		looked,
		drivers: counts.drivers,
		atRisk: counts.atRisk,
		problems: facts.problems,
		...(facts.input && {input: withoutDirectives(facts.input)}),
		...(facts.input && {
			worst:
				worst === null ? null : {driver: worst.driver, recommendation: worst.row?.recommendation ?? 'gone'},
		}),
		...(facts.input && drivers > 0 && atRisk.length > 0 && {driversAtRisk: atRisk}),
	};
}

/** Lines of modprobe.d stand in the answer by themselves, reviewed. */
const withoutDirectives = ({directives: _, ...input}: InputAccount) => input;

/** A device without a driver, as JSON has it. */
export function plainUndriven(one: Undriven, treeVersion: string) {
	const {host, bus, address, id, name, isUnclaimed, claimants, gone} = one;
	return {
		host,
		bus,
		address,
		id,
		name,
		unclaimed: isUnclaimed,
		claimants: claimants.map(({row, by}) => ({driver: row.module, path: row.id, by})),
		gone: gone.map(({module, id: path}) => ({driver: module, path})),
		said: claimantsText(one, treeVersion),
	};
}

/** Columns of CSV and Markdown. */
export const machineColumns = [
	{heading: 'host'},
	{heading: 'driver'},
	{heading: 'standing'},
	{heading: 'use'},
	{heading: 'at_risk'},
	{heading: 'recommendation'},
	{heading: 'confidence', align: 'right'},
	{heading: 'risk', align: 'right'},
	{heading: 'devices'},
	{heading: 'why'},
	{heading: 'replacement'},
	{heading: 'rhel'},
	{heading: 'config'},
	{heading: 'path'},
] as const;

/** A driver of a machine, in these columns. */
export function delimitedRow(row: AgedRow, why: Why) {
	return [
		...[row.host, row.driver, row.standing, row.use, row.isAtRisk ? 'yes' : 'no'],
		...[row.row?.recommendation ?? null, row.row?.confidence ?? null, row.row?.risk ?? null],
		row.devices.map(device => deviceText(device)).join('; ') || null,
		...[why(row), row.row?.replacement ?? null, row.row === null ? null : rhelText(row.row)],
		...[row.row?.symbol ?? null, row.row?.id ?? null],
	];
}
