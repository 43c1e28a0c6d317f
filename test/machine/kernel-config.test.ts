import {expect, it} from 'vitest';
import {parseKernelConfigs} from '../../source/machine/kernel-config.ts';

const parse = (text: string, name: string) => parseKernelConfigs(text, name)[0]!;
const enabled = (text: string) => Object.fromEntries(parse(text, 'a').enabled);

it('takes the last line of a symbol, and says that there are several', () => {
	const config = parse(
		'CONFIG_A=y\nCONFIG_A=m\nCONFIG_B=m\n# CONFIG_B is not set\n# CONFIG_C is not set\nCONFIG_C=y\n',
		'a',
	);
	expect(Object.fromEntries(config.enabled)).toEqual({A: 'm', C: 'y'});
	expect(config.problems).toEqual(['3 options are set again later: the last value counts']);
});

it('knows what is on from what is a number, a text or off', () => {
	expect(
		enabled('CONFIG_A=y\r\nCONFIG_N=14\nCONFIG_S="y"\nCONFIG_OFF=n\n  CONFIG_I=m\n#CONFIG_X=y\n'),
	).toEqual({
		A: 'y',
		I: 'm',
	});
});

it('reads the version of the head', () => {
	const head =
		'#\n# Automatically generated file; DO NOT EDIT.\n# Linux/x86 6.12.117 Kernel Configuration\n#\n';
	expect(parse(`${head}CONFIG_A=y`, 'a').version).toBe('6.12.117');
});

it('survives lines that are no options, and refuses a text without any', () => {
	const long = `CONFIG_L="${'x'.repeat(70_000)}"`;
	expect(parse(`CONFIG_A=y\nrm -rf /\nCONFIG_=y\nCONFIG_A B=y\n${long}\n`, 'a').problems).toEqual([
		'3 lines are not options, left out',
		'1 line is over 65536 letters long, left out',
	]);
	expect(() => parse('hello\n', 'letter.txt')).toThrow('letter.txt is no kernel configuration');
});
