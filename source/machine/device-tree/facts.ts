import {bareDevice, type HostDevice, type HostFacts} from '../facts.ts';
import type {DeviceTree, TreeNode} from './nodes.ts';

/** What holds other nodes or describes the processor, memory and tables: no driver is looked for. */
const noDevices = new Set([
	...['simple-bus', 'simple-mfd', 'isa', 'cache', 'memory', 'shared-dma-pool', 'reserved-memory'],
	...['operating-points-v2', 'operating-points-v2-kryo-cpu', 'arm,idle-state', 'domain-idle-state'],
	...['thermal-zones', 'usb-b-connector', 'usb-c-connector', 'hdmi-connector', 'gpio-usb-b-connector'],
]);

/** The devices of a device tree as a machine's; its root's first name is the machine's own. */
export function treeFacts(tree: DeviceTree, kind: string): HostFacts {
	const board = tree.nodes.find(({path}) => path === '/')?.compatible[0] ?? null;
	const devices = tree.nodes.filter(isDevice).map(
		({path, compatible, isDisabled}): HostDevice => ({
			...bareDevice('of', path),
			compatible,
			...(isDisabled && {isDisabled}),
		}),
	);
	return {
		driverdexHost: 1,
		host: board,
		release: null,
		modulesFrom: null,
		candidatesFrom: null,
		modules: [],
		devices,
		problems: tree.problems,
		input: {kinds: [kind], unread: 0, symbols: []},
	};
}

function isDevice({path, compatible}: TreeNode): boolean {
	if (path === '/' || /^\/cpus\/[^/]+$/.test(path)) return false;
	return !compatible.every(name => noDevices.has(name));
}
