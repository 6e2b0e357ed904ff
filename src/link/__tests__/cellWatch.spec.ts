import { KernelMessage } from '@jupyterlab/services';
import { CellWatch } from '../cellWatch';

const SESSION = 'page';

function request(msgId: string, silent = false): KernelMessage.IMessage {
  return KernelMessage.createMessage({
    channel: 'shell',
    msgType: 'execute_request',
    msgId,
    session: SESSION,
    content: { code: '', silent }
  });
}

function about(
  parent: KernelMessage.IMessage,
  msgType: 'status' | 'execute_input',
  state = 'idle'
): KernelMessage.IIOPubMessage {
  const message = KernelMessage.createMessage({
    channel: 'iopub',
    msgType: 'status',
    session: SESSION,
    parentHeader: parent.header as KernelMessage.IHeader<'execute_request'>,
    content: { execution_state: state as KernelMessage.Status }
  });
  return {
    ...message,
    header: { ...message.header, msg_type: msgType }
  } as KernelMessage.IIOPubMessage;
}

/** A watch, and whether a cell had its turn each time that it told of it. */
function watched(): { watch: CellWatch; told: boolean[] } {
  const told: boolean[] = [];
  const watch = new CellWatch(beganAtMs => told.push(beganAtMs !== null));
  return { watch, told };
}

describe('a cell of this page', () => {
  const cell = request('cell');

  it('has its turn once it is sent, though the kernel says nothing', () => {
    const { watch, told } = watched();
    watch.sent(cell, false);
    expect(told).toEqual([true]);
    watch.heard(about(cell, 'status'));
    expect(told).toEqual([true, false]);
  });

  it('waits while the kernel does something else', () => {
    const { watch, told } = watched();
    const callback = request('callback');
    watch.sent(cell, true);
    expect(told).toEqual([]);
    watch.heard(about(callback, 'status'));
    expect(told).toEqual([true]);
    watch.heard(about(callback, 'status', 'busy'));
    expect(told).toEqual([true, false]);
  });

  it('has its turn after the one before', () => {
    const { watch, told } = watched();
    const before = request('before');
    watch.sent(before, false);
    watch.sent(cell, false);
    watch.heard(about(before, 'status'));
    watch.heard(about(cell, 'status'));
    expect(told).toEqual([true, true, false]);
  });

  it('is forgotten with its kernel', () => {
    const { watch, told } = watched();
    watch.sent(cell, false);
    watch.forget();
    watch.heard(about(cell, 'status'));
    expect(told).toEqual([true]);
  });
});

it('a cell of another page has its turn when the kernel says so', () => {
  const { watch, told } = watched();
  const cell = request('elsewhere');
  watch.heard(about(cell, 'execute_input'));
  watch.heard(about(cell, 'status'));
  expect(told).toEqual([true, false]);
});

it('silent requests are no cells', () => {
  const { watch, told } = watched();
  const silent = request('silent', true);
  watch.sent(silent, false);
  watch.heard(about(silent, 'status'));
  expect(told).toEqual([]);
});
