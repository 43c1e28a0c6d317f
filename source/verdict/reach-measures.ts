/** What the rules may look at of a driver's reach, as numbers. */
import {familyReach, isProvenOff, machinesOf, type Shipped, shippedBy} from '../dossier/reach/shipped.ts';
import type {Distribution} from '../dossier/schema.ts';
import type {Evidence} from './evidence.ts';

/** Kernels for servers and guests that switch on less than this share of the drivers are lean: each was wanted. */
export const leanShare = 0.15;
/** And those are very lean. */
export const veryLeanShare = 0.07;
/** Families for boards that switch on less than this share of the drivers are narrow: they know their boards. */
export const narrowShare = 0.25;

/** Whether a family has a driver on, has it off, or doesn't say. */
export type FamilyAnswer = 'on' | 'off' | null;

/** A driver's reach. */
export interface ReachMeasures {
	/** Entries that have it on or were asked for it, see the manifest's distributions. */
	shipped: Shipped[];
	/** Families that have it on, and families that were asked for it and have it off. */
	familiesOn: number;
	familiesOff: number;
	/** Lean kernels that have it on, and the very lean among them. */
	lean: Shipped[];
	veryLean: Shipped[];
	/** Families for boards that have it on, those that are narrow, and those that were asked for it. */
	boards: Shipped[];
	narrowBoards: Shipped[];
	boardsAsked: number;
	/** Kernels for servers that are not lean: those that have it on, and those that were asked for it. */
	broadServers: Shipped[];
	broadServersAsked: number;
	inRhel: FamilyAnswer;
	inSles: FamilyAnswer;
	inDebian: FamilyAnswer;
	inFedora: FamilyAnswer;
	/** Some configuration for 32- or 64-bit PCs has it on. */
	onPc: boolean;
	/** No configuration was asked for it: hidden, or of hardware that none is for. */
	visibleNowhere: boolean;
	/**
	 * Configurations that were asked for it, have it off, and offer only what their machines can have: not those that offer
	 * everything to test that it compiles. None for an option without a prompt, which nobody is asked for.
	 */
	provenOff: Shipped[];
	/** The most machines in which one of its devices was seen; null where no device of it is counted. */
	machines: number | null;
}

const isServer = ({kind}: Distribution) => kind === 'server' || kind === 'guest';

/** Whether an entry of the manifest's distributions is lean. */
export function isLean(distribution: Distribution): boolean {
	return isServer(distribution) && distribution.enabled < leanShare;
}

/** The reach of a driver; null where no configurations were surveyed, or it has no option. */
export function reachMeasures({
	record,
	distributions,
}: Pick<Evidence, 'record' | 'distributions'>): ReachMeasures | null {
	if (!record.signals.distributions || !distributions) return null;
	const shipped = shippedBy(record.signals.distributions, distributions);
	const isOn = ({value}: Shipped) => value !== 'n';
	// Nobody switches off what has no prompt.
	const isHidden = record.kconfig?.prompt === null;
	const on = shipped.filter(isOn);
	const families = familyReach(shipped);
	const answer = (family: string): FamilyAnswer => {
		const has = (list: Shipped[]) => list.some(one => one.distribution.family === family);
		return has(families.on) ? 'on' : has(families.off) ? 'off' : null;
	};
	const lean = on.filter(one => isLean(one.distribution));
	const forBoards = shipped.filter(one => one.distribution.kind === 'embedded');
	const boards = forBoards.filter(isOn);
	const broad = shipped.filter(({distribution}) => distribution.kind === 'server' && !isLean(distribution));
	return {
		shipped,
		familiesOn: families.on.length,
		familiesOff: isHidden ? 0 : families.off.length,
		lean,
		veryLean: lean.filter(one => one.distribution.enabled < veryLeanShare),
		boards,
		narrowBoards: boards.filter(one => one.distribution.enabled < narrowShare),
		boardsAsked: forBoards.length,
		broadServers: broad.filter(isOn),
		broadServersAsked: broad.length,
		inRhel: answer('rhel'),
		inSles: answer('suse'),
		inDebian: answer('debian'),
		inFedora: answer('fedora'),
		onPc: on.some(({configuration}) => ['amd64', 'i386'].includes(configuration.architecture)),
		visibleNowhere: shipped.length === 0,
		provenOff: isHidden ? [] : shipped.filter(isProvenOff),
		machines: machinesOf(record.signals.population),
	};
}
