import { History } from '../history';
import { activityText, ageText, costText } from '../footText';
import { spokenText } from '../spokenText';
import { stateNotice } from '../texts';
import { makeMac, makeSample, trans } from './samples';
import { STATES } from './states';

describe('stateNotice', () => {
  const empty = new History();
  const notices = Object.values(STATES).map(state =>
    stateNotice(state, empty, 5000, trans)
  );

  it('has a sentence of its own for each state, and says why', () => {
    const sentences = notices.map(notice => notice?.what);
    expect(sentences).not.toContain(undefined);
    expect(new Set(sentences).size).toBe(sentences.length);
    notices.forEach(notice => expect(notice?.why).toMatch(/\.$/));
  });

  it('is silent where numbers speak', () => {
    const history = new History();
    history.add(makeSample(1), 1000);
    expect(stateNotice({ name: 'idle' }, history, 0, trans)).toBeNull();
    expect(stateNotice({ name: 'live' }, history, 0, trans)).toBeNull();
  });

  it('counts the silence', () => {
    const history = new History();
    history.add(makeSample(1), 1000);
    expect(stateNotice({ name: 'quiet' }, history, 9000, trans)?.what).toBe(
      'No reading for 8 s.'
    );
  });

  it('says what to do about a kernel that does not answer', () => {
    const asked = (now: number) =>
      stateNotice({ name: 'probing', sinceMs: 1000 }, empty, now, trans);
    expect(asked(15_999)?.act).toBeNull();
    expect(asked(16_000)?.what).toBe('The kernel has not answered for 15 s.');
    expect(asked(16_000)?.act).toMatch(/restart the kernel/);
  });

  it('passes on what the kernel said', () => {
    const detail = '<b>boom</b>';
    expect(
      stateNotice({ name: 'refused', reason: 'error', detail }, empty, 0, trans)
        ?.detail
    ).toBe(detail);
  });
});

describe('spokenText', () => {
  it('holds no number, and no cell changes it', () => {
    const spoken = Object.values(STATES).map(state =>
      spokenText(state, makeMac(), null, trans)
    );
    spoken.forEach(text => expect(text).not.toMatch(/\d/));
    const of = (name: 'idle' | 'live' | 'quiet'): string =>
      spokenText({ name }, makeMac(), null, trans);
    expect(of('idle')).toBe(of('live'));
    expect(of('quiet')).not.toBe(of('live'));
  });
});

describe('the foot', () => {
  it('says how often it reads', () => {
    const rate = (period: number): string =>
      activityText({ name: 'live' }, makeSample(1, { period }), trans);
    expect(rate(0.5)).toBe('live, twice a second');
    expect(rate(1)).toBe('live, once a second');
    expect(rate(30)).toBe('live, every 30 s');
    const slow = makeSample(1, { period: 2, slowdown: 4 });
    expect(activityText({ name: 'live' }, slow, trans)).toContain(
      'reading takes long'
    );
    expect(activityText({ name: 'live' }, null, trans)).toBe('live');
  });

  it('says what reading costs', () => {
    const cost = (cost_us: number | null): string | null =>
      costText(makeSample(1, { cost_us }), trans);
    expect(cost(250)).toBe('costs 0.05 % of a core');
    expect(cost(1)).toBe('costs < 0.01 % of a core');
    expect(cost(null)).toBeNull();
  });

  it('says how old the last reading is', () => {
    expect(ageText(null, 5000, trans)).toBeNull();
    expect(ageText(4000, 5000, trans)).toBe('read just now');
    expect(ageText(0, 12_500, trans)).toBe('read 12 s ago');
  });
});
