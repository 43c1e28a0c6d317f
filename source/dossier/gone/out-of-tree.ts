/**
 * Modules that people have and no kernel tree has, by the name that lsmod gives, with who makes them: those that Debian
 * packages for building on one's own machine (https://packages.debian.org, packages *-dkms and *-source, November 2026).
 * A name here says what somebody asked for; no verdict rests on it.
 */
const makers: Readonly<Record<string, string>> = {
	nvidia: 'NVIDIA (nvidia-kernel-dkms)',
	nvidia_drm: 'NVIDIA (nvidia-kernel-dkms)',
	nvidia_modeset: 'NVIDIA (nvidia-kernel-dkms)',
	nvidia_uvm: 'NVIDIA (nvidia-kernel-dkms)',
	zfs: 'OpenZFS (zfs-dkms)',
	spl: 'OpenZFS (zfs-dkms)',
	// Modules of their own until OpenZFS 2.2, which has all but spl in zfs.
	icp: 'OpenZFS (zfs-dkms)',
	zavl: 'OpenZFS (zfs-dkms)',
	zcommon: 'OpenZFS (zfs-dkms)',
	zlua: 'OpenZFS (zfs-dkms)',
	znvpair: 'OpenZFS (zfs-dkms)',
	zunicode: 'OpenZFS (zfs-dkms)',
	zzstd: 'OpenZFS (zfs-dkms)',
	vboxdrv: 'Oracle VirtualBox (virtualbox-dkms)',
	vboxnetadp: 'Oracle VirtualBox (virtualbox-dkms)',
	vboxnetflt: 'Oracle VirtualBox (virtualbox-dkms)',
	vmmon: 'VMware Workstation',
	vmnet: 'VMware Workstation',
	wl: 'Broadcom (broadcom-sta-dkms)',
	r8125: 'Realtek (r8125-dkms)',
	r8168: 'Realtek (r8168-dkms)',
	v4l2loopback: 'v4l2loopback (v4l2loopback-dkms)',
	evdi: 'DisplayLink (evdi-dkms)',
	dahdi: 'Sangoma DAHDI (dahdi-dkms)',
	ndiswrapper: 'NDISwrapper (ndiswrapper-dkms)',
	acpi_call: 'acpi_call (acpi-call-dkms)',
	tp_smapi: 'tp_smapi (tp-smapi-dkms)',
};

/** Who makes a module that is built out of the kernel's tree; null where it is not known for that. */
export function makerOf(module: string): string | null {
	return Object.hasOwn(makers, module) ? makers[module]! : null;
}
