/** A mail's address on lore.kernel.org; `all` finds it whatever list it went to. */
export function mailAddress(list: string, messageId: string): string {
	const id = [...messageId.toWellFormed()].map(character =>
		/[\w.@+=~$!*-]/.test(character) ? character : encodeURIComponent(character),
	);
	return `https://lore.kernel.org/${list}/${id.join('')}/`;
}
