import type { ITranslation } from '../model/translation';
import { createElement, Fragment } from './element';
import { IconButton } from './iconButton';
import type { ITimeWindow } from './useTimeWindow';

interface IToolsProps {
  time: ITimeWindow;
  trans: ITranslation;
  onOpenMore?: () => void;
}

/** Hold the time still, go back in it, show more or less of it. */
export function HistoryTools(props: IToolsProps): JSX.Element {
  const { time, trans, onOpenMore } = props;
  return (
    <span
      className="dl-Tools"
      role="group"
      aria-label={trans.__('Time in the chart')}
    >
      {time.paused && <span className="dl-Tools-word">{trans.__('held')}</span>}
      <IconButton
        icon={time.paused ? 'resume' : 'pause'}
        label={
          time.paused ? trans.__('Follow the time') : trans.__('Hold the chart')
        }
        onClick={time.paused ? time.resume : time.pause}
      />
      <Moves time={time} trans={trans} />
      {onOpenMore && (
        <IconButton
          icon="large"
          label={trans.__('Open large')}
          onClick={onOpenMore}
        />
      )}
    </span>
  );
}

function Moves(props: IToolsProps): JSX.Element {
  const { time, trans } = props;
  return (
    <>
      <IconButton
        icon="earlier"
        label={trans.__('Earlier')}
        disabled={!time.canGoBack}
        onClick={time.earlier}
      />
      <IconButton
        icon="later"
        label={trans.__('Later')}
        disabled={!time.canGoOn}
        onClick={time.later}
      />
      <IconButton
        icon="last-run"
        label={trans.__('The last cell alone')}
        onClick={time.lastRun}
      />
      <IconButton
        icon="shorter"
        label={trans.__('Less time')}
        disabled={time.shorter === null}
        onClick={() => time.shorter?.()}
      />
      <IconButton
        icon="longer"
        label={trans.__('More time')}
        disabled={time.longer === null}
        onClick={() => time.longer?.()}
      />
    </>
  );
}
