import {expect, it} from 'vitest';
import {
	acksSeries,
	answerIn,
	isDeletionTitle,
	isWithdrawal,
	refusesChip,
	refusesSeries,
} from '../../../../source/survey/mail/removals/answers.ts';

const about = {isDirect: true, mayApply: true, modules: ['udlfb'], title: 'fbdev: Remove the old driver'};
const answer = (text: string) => answerIn(text, about);

it('hears those who would keep a driver', () => {
	expect(answer("Please, no. I'd rather keep it.")).toBe('objected');
	expect(answer("I think it's best that we still keep the driver")).toBe('objected');
	expect(answer("FYI, I'm still using this one")).toBe('objected');
	expect(answer("users still and we shouldn't remove the driver. I'm dropping this patch")).toBe('objected');
	expect(answer('As long as they are not in the way I prefer to keep them.')).toBe('objected');
	expect(answer('It seems utterly disproportionate to delete both.')).toBe('objected');
	expect(answer('I like keeping a log.')).toBe('none');
	expect(answer('> please keep it\nFine with me.')).toBe('none');
});

it('hears an answer behind quotes of any length, within what anybody reads', () => {
	expect(answer(`${'> x\n'.repeat(50_000)}NACK, we use it.`)).toBe('objected');
	expect(answer(`Hello,\n${'\n'.repeat(500)}${' '.repeat(500)}NACK, we use it.`)).toBe('objected');
	expect(answer(`${'x '.repeat(60_000)}\nNACK, we use it.`)).toBe('none');
});

it('hears those who refuse politely, and those who use it', () => {
	expect(answer("There's no real overhead from having extra drivers.")).toBe('objected');
	expect(answer('We _can_ _not_ drop support for existing compatibles.')).toBe('objected');
	expect(answer("That's not a reason to remove a driver.")).toBe('objected');
	expect(answer('Ah, nice try, but no.')).toBe('objected');
	expect(answer("Hmm, I'm not sure we can just nuke it.")).toBe('objected');
	expect(answer('Not sure whether we need a changelog here.')).not.toBe('objected');
	expect(answer('Removing some was discussed, but they still have users.')).toBe('objected');
	expect(answer('So a removal of this driver would render those cards\nunusable.')).toBe('objected');
	expect(answer('I know that there are users of this driver.')).toBe('objected');
	expect(answer('However, there may still be hidden users in the current kernel.')).toBe('objected');
	expect(answer('But this is not how we handle deletions.')).toBe('objected');
	expect(answer('I think it should be the other way around.')).toBe('objected');
	expect(answer("I've not noticed this driver getting in the way of anything?")).toBe('objected');
	expect(answer("If Andre wants to keep it, let's keep it. Otherwise:\nAcked-by: R <r@x.org>")).toBe('acked');
	expect(answer('I am using udlfb and it works.')).toBe('objected');
	expect(answer('I am using udl and it works.')).toBe('none');
	expect(answer('It is used by Axis Communications in our Artpec-6 chips.')).toBe('objected');
});

it('hears at the head of a series only a NAK that names the chip', () => {
	const atHead = {...about, isDirect: false, modules: ['clk-lpc18xx-creg', 'pinctrl-lpc18xx']};
	const nak = 'Hi Arnd. As for today I NAK the change for its NXP LPC part. The rest is fine.';
	expect(answerIn(nak, atHead)).toBe('objected');
	expect(answerIn(nak, {...atHead, modules: ['clk-imxrt1050']})).toBe('none');
	expect(answerIn(nak, {...atHead, modules: ['clk-creg']})).toBe('none');
	expect(answerIn('The LPC part is fine. I NAK the one for i.MX.', atHead)).toBe('none');
	expect(answerIn('Please, no. I would rather keep it.', atHead)).toBe('none');
});

