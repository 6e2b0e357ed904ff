import { createElement } from './element';

export type IconName =
  | 'pause'
  | 'resume'
  | 'earlier'
  | 'later'
  | 'last-run'
  | 'shorter'
  | 'longer'
  | 'large';

const PATHS: Record<IconName, string> = {
  pause: 'M4 2.5v9M10 2.5v9',
  resume: 'M4 2.5 11 7 4 11.5z',
  earlier: 'M9 2.5 4.5 7 9 11.5',
  later: 'M5 2.5 9.5 7 5 11.5',
  'last-run': 'M2.5 2.5v9M11.5 2.5v9M5 7h4M7.2 4.8 9.4 7 7.2 9.2',
  shorter: 'M2.5 7h9M7 2.5v9',
  longer: 'M2.5 7h9',
  large: 'M8.5 2.5h3v3M11.5 2.5 8 6M5.5 11.5h-3v-3M2.5 11.5 6 8'
};

/** A small button with a picture; its name is read aloud, and shown when hovered. */
export function IconButton(props: {
  icon: IconName;
  label: string;
  onClick: () => void;
  disabled?: boolean;
  pressed?: boolean;
}): JSX.Element {
  return (
    <button
      type="button"
      className="dl-IconButton"
      aria-label={props.label}
      aria-pressed={props.pressed}
      title={props.label}
      disabled={props.disabled}
      onClick={props.onClick}
    >
      <svg viewBox="0 0 14 14" aria-hidden="true" focusable="false">
        <path d={PATHS[props.icon]} />
      </svg>
    </button>
  );
}
