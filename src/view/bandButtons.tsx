import * as React from 'react';
import type { IRun } from '../model/runs';
import type { ILayerProps } from './chartBackground';
import { MAX_BANDS, bandOf, shownRuns } from './chartBackground';
import { createElement } from './element';

/** Narrower bands could not be hit. */
const NARROWEST = 6;

/** What the bands need to be clicked. */
export interface IBandButtonsProps extends ILayerProps {
  /** Bring the cell of a run into sight. */
  onJump: (run: IRun) => void;
}

/**
 * A button over the band of each cell of this page. One of them is a stop of
 * the Tab key; the arrow keys go on from there.
 */
export function BandButtons(props: IBandButtonsProps): JSX.Element {
  const { chart, frame, trans, onJump } = props;
  const list = React.useRef<HTMLDivElement>(null);
  const runs = shownRuns(chart).filter(run => !run.elsewhere);
  const [stop, setStop] = React.useState<number | null>(null);
  const last = runs.length - 1;
  const at = runs.findIndex(({ n }) => n === stop);
  const move = (event: React.KeyboardEvent, from: number) => {
    const step = STEPS[event.key];
    const to = Math.min(last, Math.max(0, from + (step ?? 0)));
    if (step !== undefined && to !== from) {
      event.preventDefault();
      setStop(runs[to].n);
      list.current?.querySelectorAll('button')[to]?.focus();
    }
  };
  return (
    <div
      className="dl-Chart-buttons"
      ref={list}
      role="group"
      aria-label={trans.__('Cells in this chart')}
    >
      {runs.map((run, i) => {
        const { x, width } = bandOf(run, chart, frame);
        const wide = Math.max(NARROWEST, width);
        const label = trans.__('Go to cell %1', run.label);
        return (
          <button
            type="button"
            key={run.n}
            className="dl-Chart-button"
            style={{
              left: Math.min(x, frame.width - wide),
              width: wide,
              top: frame.top,
              height: frame.bottom - frame.top
            }}
            tabIndex={i === (at < 0 ? last : at) ? 0 : -1}
            aria-label={label}
            title={label}
            onKeyDown={event => move(event, i)}
            onClick={() => onJump(run)}
          />
        );
      })}
    </div>
  );
}

const STEPS: Record<string, number | undefined> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  Home: -MAX_BANDS,
  End: MAX_BANDS
};
