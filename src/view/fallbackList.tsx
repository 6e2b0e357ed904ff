import type { IReport } from '../model/protocol.generated';
import type { ITranslation } from '../model/translation';
import { createElement } from './element';
import { Table } from './table';

type Ops = NonNullable<IReport['fallbacks']>['ops'];

/** The operations that ran on the CPU though the tensors were on the GPU. */
export function FallbackList(props: {
  ops: Ops;
  trans: ITranslation;
}): JSX.Element | null {
  const { ops, trans } = props;
  if (ops.length === 0) {
    return null;
  }
  return (
    <Table
      label={trans.__('CPU fallbacks')}
      rows={ops.map(({ op, count, cell }) => [
        <code title={op}>{op}</code>,
        timesText(count, trans) +
          (cell === null ? '' : ` · ${trans.__('cell %1', `[${cell}]`)}`)
      ])}
    />
  );
}

export function timesText(count: number, trans: ITranslation): string {
  return trans._n('%1 time', '%1 times', count, count);
}
