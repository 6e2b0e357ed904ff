import { EPOCH, makeReport } from '../../model/__tests__/samples';
import { read } from '../actions';

const TRUST = {
  v: 1,
  kind: 'trust',
  status: 'nothing',
  device: null,
  sim: false,
  seconds: 0,
  headline: 'There is nothing to compare.',
  remarks: [],
  findings: [],
  issue: null
};

const ok = (data: unknown) => ({
  status: 'ok',
  data: { 'application/json': data }
});

it('takes an answer of the kind that was asked for', () => {
  expect(read(ok(TRUST), 'trust')).toEqual({ ok: true, found: TRUST });
  const report = makeReport();
  expect(read(ok(report), 'record-fallbacks')).toMatchObject({
    ok: true,
    found: { kind: 'report', epoch: EPOCH }
  });
});

it.each([
  ['a report in place of a comparison', ok(makeReport())],
  ['a word', ok('agrees')],
  ['a field too many', ok({ ...TRUST, html: '<b>' })],
  ['a headline too long', ok({ ...TRUST, headline: 'x'.repeat(501) })],
  ['nothing', ok(undefined)]
])('refuses %s', (_, answer) => {
  expect(read(answer, 'trust')).toMatchObject({ ok: false, reason: 'invalid' });
});

it('tells a kernel without the package from one whose check failed', () => {
  const error = (ename: string) => ({
    status: 'error',
    ename,
    evalue: 'x'.repeat(9000)
  });
  expect(read(error('ModuleNotFoundError'), 'trust')).toMatchObject({
    reason: 'missing'
  });
  const failed = read(error('RuntimeError'), 'trust');
  expect(failed).toMatchObject({ reason: 'error' });
  expect(JSON.stringify(failed).length).toBeLessThan(400);
  expect(read(undefined, 'trust')).toMatchObject({ reason: 'error' });
});
