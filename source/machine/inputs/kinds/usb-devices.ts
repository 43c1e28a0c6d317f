import type {HostDevice} from '../../facts.ts';
import {type InputKind, nameText, setId, usbAddress} from '../gathering.ts';

/** `usb-devices` and /sys/kernel/debug/usb/devices: lines `T:`, `D:`, `P:`, `S:`, `I:` a device. */
export const usbDevices: InputKind = {
	name: 'usb-devices',
	read(gathering) {
		let current: HostDevice | null = null;
		return {
			name: () => 'usb-devices',
			take(line) {
				const place = /^\s*T:\s+Bus=\s*(\d+)(?!\d).*Dev#=\s*(\d+)/.exec(line);
				if (place !== null) {
					current = gathering.device('usb', usbAddress(place[1]!, place[2]!));
					return true;
				}
				if (current === null) return false;
				const id = /^\s*P:\s+Vendor=([0-9a-f]{4}) ProdID=([0-9a-f]{4})/i.exec(line);
				if (id !== null) setId(current, 'usb', `${id[1]}:${id[2]}`);
				const text = /^\s*S:\s+(Product|Manufacturer)=(.*)$/.exec(line);
				if (text?.[1] === 'Product') current.name ??= nameText(text[2]);
				const part =
					/^\s*I:.*Cls=([0-9a-f]{2})\(.*?\) Sub=([0-9a-f]{2}) Prot=([0-9a-f]{2}) Driver=(\S+)/i.exec(line);
				if (part !== null) {
					const code = `${part[1]}${part[2]}${part[3]}`.toLowerCase();
					const {partial} = current;
					if (partial && !partial.interfaces.includes(code))
						partial.interfaces = [...partial.interfaces, code];
					const driver = part[4]!;
					if (driver === '(none)' || driver === 'hub') return true;
					if (current.driver === null) current.driver = driver;
					else if (current.driver !== driver) gathering.module(driver, 'loaded');
				}
				return /^\s*[TBDPSCIAE]:[*\s]/.test(line);
			},
		};
	},
};
