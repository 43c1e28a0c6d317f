import {expect, it} from 'vitest';
import {diffFacts} from '../../../../source/survey/mail/message/diff-facts.ts';

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
