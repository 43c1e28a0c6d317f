import {describe, expect, it} from 'vitest';
import {claimOf, readDeviceQuery} from '../../../source/dossier/query/device-query.ts';

const claims = (asked: string, ...patterns: string[]) => claimOf(patterns, readDeviceQuery(asked)!);

describe('a device that is asked for', () => {
	it('may be a pattern as modules.alias has it', () => {
		expect(claims('acpi*:PNP0C09:*', 'acpi*:PNP0C09:*')).toBe('claims');
		expect(claims('acpi*:PNP0C09:*', 'acpi*:PNP0C0A:*')).toBeNull();
		expect(claims('of:N*T*Cfsl,imx6q-uartC*', 'of:N*T*Cfsl,imx6q-uartC*')).toBe('claims');
	});

	it('is claimed by no entry that is left for the user to fill in', () => {
		expect(claims('pnp:dPNP0501', 'pnp:d*')).toBeNull();
		expect(claims('acpi:PNP0501:', 'acpi*::*')).toBeNull();
		expect(claims('pnp:dPNP0501', 'pnp:d*', 'pnp:dPNP0501*')).toBe('claims');
	});
});
