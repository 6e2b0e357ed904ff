import * as React from 'react';

/** A part of the panel under its own heading. */
export interface ISectionProps {
  title: string;
  /** What stands at the right of the heading. */
  aside?: React.ReactNode;
  /** The numbers are old, and look it. */
  stale?: boolean;
  children: React.ReactNode;
}

/** A part of the panel: a heading, a remark at its right, and what is below. */
export function Section(props: ISectionProps): JSX.Element {
  const id = React.useId();
  return (
    <section
      className="dl-Section"
      aria-labelledby={id}
      data-stale={props.stale ? 'true' : undefined}
    >
      <div className="dl-Section-head">
        <h3 className="dl-Section-title" id={id}>
          {props.title}
        </h3>
        <span className="dl-Section-aside">{props.aside}</span>
      </div>
      {props.children}
    </section>
  );
}
