import {expect, it} from 'vitest';
import {readHead, textsOf} from '../../../source/survey/mail/message/message.ts';
import {patchHints} from '../../../source/survey/mail/message/patch.ts';

const diff = (name: string) =>
	`diff --git a/${name} b/${name}\n--- a/${name}\n+++ b/${name}\n@@ -1 +1 @@\n-a\n+b\n`;

function texts(mail: string): string[] {
	const bytes = Buffer.from(mail, 'latin1');
	return [...textsOf(bytes, readHead(bytes), patchHints)];
}

const head = 'Content-Type: multipart/mixed; boundary="x"\n\n';

it('reads the parts between the delimiters, not what stands before the first or after the last', () => {
	const part = (name: string) => `--x\n\n${diff(name)}\n`;
	const mail = `${head}\n${diff('before')}\n${part('one')}${part('two')}--x--\n\n${diff('after')}`;
	expect(texts(mail)).toEqual([diff('one'), diff('two')]);
});

it('takes a line that only begins as a delimiter for text', () => {
	expect(texts(`${head}--x\n\n${diff('one')}--xy\n\n--x--\n`)).toEqual([`${diff('one')}--xy\n`]);
});

it('reads a last part that nothing ends', () => {
	expect(texts(`${head}--x\n\n${diff('one')}`)).toEqual([diff('one')]);
});
