import type { KernelMessage } from '@jupyterlab/services';
import { makeReport, makeSample } from '../../model/__tests__/samples';
import { readBroadcast } from '../listener';

const message = (
  data: unknown,
  id: unknown = 'devicelab',
  type = 'comm_msg'
): KernelMessage.IIOPubMessage =>
  ({
    header: { msg_type: type },
    parent_header: { session: 'page' },
    content: { comm_id: id, data }
  }) as unknown as KernelMessage.IIOPubMessage;

describe('readBroadcast', () => {
  it('leaves alone what is not addressed to us', () => {
    expect(readBroadcast(message({}, 'someone-else'))).toBeNull();
    expect(readBroadcast(message({}, null))).toBeNull();
    expect(
      readBroadcast(message(makeSample(1), 'devicelab', 'stream'))
    ).toBeNull();
  });

  it('tells samples from reports', () => {
    const sample = makeSample(1);
    expect(readBroadcast(message(sample))).toEqual({
      kind: 'sample',
      sample,
      session: 'page'
    });
    const report = makeReport();
    expect(readBroadcast(message(report))).toEqual({ kind: 'report', report });
  });

  it.each([
    ['nothing', undefined],
    ['a text', 'sample'],
    ['a sample with a number too many', { ...makeSample(1), more: 1 }],
    ['a negative size', makeSample(1, { mem: { rss: -1 } })],
    ['an endless error', makeSample(1, { error: 'x'.repeat(1e6) })],
    ['another protocol', { ...makeSample(1), v: 1 }]
  ])('counts %s as malformed', (_, data) => {
    expect(readBroadcast(message(data))).toEqual({ kind: 'malformed' });
  });
});