it('hears those who would wait', () => {
	expect(answer('Thanks for sending this one. I guess we need to wait a bit longer.')).toBe('objected');
	expect(answer("Let's wait for another cycle.")).toBe('objected');
	expect(answer('Please hold off on this.')).toBe('objected');
	expect(answer('What about all existing users?')).toBe('objected');
	expect(answer('It will wait for the lock. Fine.')).toBe('none');
});

it('hears any objection to a letter that deletes all of it', () => {
	const toWhole = {...about, isDirect: false, isWhole: true};
	expect(answerIn("I'm still maintaining and using this port.", toWhole)).toBe('objected');
	expect(answerIn('Good riddance.', toWhole)).toBe('none');
	expect(refusesChip('I NAK the one for LPC.', ['clk-lpc18xx'])).toBe(true);
	expect(refusesChip('> I NAK the one for LPC.\nMe too.', ['clk-lpc18xx'])).toBe(false);
	expect(['remove arch/sh', 'dt-bindings: input: Remove bindings of x'].map(isDeletionTitle)).toEqual([
		true,
		true,
	]);
	expect(['a new driver', 'net: x: fix the removed card'].map(isDeletionTitle)).toEqual([false, false]);
});

it('does not take what was applied of the others for this one', () => {
	expect(answer('Thanks, applied.')).toBe('applied');
	expect(answer('Nobody objected, and I have tested it on my board as well.\nApplied.')).toBe('applied');
	expect(answer('ARCH_SHMOBILE was dropped by a series that has been\nmerged in v4.20.')).toBe('none');
	expect(answer('Signed-off-by: S <s@x.org>\n\nmerged in v4.20. The entry was not updated.')).toBe('none');
	expect(answer("Done, I've applied those two and fixed up the other patch.")).toBe('none');
});

it('knows when somebody takes a deletion back', () => {
	expect(isWithdrawal("Not useless. Sorry for the noise, I'll come back")).toBe(true);
	expect(isWithdrawal("I'll remove this patch from my tree")).toBe(true);
	expect(isWithdrawal("Ok, let's pretend I never sent that patch then.")).toBe(true);
	expect(isWithdrawal('> Sorry for the noise\nPing?')).toBe(false);
});

it('hears what was applied of a series by its list', () => {
	const reply = (lines: string) =>
		answerIn(`Applied, thanks!\n\n${lines}\n      commit: 123abc\n`, {...about, isDirect: false});
	expect(reply('[08/10] rtc: one: Remove driver')).toBe('none');
	expect(reply('[08/10] rtc: one: Remove driver\n[09/10] fbdev: Remove the old driver')).toBe('applied');
	expect(reply('  - [net-next,2/3] fbdev: Remove the old driver\n    https://example.org/c/1')).toBe(
		'applied',
	);
	expect(reply('  - [2/3] fbdev: Remove the old driver (no matching commit)')).toBe('none');
	expect(reply('')).toBe('applied');
});

it('hears who asks to refrain, who will not approve, who has it in a board farm', () => {
	expect(answer('Please refrain from removing the driver for this cycle.')).toBe('objected');
	expect(answer('I would say no to removing this driver.')).toBe('objected');
	expect(answer('Umm, I use it with a 32-bit system.')).toBe('objected');
	expect(answer("I am not fine with it. So I won't approve this patch.")).toBe('objected');
	expect(answer('I have such a board in my board farm.')).toBe('objected');
	expect(answer('Both drivers are not functionally\nidentical, so this is not that simple.')).toBe(
		'objected',
	);
	expect(answer('Lets keep this one.')).toBe('objected');
	expect(answer("I'll give you a few more days before I apply this one.")).toBe('objected');
	expect(answer('I use its registers elsewhere. Fine.')).toBe('none');
	expect(answer('Is there any urgency that warrants the removal?')).toBe('objected');
	expect(answer('There is no hurry at all.')).toBe('none');
	expect(answer('I asked the users. Please give them some time to respond.')).toBe('objected');
	expect(answer('I gave it some time.')).toBe('none');
	expect(isWithdrawal('I failed to consider this point. Please drop my patch.')).toBe(true);
	expect(isWithdrawal('Please drop the braces.')).toBe(false);
	expect(isWithdrawal("So I'm going to remove the rename patch.")).toBe(true);
});

