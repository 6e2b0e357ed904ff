import type { IMemoryView } from '../model/memory';
import type { FigureId } from '../model/texts.generated';
import type { ITranslation } from '../model/translation';
import {
  bytesOrNot,
  formatBytes,
  formatCapacity,
  formatPair,
  splitBytes
} from '../model/units';
import { createElement } from './element';
import { Glyph } from './glyph';
import { MemoryBar } from './memoryBar';
import { Pressure } from './pressure';
import { Prose } from './prose';
import { Section } from './section';
import { Term } from './term';

/** What the memory section needs. */
export interface IMemorySectionProps {
  view: IMemoryView;
  /** How old the numbers are, in words, when they are too old to be now. */
  age: string | null;
  /** The GPU that is ready and that no cell has used; null where there is none. */
  unused: string | null;
  /** How swap changes, in bytes a minute; null where that is not known, or not at all. */
  swapping: number | null;
  trans: ITranslation;
}

/** How much memory the kernel holds, of how much. */
export function MemorySection(props: IMemorySectionProps): JSX.Element {
  const { view, age, unused, trans } = props;
  const aside =
    age === null ? trans.__('this kernel') : trans.__('%1 old', age);
  return (
    <Section
      id="memory"
      title={trans.__('Memory')}
      aside={aside}
      stale={age !== null}
    >
      <BigNumber view={view} trans={trans} />
      <MemoryBar view={view} trans={trans} />
      <LevelLine view={view} trans={trans} />
      <Legend view={view} trans={trans} />
      <p className="dl-Memory-system">
        <Term figure="system-memory" trans={trans}>
          {trans.__('System memory')}
        </Term>
        <span className="dl-value">{systemText(view, trans)}</span>
      </p>
      {view.pressure && (
        <Pressure
          pressure={view.pressure}
          swapping={props.swapping}
          trans={trans}
        />
      )}
      {unused !== null && (
        <p className="dl-Remark">
          <Prose
            text={trans.__(
              'No reading has seen a tensor on the GPU. Move model and data there with `.to("%1")`.',
              unused
            )}
          />
        </p>
      )}
    </Section>
  );
}

interface IPartProps {
  view: IMemoryView;
  trans: ITranslation;
}

function BigNumber(props: IPartProps): JSX.Element {
  const { view, trans } = props;
  if (view.main === null) {
    return (
      <p className="dl-Memory-big">
        <small>{trans.__('Memory in use: not reported')}</small>
      </p>
    );
  }
  const { value, unit } = splitBytes(view.main);
  return (
    <p className="dl-Memory-big">
      <b>{value}</b> <small>{ofWhat(view, unit, trans)}</small>
    </p>
  );
}

function ofWhat(view: IMemoryView, unit: string, trans: ITranslation): string {
  if (view.kind === 'process') {
    return trans.__('%1 in this process', unit);
  }
  if (view.full === null) {
    return trans.__('%1 in tensors', unit);
  }
  const full = formatCapacity(view.full).replace(' ', '\u00a0');
  return trans.__('%1 in tensors, of %2', unit, full);
}

function LevelLine(props: IPartProps): JSX.Element | null {
  const { view, trans } = props;
  if (view.level === 'calm') {
    return null;
  }
  return (
    <p className="dl-Memory-level" data-level={view.level}>
      <Glyph shape={view.level === 'over' ? 'bad' : 'cpu'} />
      <span>{levelText(view, trans)}</span>
    </p>
  );
}

function levelText(view: IMemoryView, trans: ITranslation): string {
  const isOver = view.level === 'over';
  switch (view.fullIs) {
    case 'recommended':
      return isOver
        ? trans.__('More than Metal recommends for this GPU')
        : trans.__('Close to what Metal recommends for this GPU');
    case 'machine':
      return trans.__('This process holds nearly all of the machine’s memory');
    default:
      return trans.__('Close to the limit, where an allocation fails');
  }
}

function Legend(props: IPartProps): JSX.Element {
  const { view, trans } = props;
  return (
    <table className="dl-Table" aria-label={trans.__('Memory by kind')}>
      <tbody>
        {view.parts.map(part => (
          <Row
            key={part.key}
            swatch={part.key}
            figure={part.key === 'driver' ? 'graphs' : part.key}
            value={bytesOrNot(part.bytes, trans)}
            trans={trans}
          />
        ))}
        {view.marks.map(mark => (
          <Row
            key={mark.key}
            swatch={mark.at === null ? 'beyond' : mark.key}
            figure={mark.key}
            name={
              mark.aboveMachine
                ? trans.__('hard limit, above your RAM')
                : undefined
            }
            value={formatBytes(mark.bytes)}
            trans={trans}
          />
        ))}
        {view.kind === 'accelerator' && (
          <Row
            swatch="blank"
            figure="process-ram"
            value={bytesOrNot(view.process, trans)}
            trans={trans}
          />
        )}
        {view.footprint !== null && (
          <Row
            swatch="blank"
            figure="footprint"
            value={formatBytes(view.footprint)}
            trans={trans}
          />
        )}
      </tbody>
    </table>
  );
}

function Row(props: {
  swatch: string;
  figure: FigureId;
  /** Where it goes by another name than the figure's. */
  name?: string;
  value: string;
  trans: ITranslation;
}): JSX.Element {
  return (
    <tr>
      <th scope="row" className="dl-Table-key">
        <i className="dl-Swatch" data-swatch={props.swatch} />
        <Term figure={props.figure} trans={props.trans}>
          {props.name}
        </Term>
      </th>
      <td>{props.value}</td>
    </tr>
  );
}

function systemText(view: IMemoryView, trans: ITranslation): string {
  const { total, available } = view.system;
  if (available === null) {
    return trans.__('not reported');
  }
  return total === null
    ? trans.__('%1 available', formatBytes(available))
    : trans.__('%1 of %2 available', ...formatPair(available, total));
}
