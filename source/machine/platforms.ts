/** What a configuration enables of platforms: those whose end is announced, and those that are gone. */
import {isDoomed, isLost, platformInWords, standingInWords} from '../dossier/announcements/platforms.ts';
import type {Platform} from '../dossier/schema.ts';

/** A platform that a configuration enables, with what it is told of it. */
export interface EnabledPlatform {
	/** Without `CONFIG_`. */
	option: string;
	value: 'y' | 'm';
	platform: Platform;
	/**
	 * `announced`: its end is; `gone`: its machines are, with drivers or boards; `renamed`: another option has them;
	 * `not-an-option`: the option is gone, and nothing is known to have gone with it.
	 */
	standing: 'announced' | 'gone' | 'renamed' | 'not-an-option';
	/** A sentence without its subject. */
	why: string;
}

/** The platforms of a configuration that go or are gone, those at risk first, each then by its option. */
export function enabledPlatforms(
	enabled: ReadonlyMap<string, 'y' | 'm'>,
	platforms: readonly Platform[],
): EnabledPlatform[] {
	const found = platforms.flatMap((platform): EnabledPlatform[] => {
		const value = enabled.get(platform.option);
		const standing = standingOf(platform);
		if (value === undefined || standing === null) return [];
		return [{option: platform.option, value, platform, standing, why: platformInWords(platform)}];
	});
	return found.sort((a, b) => Number(isLosing(b)) - Number(isLosing(a)) || (a.option < b.option ? -1 : 1));
}

/** Whether a configuration loses something with it. */
export function isLosing({standing}: Pick<EnabledPlatform, 'standing'>): boolean {
	return standing === 'announced' || standing === 'gone';
}

function standingOf(platform: Platform): EnabledPlatform['standing'] | null {
	if (isDoomed(platform)) return 'announced';
	if (platform.state !== 'gone') return null;
	if (platform.gone?.now != null) return 'renamed';
	return isLost(platform) ? 'gone' : 'not-an-option';
}

/**
 * Why drivers are at risk with the platforms that they can't do without, whatever is said of themselves: a sentence by
 * driver id.
 */
export function doomedDrivers(platforms: readonly Platform[]): Map<string, string> {
	const found = new Map<string, string>();
	for (const platform of platforms) {
		if (!isDoomed(platform)) continue;
		const why = `it can't be enabled without CONFIG_${platform.option}, ${standingInWords(platform)}`;
		for (const id of platform.drivers) if (!found.has(id)) found.set(id, why);
	}
	return found;
}