it('takes a commit that is named for applied', () => {
	const thanks = 'Thanks for your patch, which is now commit 849d18e27be9a125 ("x: y") upstream.';
	expect(answer(thanks)).toBe('applied');
	expect(answerIn(thanks, {...about, mayApply: false})).toBe('none');
	expect(answer('It was broken by commit 849d18e27be9a125.')).toBe('none');
});

it('hears an ack of a whole series under any of its parts', () => {
	expect(acksSeries('I looked at all 27 patches.\n\nAcked-by: A <a@example.org>')).toBe(true);
	expect(acksSeries('Whole series\nAcked-by: A <a@example.org>')).toBe(true);
	expect(acksSeries('Acked-by: A <a@example.org>')).toBe(false);
	expect(acksSeries('> Whole series\nAcked-by: A <a@example.org>')).toBe(false);
	expect(isDeletionTitle('sparc32: sunset sun4m and sun4d')).toBe(true);
});

it('hears who abandons his own, or goes another way with it', () => {
	const title = 'soc: one: Absorb reset handling';
	expect(isWithdrawal('In the meantime, this method has been abandoned.')).toBe(true);
	expect(isWithdrawal("I'm abandoning this for now.")).toBe(true);
	expect(isWithdrawal('This patch was\nsuperseded by "[PATCH v2] soc: one: Mark it"', title)).toBe(true);
	expect(isWithdrawal(`This patch was superseded by "[PATCH v2] ${title}"`, title)).toBe(false);
	expect(isWithdrawal('This patch is superseded by v2.', title)).toBe(false);
	expect(isWithdrawal('This patch has been superseded by a new version.', title)).toBe(false);
	expect(isWithdrawal('The hardware was abandoned, and the driver is superseded by udl.', title)).toBe(false);
});

it('takes words for an ack where somebody’s word counts, unless he has a condition', () => {
	const assent = (text: string) => answerIn(text, {...about, mayAssent: true});
	expect(answer('Fine with me.')).toBe('none');
	expect(assent('Fine with me.')).toBe('acked');
	expect(assent('+Max,\n\nThis is probably fine because the chip is very old.')).toBe('acked');
	expect(assent("No objections here, I'm happy for this to go.")).toBe('acked');
	expect(assent('Please go ahead.')).toBe('acked');
	expect(assent('I agree with the removal of this driver.')).toBe('acked');
	expect(assent('Fine with me if nobody uses it.')).toBe('none');
	expect(assent("That's not so fine with me.")).toBe('none');
	expect(assent('If there are no objections, I will see.')).toBe('none');
	expect(assent('Could we kill the option in another release of the kernel? Either way, that is fine.')).toBe(
		'none',
	);
	expect(assent('> Fine with me.\nWhy?')).toBe('none');
	expect(answerIn('Fine with me.', {...about, isDirect: false, mayAssent: true})).toBe('none');
	expect(answer('I expressed my scepticism in v1 about changing this driver.')).toBe('objected');
	expect(answer('Some were sceptical at first.')).toBe('none');
	expect(assent('Ugh, a single file is not\nmuch better.')).toBe('objected');
});

it('hears who refuses a series with all that it does', () => {
	expect(refusesSeries("There are a number of things i don't like about this patchset.")).toBe(true);
	expect(refusesSeries('There is no really strong argument to change the API.')).toBe(true);
	expect(refusesSeries('NAK to this whole series.')).toBe(true);
	expect(refusesSeries("I'm not going to take this series.")).toBe(true);
	expect(refusesSeries("> I don't like this series\nFine with me.")).toBe(false);
	expect(refusesSeries("I don't like this patch, please send it outside the series.")).toBe(false);
	expect(refusesSeries('There are things that I like about this series.')).toBe(false);
	expect(refusesSeries('There is no good reason to change the name.')).toBe(false);
});
