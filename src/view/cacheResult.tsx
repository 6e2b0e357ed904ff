import type { ICache } from '../model/protocol.generated';
import type { ITranslation } from '../model/translation';
import { bytesOrNot, formatChange } from '../model/units';
import { createElement } from './element';
import { Table } from './table';

/** What emptying torch's cache changed: before and after. */
export function CacheResult(props: {
  cache: ICache;
  trans: ITranslation;
}): JSX.Element {
  const { cache, trans } = props;
  const { before, after } = cache;
  if (cache.status === 'nothing') {
    return (
      <p className="dl-Actions-remark">{nothingText(cache.device, trans)}</p>
    );
  }
  const both = (key: 'held' | 'allocated') =>
    [before, after].map(moment => bytesOrNot(moment[key], trans));
  const change =
    before.held === null || after.held === null
      ? null
      : after.held - before.held;
  return (
    <div className="dl-Result">
      <Table
        label={trans.__('Before and after')}
        columns={['', trans.__('before'), trans.__('after')]}
        rows={[
          [trans.__('held by torch'), ...both('held')],
          [trans.__('tensors'), ...both('allocated')]
        ]}
      />
      {change !== null && (
        <p className="dl-Actions-remark">{changeText(change, trans)}</p>
      )}
    </div>
  );
}

function nothingText(device: ICache['device'], trans: ITranslation): string {
  return device === 'cpu' || device === null
    ? trans.__(
        'There is no cache to empty: on the CPU torch gives memory back at once.'
      )
    : trans.__(
        'There is no cache to empty yet: this kernel has put nothing on the GPU.'
      );
}

function changeText(change: number, trans: ITranslation): string {
  return change < 0
    ? trans.__(
        'The driver got %1 back. Tensors stay: memory that a name still holds can’t be given back.',
        formatChange(change).slice(1)
      )
    : trans.__(
        'Nothing came back: what torch holds is in use by tensors, or by graphs.'
      );
}
