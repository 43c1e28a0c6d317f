/** Mailing lists whose address changed. */

/**
 * A list at its former address and at the one it has now. `namedUntil` is the day of the last release whose MAINTAINERS
 * names the former one (read in the trees of v5.10 to v7.3): what an archive of it holds of later days is the rest that
 * still went there, and says nothing of the list.
 */
interface MovedList {
	was: string;
	is: string;
	namedUntil: string;
	/** That release, and a section of it that names the former address and later the other. */
	source: string;
}

const movedLists: readonly MovedList[] = [
	{
		was: 'devel@driverdev.osuosl.org',
		is: 'linux-staging@lists.linux.dev',
		namedUntil: '2021-02-14',
		source: 'v5.11, STAGING SUBSYSTEM',
	},
	{
		// The same list: the host of its archive is the project's, that of its address was its mail server's.
		was: 'driverdev-devel@linuxdriverproject.org',
		is: 'linux-staging@lists.linux.dev',
		namedUntil: '2021-02-14',
		source: 'v5.11, STAGING SUBSYSTEM',
	},
	{
		was: 'linux-nvdimm@lists.01.org',
		is: 'nvdimm@lists.linux.dev',
		namedUntil: '2021-04-25',
		source: 'v5.12, DEVICE DIRECT ACCESS (DAX)',
	},
	{
		was: 'linux-ntb@googlegroups.com',
		is: 'ntb@lists.linux.dev',
		namedUntil: '2022-03-20',
		source: 'v5.17, NTB DRIVER CORE',
	},
	{
		was: 'iommu@lists.linux-foundation.org',
		is: 'iommu@lists.linux.dev',
		namedUntil: '2022-05-22',
		source: 'v5.18, APPLE DART IOMMU DRIVER',
	},
	{
		was: 'devel@acpica.org',
		is: 'acpica-devel@lists.linux.dev',
		namedUntil: '2022-12-11',
		source: 'v6.1, ACPI COMPONENT ARCHITECTURE (ACPICA)',
	},
	{
		was: 'openrisc@lists.librecores.org',
		is: 'linux-openrisc@vger.kernel.org',
		namedUntil: '2022-12-11',
		source: 'v6.1, OPENRISC ARCHITECTURE',
	},
	{
		was: 'linux-nfc@lists.01.org',
		is: 'oe-linux-nfc@lists.linux.dev',
		namedUntil: '2023-02-19',
		source: 'v6.2, NFC SUBSYSTEM',
	},
	{
		was: 'dm-devel@redhat.com',
		is: 'dm-devel@lists.linux.dev',
		namedUntil: '2023-08-27',
		source: 'v6.5, DEVICE-MAPPER  (LVM)',
	},
	{
		was: 'bridge@lists.linux-foundation.org',
		is: 'bridge@lists.linux.dev',
		namedUntil: '2023-10-29',
		source: 'v6.6, ETHERNET BRIDGE',
	},
	{
		was: 'virtualization@lists.linux-foundation.org',
		is: 'virtualization@lists.linux.dev',
		namedUntil: '2023-10-29',
		source: 'v6.6, VIRTIO CORE',
	},
	{
		// Another list, which lives on beside: but every section that named the one names the other since.
		was: 'alsa-devel@alsa-project.org',
		is: 'linux-sound@vger.kernel.org',
		namedUntil: '2024-09-15',
		source: 'v6.11, ARM/Amlogic Meson SoC Sound Drivers',
	},
	{
		was: 'drbd-dev@lists.linbit.com',
		is: 'drbd-dev@lists.linux.dev',
		namedUntil: '2026-06-14',
		source: 'v7.1, DRBD DRIVER',
	},
];

const byFormerAddress = new Map(movedLists.map(moved => [withoutListHost(moved.was), moved]));

/**
 * What stands for a list whatever its address was or how its host is written (`lists.osuosl.org` or `osuosl.org`):
 * equal for all addresses of one list. `address` in lower case.
 */
export function identityOfAddress(address: string): string {
	const bare = withoutListHost(address);
	return withoutListHost(byFormerAddress.get(bare)?.is ?? bare);
}

/** The last day that a former address stood for its list, YYYY-MM-DD; null for an address in use. */
export function lastDayOfAddress(address: string): string | null {
	return byFormerAddress.get(withoutListHost(address))?.namedUntil ?? null;
}

function withoutListHost(address: string): string {
	return address.replace('@lists.', '@');
}
