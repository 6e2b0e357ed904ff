import { parseReport, parseSample, parseVerdict } from '../parse';
import { makeMac, makeSample } from './samples';
import { makeVerdict } from './verdicts';

describe('A5.33 parseSample', () => {
  it('takes what fits the protocol', () => {
    const sample = makeSample(1);
    expect(parseSample(sample)).toBe(sample);
  });

  it.each([
    ['NaN', { t_mono: NaN }],
    ['Infinity', { t_mono: Infinity }],
    ['NaN in bytes', { mem: { rss: NaN } }],
    ['Infinity in bytes', { mem: { rss: Infinity } }],
    ['bytes above what a number can count', { mem: { rss: 2 ** 53 } }],
    ['negative bytes', { mem: { allocated: -1 } }],
    ['a period of 0', { period: 0 }],
    ['a long error', { error: 'x'.repeat(301) }],
    ['a string of a million', { epoch: 'x'.repeat(1_000_000) }]
  ])('refuses %s', (_, fields) => {
    expect(parseSample(makeSample(1, fields))).toBeNull();
  });

  it.each([
    ['an unknown version', { v: 99 }],
    ['a missing field', { t_mono: undefined }]
  ])('refuses %s', (_, fields) => {
    expect(parseSample({ ...makeSample(1), ...fields })).toBeNull();
  });

  it.each([
    ['an unknown field', '{"extra":1}'],
    ['a prototype', '{"__proto__":{"polluted":1}}'],
    ['a device as an object', '{"phase":{"toString":"running"}}']
  ])('refuses %s', (_, text) => {
    const sample = JSON.stringify(makeSample(1)).slice(0, -1);
    const data = JSON.parse(`${sample},${text.slice(1)}`);
    expect(parseSample(data)).toBeNull();
  });

  it.each([[null], [undefined], [1], ['{}'], [[]], [{}]])(
    'refuses %p',
    data => {
      expect(parseSample(data)).toBeNull();
      expect(parseReport(data)).toBeNull();
    }
  );
});

describe('A5.33 parseReport', () => {
  it('takes what fits the protocol', () => {
    const report = makeMac();
    expect(parseReport(report)).toBe(report);
    expect(parseSample(report)).toBeNull();
  });

  it('refuses what is too long', () => {
    const os = { system: 'Darwin', label: 'x'.repeat(129), version: null };
    expect(parseReport(makeMac({ os }))).toBeNull();
  });
});

describe('parseVerdict', () => {
  const alt = ['a'].join('');
  const picture = { alt, lines: ['b'], png: 'iVBORw0KGgoAAA==' };

  it('takes a picture, none, and a verdict from before there were any', () => {
    for (const fields of [{ picture }, { picture: null }, {}]) {
      expect(parseVerdict(makeVerdict(fields))).not.toBeNull();
    }
  });

  it.each([
    ['an address', 'https://example.org/x.png'],
    ['another kind of file', 'PHN2Zz48L3N2Zz4='],
    ['what ends the attribute', 'iVBORw0KGgo" onerror="x'],
    ['what is too large', `iVBORw0KGgo${'A'.repeat(131072)}`]
  ])('refuses %s in place of a picture', (_, png) => {
    expect(
      parseVerdict(makeVerdict({ picture: { ...picture, png } }))
    ).toBeNull();
  });
});
