import {expect, it} from 'vitest';
import {diffFacts, hasFewLines} from '../../../../source/survey/mail/message/diff-facts.ts';

it('counts what a Makefile builds, not what it is made to leave out', () => {
	const {builtOptions} = diffFacts(`diff --git a/drivers/net/Makefile b/drivers/net/Makefile
--- a/drivers/net/Makefile
+++ b/drivers/net/Makefile
@@ -1,2 +1,2 @@
-obj-$(CONFIG_HYDRA) += hydra.o
+# obj-$(CONFIG_HYDRA) += hydra.o
+obj-$(CONFIG_MEDUSA) += medusa.o
`);
	expect([...builtOptions]).toEqual(['MEDUSA']);
});

it('hears where the words before the diff say that code goes', () => {
	const diff = '---\nmoved to drivers/no\n';
	expect(diffFacts(`So, this driver is moved to\n'drivers/crypto/trng/' in the next.\n${diff}`).movedTo).toBe(
		'drivers/crypto/trng',
	);
	expect(
		diffFacts(`It was moved into its proper place in the\nkernel 'arch/mips/pci'.\n${diff}`).movedTo,
	).toBe('arch/mips/pci');
	expect(diffFacts(`Nobody has it.\n${diff}`).movedTo).toBeNull();
});

it('knows from the words that another driver took the code in', () => {
	const isMerged = (words: string) => diffFacts(`${words}\n---\ndiff --git a/x b/x\n`).isMerged;
	expect(isMerged('Its functionality has been moved to the\nMAX9296A driver, which serves both.')).toBe(true);
	expect(isMerged('Its users have moved to the new driver.')).toBe(false);
});

it('tells few lines put in or taken out, no heads of files', () => {
	const diff =
		'words\n- one\n---\ndiff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n-one\n+two\n same\n+three\n';
	expect(hasFewLines([diff], 3)).toBe(true);
	expect(hasFewLines([diff], 2)).toBe(false);
	expect(hasFewLines([diff, diff], 6)).toBe(true);
	expect(hasFewLines([diff, diff], 5)).toBe(false);
	expect(hasFewLines([`${diff}diff --git a/y b/y\n--- a/y\n+++ b/y\n@@ -1 +1 @@\n-a\n`], 4)).toBe(true);
});
