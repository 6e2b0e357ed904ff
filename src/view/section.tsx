import * as React from 'react';
import type { SectionId } from '../model/folds';
import { createElement } from './element';
import { HiddenContext, useFold } from './folding';

/** A part of the panel under its own heading. */
export interface ISectionProps {
  title: string;
  /** By which it is remembered whether it is folded away; without it, it can't be. */
  id?: SectionId;
  /** Folded away until the user opens it. */
  folded?: boolean;
  /** What stands at the right of the heading. */
  aside?: React.ReactNode;
  /** The numbers are old, and look it. */
  stale?: boolean;
  children: React.ReactNode;
}

/** A part of the panel: a heading, a remark at its right, and what is below. */
export function Section(props: ISectionProps): JSX.Element | null {
  const heading = React.useId();
  const body = React.useId();
  const [open, turn] = useFold(props.id ?? null, !props.folded);
  const hidden = React.useContext(HiddenContext);
  if (props.id !== undefined && hidden.has(props.id)) {
    return null;
  }
  return (
    <section
      className="dl-Section"
      aria-labelledby={heading}
      data-section={props.id}
      data-stale={props.stale ? 'true' : undefined}
    >
      <div className="dl-Section-head">
        <h3 className="dl-Section-title" id={heading}>
          {props.id === undefined ? (
            props.title
          ) : (
            <button
              type="button"
              className="dl-Section-fold"
              aria-expanded={open}
              aria-controls={open ? body : undefined}
              onClick={turn}
            >
              {props.title}
            </button>
          )}
        </h3>
        <span className="dl-Section-aside">{props.aside}</span>
      </div>
      {open && (
        <div className="dl-Section-body" id={body}>
          {props.children}
        </div>
      )}
    </section>
  );
}
