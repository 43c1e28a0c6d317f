/** Names of packages that hold one kernel module, as distributions build them. */

/**
 * Modules that a package may hold, the likeliest first: Yocto's kernel-module-NAME-VERSION, OpenWrt's kmod-NAME (where a
 * group may stand before the module: kmod-usb-storage, kmod-fs-ext4), akmod-NAME, NAME-dkms, NAME-kmod and files of such
 * packages. None for any other name.
 */
export function packagedModules(name: string): string[] {
	const bare = name
		.slice(name.lastIndexOf('/') + 1)
		.replace(/\.(?:rpm|deb|ipk|apk)$/, '')
		.replace(/[-_]v?\d+\.\d[\s\S]*$/, '');
	const [, prefixed] = /^(?:kernel-modules?|a?kmod)-(.+)$/.exec(bare) ?? [];
	const [, suffixed] = /^(.+)-(?:dkms|a?kmod|kmp(?:-\w+)?)$/.exec(prefixed ?? bare) ?? [];
	const module = suffixed ?? prefixed;
	if (module === undefined) return [];
	const words = module.split('-');
	return words.map((_, index) => words.slice(index).join('-')).filter(one => one.length > 1);
}
