import {expect, it} from 'vitest';
import {PostedAnnouncements} from '../../../../source/survey/mail/removals/announcements.ts';

const drivers = ['hfi1', 'rdmavt', 'asus_wmi_ec_sensors', 'cxl', 'test'].map(module => ({
	id: `drivers/x/${module}`,
	module,
	symbol: module.toUpperCase(),
	mainFile: `drivers/x/${module}.c`,
	lists: [],
}));

function told(title: string, text: string, others: {title: string; text: string; time: number}[] = []) {
	const announcements = new PostedAnnouncements(drivers);
	for (const [index, mail] of [{title, text, time: 1_773_273_225}, ...others].entries())
		announcements.add({...mail, messageId: `${index}@x`, archive: 0, byOf: () => 'maintainer'});
	return [...announcements.announcements('2026-07-15', ['linux-rdma'])].flatMap(([id, mails]) =>
		mails.map(mail => [id.slice(10), mail.date, mail.successor]),
	);
}

it('reads titles, and letters that declare a driver obsolete in so many words', () => {
	expect(
		told(
			'Migrate to hfi2 driver',
			'We go with\na new driver and declaring\nhfi1 obsolete.\n---\nrdmavt is deprecated',
		),
	).toEqual([['hfi1', '2026-03-11', 'hfi2']]);
	expect(
		told('hwmon: deprecate asus_wmi_ec_sensors driver', 'Deprecate it in favor of the asus_ec_sensors'),
	).toEqual([['asus_wmi_ec_sensors', '2026-03-11', 'asus_ec_sensors']]);
	expect(told('MAINTAINERS: Mark asus_wmi_ec_sensors driver Obsolete', '')).toHaveLength(1);
});

it('does not take what a driver stops using for its end', () => {
	expect(told('hfi1: replace deprecated strncpy', 'strncpy is deprecated.')).toEqual([]);
	expect(told('hfi1: use the new call', 'The hfi1 driver uses a deprecated function.')).toEqual([]);
	expect(told('x', 'This is deprecated\ndiff --git a/x b/x\n+declaring hfi1 obsolete')).toEqual([]);
});

it('counts revisions once, by the first', () => {
	expect(
		told('Declare hfi1 obsolete', '', [{title: 'Declare hfi1 obsolete', text: '', time: 1_700_000_000}]),
	).toEqual([['hfi1', '2023-11-14', null]]);
});
