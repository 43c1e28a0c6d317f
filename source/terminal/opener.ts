/** An address that may be opened: http or https, ASCII alone, so that no opener takes it for an option, a file or a program. */
const openable = /^https?:\/\/[\x21-\x7e]+$/i;

/**
 * Opens an address with the desktop's opener. False for anything but http and https, whatever a record says; and where there is no desktop to be seen: on a console, or over SSH,
 * where a window would open on the other machine.
 */
export function openAddress(
	address: string,
	environment: Readonly<Record<string, string | undefined>>,
): boolean {
	if (!openable.test(address) || !URL.canParse(address)) return false;
	const isMac = process.platform === 'darwin';
	const hasDesktop =
		isMac ||
		(environment.SSH_CONNECTION === undefined && (environment.DISPLAY || environment.WAYLAND_DISPLAY));
	if (!hasDesktop) return false;
	const {spawn} = process.getBuiltinModule('node:child_process');
	const child = spawn(isMac ? 'open' : 'xdg-open', [address], {detached: true, stdio: 'ignore'});
	child.on('error', () => {});
	child.unref();
	return true;
}
