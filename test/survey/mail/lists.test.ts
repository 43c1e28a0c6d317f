import {expect, it} from 'vitest';
import {
	coveredRange,
	isSameList,
	listOf,
	listOfListId,
	listOfPath,
} from '../../../source/survey/mail/lists.ts';
import {lastDayOfAddress} from '../../../source/survey/mail/moved-lists.ts';

it('finds the list in the folders that mirrors use', () => {
	const rdma = {name: 'linux-rdma', address: 'linux-rdma@vger.kernel.org'};
	expect(listOfPath('/m/linux-rdma.vger.kernel.org.0')).toEqual(rdma);
	expect(listOfPath('/m/some+linux-rdma.vger.kernel.org.12/repo')).toEqual(rdma);
	expect(listOfPath('/m/linux-rdma.vger.kernel.org.git')).toEqual(rdma);
	expect(listOfPath('/lore/linux-iommu/git/1.git')).toEqual({name: 'linux-iommu', address: null});
	expect(listOfPath('/tmp/x.git')).toBeNull();
});

it('names lists as lore.kernel.org does', () => {
	expect(listOf('Linux-RDMA@vger.kernel.org (moderated for non-subscribers)').name).toBe('linux-rdma');
	expect(listOf('iommu@lists.linux.dev').name).toBe('linux-iommu');
	expect(listOfListId('ath10k <ath10k.lists.infradead.org>')?.address).toBe('ath10k@lists.infradead.org');
	expect(listOfListId('<nonsense>')).toBeNull();
	expect(isSameList(listOf('netdev@vger.kernel.org'), 'netdev@example.org')).toBe(false);
	expect(isSameList({name: 'linux-iommu', address: null}, 'iommu@lists.linux.dev')).toBe(true);
});

it('passes over a few mails from wrong clocks, not over a quiet list', () => {
	const busy = new Map([...Array(4000).keys()].map(day => [15_000 + day, 1]));
	expect(coveredRange(new Map([[9000, 1], ...busy, [30_000, 1]]))).toEqual({since: 15_000, until: 18_999});
	expect(
		coveredRange(
			new Map([
				[9000, 1],
				[15_000, 3],
			]),
		),
	).toEqual({since: 9000, until: 15_000});
	expect(coveredRange(new Map())).toBeNull();
});

it('knows a list again at its former address and at another host of the same', () => {
	const same = (archive: string, line: string) => isSameList(listOf(archive), line);
	expect(same('dm-devel@redhat.com', 'dm-devel@lists.linux.dev')).toBe(true);
	expect(same('intel-wired-lan@osuosl.org', 'intel-wired-lan@lists.osuosl.org (moderated)')).toBe(true);
	expect(same('linux-nfc@lists.01.org', 'oe-linux-nfc@lists.linux.dev')).toBe(true);
	expect(same('driverdev-devel@linuxdriverproject.org', 'linux-staging@lists.linux.dev')).toBe(true);
	expect(same('linux-kernel@axis.com', 'linux-kernel@vger.kernel.org')).toBe(false);
	expect(lastDayOfAddress('dm-devel@redhat.com')).toBe('2023-08-27');
	expect(lastDayOfAddress('dm-devel@lists.linux.dev')).toBeNull();
});
