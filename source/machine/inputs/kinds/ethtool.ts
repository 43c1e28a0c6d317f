import {type InputKind, pciAddress} from '../gathering.ts';

/** `ethtool -i IFACE`: `driver: e1000e`, its version, `bus-info: 0000:00:19.0`. */
export const ethtool: InputKind = {
	name: 'ethtool -i',
	read(gathering) {
		let driver: string | null = null;
		return {
			name: () => 'ethtool -i',
			take(line) {
				const [, name] = /^driver: ([\w-]{1,60})$/.exec(line) ?? [];
				if (name !== undefined) {
					driver = name;
					return true;
				}
				if (driver === null) return false;
				const [, place] = /^bus-info: ?(\S*)$/.exec(line) ?? [];
				if (place !== undefined) {
					const isPci = /^(?:[0-9a-f]{4}:)?[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]$/i.test(place);
					// Bridges and tunnels have a driver and no device.
					if (isPci) gathering.device('pci', pciAddress(place)).driver ??= driver;
					else gathering.module(driver, 'loaded');
					return true;
				}
				return /^(?:version|firmware-version|expansion-rom-version|supports-[\w-]+):/.test(line);
			},
		};
	},
};
