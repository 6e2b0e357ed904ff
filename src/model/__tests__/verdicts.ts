import type { IVerdict } from '../protocol.generated';

/** A verdict as a kernel sends it; `fields` replace what a test cares about. */
export function makeVerdict(fields: Partial<IVerdict> = {}): IVerdict {
  return {
    v: 1,
    kind: 'verdict',
    item: 'm1.q1',
    title: ['Pick', 'the', 'device'].join(' '),
    outcome: 'failed',
    message_id: 'cuda_only',
    what: 'On a Mac your function gives `cpu`.',
    why: 'You have asked for CUDA only.',
    try: 'Ask for any accelerator first.',
    covers: null,
    subchecks: [],
    device: { type: 'cpu', name: null },
    sim: false,
    rehearsed: false,
    hints_shown: 0,
    hints_total: 3,
    attempt: 1,
    points: 0,
    max_points: 1,
    ms: 3,
    note: null,
    ...fields
  };
}
