import {type HostRow, isJudged} from '../../../machine/judge-host.ts';
import {counted, grouped} from '../../../text/numbers.ts';
import {isApart, isShownDriver} from './driver-table.ts';

/** Counts the drivers of machines, each once, in as much memory as there are drivers. */
export class Counts {
	private readonly judged = new Set<string>();
	private readonly atRisk = new Set<string>();
	private readonly hosts = new Set<string>();
	private readonly apart = new Set<string>();
	private readonly outside = new Set<string>();
	private readonly libraries = new Set<string>();

	/** Whether there was nothing to count. */
	get isEmpty(): boolean {
		const {judged, apart, outside, libraries} = this;
		return judged.size + apart.size + outside.size + libraries.size === 0;
	}

	add(one: HostRow): void {
		const {standing, row, driver, isAtRisk, host, use} = one;
		if (use === 'directive') return;
		const name = row?.id ?? driver;
		if ((isJudged(one) && isShownDriver(row)) || standing === 'gone') this.judged.add(name);
		if (isAtRisk) {
			this.atRisk.add(name);
			this.hosts.add(host);
		}
		if (isApart(one)) this.apart.add(name);
		if (standing === 'not-surveyed') this.outside.add(name);
		if (standing === 'judged' && !isShownDriver(row)) this.libraries.add(name);
	}

	/** `2 of 10 drivers at risk, on 1 of 2 hosts (rec:deprecate,remove); 1 without a verdict`. */
	text(machines: number, failOn: string): string {
		const {judged, atRisk, hosts, apart, outside, libraries} = this;
		const members = machines > 1 ? `, on ${hosts.size} of ${counted(machines, 'host')}` : '';
		const uncounted = [
			...(apart.size > 0 ? [`${grouped(apart.size)} without a verdict`] : []),
			...(outside.size > 0
				? [`${counted(outside.size, 'module')} outside drivers/ and sound/ not surveyed`]
				: []),
			...(libraries.size > 0 ? [`${counted(libraries.size, 'library', 'libraries')} beside them`] : []),
		];
		return `${grouped(atRisk.size)} of ${counted(judged.size, 'driver')} at risk${members} (${failOn})${uncounted.map(part => `; ${part}`).join('')}`;
	}
}
