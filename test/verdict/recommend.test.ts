import {describe, expect, it} from 'vitest';
import {
	careWith,
	claimsOf,
	confidenceIn,
	recommend,
	riskWith,
	whyLifted,
} from '../../source/verdict/recommend.ts';
import {rules} from '../../source/verdict/rules.ts';

const named = (...names: string[]) =>
	names.map(name => {
		const rule = rules.find(one => one.name === name);
		if (rule === undefined) throw new Error(`no rule ${name}`);
		return rule;
	});
const say = (risk: number, care: number, ...names: string[]) => recommend(named(...names), {risk, care});

describe('a recommendation', () => {
	it('is keep where somebody works on it and work is what is most likely', () => {
		expect(say(0.01, 0.8, 'steady-work')).toMatchObject({recommendation: 'keep', confidence: 0.99 * 0.8});
		expect(say(0.01, 0.3, 'steady-work').recommendation).toBe('keep-annotate');
		// Nobody was seen to work on it: that it probably will be worked on is not enough.
		expect(say(0.01, 0.8, 'long-untouched').recommendation).toBe('unsure');
		// Two changed releases of twelve are enough where nothing speaks against it, and mails alone are not.
		expect(say(0.01, 0.8, 'some-work').recommendation).toBe('keep');
		expect(say(0.01, 0.8, 'some-work', 'old-sources').recommendation).toBe('unsure');
		expect(say(0.01, 0.8, 'long-untouched', 'worked-on').recommendation).toBe('unsure');
		expect(say(0.01, 0.8, 'worked-on').recommendation).toBe('keep');
		// Two signs against it are too many for keep.
		expect(say(0.01, 0.8, 'steady-work', 'legacy-bus', 'vendor-removed').recommendation).toBe('unsure');
	});

	it('is keep with one sign against it where two releases changed it and one of them lately', () => {
		expect(say(0.01, 0.8, 'some-work', 'worked-on-lately', 'old-sources').recommendation).toBe('keep');
		expect(say(0.01, 0.8, 'some-work', 'worked-on-lately', 'old-sources', 'legacy-bus').recommendation).toBe(
			'unsure',
		);
		expect(say(0.01, 0.8, 'some-work', 'worked-on-lately', 'in-staging').recommendation).toBe('unsure');
		// One change, but of late; and one long ago.
		expect(say(0.01, 0.8, 'changed-once', 'worked-on-lately').recommendation).toBe('keep');
		expect(say(0.01, 0.8, 'changed-once').recommendation).toBe('unsure');
		// Nobody is named for it, and yet it is worked on.
		expect(say(0.03, 0.6, 'some-work', 'worked-on-lately', 'orphaned', 'old-sources').recommendation).toBe(
			'keep',
		);
	});

	it('counts how widely a driver is used as one sign, whoever says it', () => {
		const scarce = ['machines-none', 'desktops-only', 'vendor-removed'];
		expect(say(0.01, 0.8, 'steady-work', ...scarce).recommendation).toBe('keep');
		expect(say(0.01, 0.8, 'steady-work', ...scarce, 'legacy-bus').recommendation).toBe('unsure');
		expect(say(0.2, 0.2, 'in-staging', ...scarce).recommendation).toBe('deprecate');
	});

	it('does not keep what its own people are to end, however much they work on it', () => {
		expect(say(0.01, 0.4, 'steady-work', 'worked-on-lately', 'end-announced').recommendation).toBe(
			'keep-annotate',
		);
		expect(say(0.01, 0.8, 'steady-work', 'worked-on-lately', 'its-platform-goes').recommendation).toBe(
			'unsure',
		);
		expect(careWith(['steady-work', 'end-announced'], 0.8)).toBeLessThan(0.5);
		expect(careWith(['steady-work'], 0.8)).toBe(0.8);
	});

	it('is keep for wide use, or of what is new, whether or not it changes', () => {
		expect(say(0.01, 0.1, 'in-wide-use', 'long-untouched')).toMatchObject({
			recommendation: 'keep',
			confidence: 0.99,
		});
		expect(say(0.01, 0.1, 'new-driver').recommendation).toBe('keep');
		expect(say(0.01, 0.1, 'new-driver', 'in-staging').recommendation).toBe('keep-annotate');
		expect(claimsOf('keep', ['in-wide-use'])).toEqual(['quiet', 'worked-on']);
		expect(claimsOf('keep', ['steady-work'])).toEqual(['worked-on']);
	});

	it('is keep-annotate only with a caveat', () => {
		expect(say(0.02, 0.2, 'long-untouched').recommendation).toBe('keep-annotate');
		expect(say(0.02, 0.2, 'legacy-bus').recommendation).toBe('keep-annotate');
		expect(say(0.02, 0.2, 'bare-printk').recommendation).toBe('unsure');
	});

	it('is deprecate from one driver in eight on, on two signs of which one is strong', () => {
		expect(say(0.2, 0.2, 'in-staging', 'long-untouched').recommendation).toBe('deprecate');
		expect(say(0.1, 0.2, 'in-staging', 'long-untouched').recommendation).toBe('keep-annotate');
		expect(say(0.2, 0.2, 'in-staging').recommendation).toBe('keep-annotate');
		expect(say(0.2, 0.2, 'legacy-bus', 'long-untouched').recommendation).toBe('keep-annotate');
	});

	it('is lifted by an announcement alone, and says why', () => {
		expect(riskWith(['its-platform-is-to-go'], 0.1)).toBe(0.6);
		expect(whyLifted(['its-platform-is-to-go'], 0.1)).toMatch(/put off/);
		expect(whyLifted(['bare-printk', 'removal-under-way'], 0.1)).toMatch(/51 were gone/);
		// Where the weights say as much there is nothing to tell.
		expect(riskWith(['its-platform-is-to-go'], 0.7)).toBe(0.7);
		expect(whyLifted(['its-platform-is-to-go'], 0.7)).toBeNull();
		expect(whyLifted(['bare-printk'], 0.1)).toBeNull();
	});

	it('is remove where it is announced and at least as likely as not', () => {
		expect(say(0.6, 0.9, 'removal-under-way').recommendation).toBe('remove');
		expect(say(0.6, 0.1, 'removal-under-way', 'in-staging')).toMatchObject({
			recommendation: 'remove',
			confidence: 0.6,
		});
		expect(say(0.4, 0.9, 'removal-under-way').recommendation).toBe('unsure');
		// One outsider's patch announces nothing.
		expect(say(0.6, 0.2, 'removal-posted', 'long-untouched').recommendation).toBe('deprecate');
		// Not announced, however likely.
		expect(say(0.9, 0.2, 'in-staging', 'orphaned').recommendation).toBe('deprecate');
	});

	it('is never one of less than one half, and unsure has no number', () => {
		for (let risk = 0; risk <= 1; risk += 0.05) {
			for (let care = 0; care <= 1; care += 0.05) {
				for (const rule of rules) {
					const {recommendation, confidence} = say(risk, care, rule.name, 'some-work');
					if (recommendation === 'unsure') expect(confidence).toBeNull();
					else expect(confidence).toBeGreaterThanOrEqual(0.5);
				}
			}
		}
	});

	it('claims what its confidence is the chance of', () => {
		expect(confidenceIn(['gone', 'quiet'], {risk: 0.2, care: 0.25})).toBeCloseTo(0.8);
		expect(confidenceIn([], {risk: 0.2, care: 0.25})).toBeNull();
	});
});
