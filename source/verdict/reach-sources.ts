/** Where the claims on a driver's reach can be read. */
import {configurationAddress, optionLine, type Shipped} from '../dossier/reach/shipped.ts';
import type {Population, Source} from '../dossier/schema.ts';
import {grouped} from '../text/numbers.ts';
import type {Evidence} from './evidence.ts';

/** What a configuration says of the driver's option; null where it has no address, or the driver no option. */
export function configurationSource(
	{kconfig}: Evidence['record'],
	{distribution, configuration, value}: Shipped,
): Source | null {
	const url = configurationAddress(configuration.source);
	if (url === null || kconfig === null) return null;
	const {release, kernel, architecture, date} = configuration;
	const what = [release, architecture, kernel === null ? '' : `kernel ${kernel}`]
		.filter(word => word !== '')
		.join(', ');
	return {
		kind: 'distribution',
		url,
		host: new URL(url).host,
		date,
		claim: `${distribution.label} (${what}): ${optionLine(kconfig.symbol, value)}`,
	};
}

/** The count that says in how many machines a device of the driver was seen. */
export function populationSource({source, device}: Population, machines: number): Source {
	const url = 'https://github.com/linuxhw/DevicePopulation';
	const claim = `${source}: ${device ?? 'its devices'} in ${grouped(machines)} machines`;
	return {kind: 'population', url, host: 'github.com', date: null, claim};
}
