import { makeReport, makeSample } from '../../model/__tests__/samples';
import { AGENT_EXPRESSION } from '../agent.generated';
import { readReply } from '../bootstrap';

const reply = (answer: unknown): unknown => ({
  status: 'ok',
  user_expressions: { report: answer }
});
const json = (data: unknown): unknown =>
  reply({ status: 'ok', data: { 'application/json': data }, metadata: {} });

describe('readReply', () => {
  it('gives a report that follows the protocol', () => {
    const report = makeReport();
    expect(readReply(json(report))).toEqual({
      ok: true,
      report,
      ring: [],
      progress: null
    });
  });

  it('takes what it can use of the samples that the agent has kept', () => {
    const report = makeReport();
    const kept = [makeSample(1), 'x', null, { ...makeSample(2), more: 1 }];
    const ring = {
      status: 'ok',
      data: { 'application/json': { samples: kept } }
    };
    const content = json(report) as { user_expressions: object };
    const both = {
      ...content,
      user_expressions: { ...content.user_expressions, ring }
    };
    expect(readReply(both)).toMatchObject({ ring: [makeSample(1)] });
    const many = Array.from({ length: 1000 }, (_, i) => makeSample(i + 1));
    ring.data['application/json'].samples = many;
    expect(readReply(both)).toMatchObject({ ring: many.slice(-600) });
  });

  it('goes by the status of the expression, not by that of the reply', () => {
    const failed = { status: 'error', ename: 'KeyError', evalue: "'x'" };
    expect(readReply(reply(failed))).toEqual({
      ok: false,
      reason: 'error',
      detail: "KeyError: 'x'"
    });
  });

  it.each([
    ['no report', json(null)],
    ['a text', json('report')],
    ['wrong types', json({ ...makeReport(), torch: 5 })],
    ['more than the protocol', json({ ...makeReport(), extra: 1 })],
    [
      'a chip with an endless name',
      json({
        ...makeReport(),
        chip: { name: 'x'.repeat(1e6), threads: 1, cores: [] }
      })
    ],
    ['no json at all', reply({ status: 'ok', data: { 'text/plain': 'x' } })]
  ])('refuses %s', (_, content) => {
    expect(readReply(content)).toMatchObject({ ok: false, reason: 'invalid' });
  });

  it.each([
    [undefined],
    [null],
    ['text'],
    [{}],
    [reply(undefined)],
    [reply(7)]
  ])('survives a reply that is %p', content => {
    expect(readReply(content).ok).toBe(false);
  });

  it('cuts an endless error short', () => {
    const failed = { status: 'error', ename: 'E', evalue: 'x'.repeat(1e6) };
    const answer = readReply(reply(failed));
    expect(!answer.ok && answer.detail?.length).toBe(300);
  });
});

describe('the expression', () => {
  it('fits the budget of 25 kB', () => {
    expect(AGENT_EXPRESSION.length).toBeGreaterThan(1000);
    expect(AGENT_EXPRESSION.length).toBeLessThanOrEqual(25_000);
  });
});
