import {expect, it} from 'vitest';
import {employerOf, VendorsPeople} from '../../../source/survey/mail/vendors-people.ts';

it.each([
	['a@quicinc.com', 'quicinc.com'],
	['a@oss.qualcomm.com', 'qualcomm.com'],
	['a@bp.renesas.com', 'renesas.com'],
	['a@zte.com.cn', 'zte.com.cn'],
	['a@gmail.com', ''],
	['a@kernel.org', ''],
	['', ''],
])('of %j says the employer %j', (address, employer) => expect(employerOf(address)).toBe(employer));

it('takes for a vendor’s people who sent a good part of its patches, five at least', () => {
	const people = new VendorsPeople();
	const send = (count: number, author: number, employer: number) => {
		for (let at = 0; at < count; at++) people.add(1, author, employer);
	};
	send(90, 10, 20);
	send(5, 11, 0);
	send(4, 12, 21);
	send(1, 13, 20);
	expect(people.has(1, 10, 20)).toBe(true);
	expect(people.has(1, 11, 0)).toBe(true);
	expect(people.has(1, 12, 21)).toBe(false);
	expect(people.has(1, 13, 20)).toBe(true);
	expect(people.has(1, 14, 0)).toBe(false);
	expect(people.has(2, 10, 20)).toBe(false);
	for (let at = 0; at < 6; at++) people.add(3, 11, 21);
	for (let at = 0; at < 94; at++) people.add(3, at + 100, 0);
	expect(people.has(3, 12, 21)).toBe(false);
	expect(people.has(3, 11, 21)).toBe(true);
	for (let at = 0; at < 40; at++) people.add(3, at + 300, 0);
	expect(people.has(3, 11, 21)).toBe(false);
	expect(people.familiesOf(11)).toBe(2);
});
