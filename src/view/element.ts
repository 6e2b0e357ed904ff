import * as React from 'react';

/**
 * What JSX becomes; tsconfig.json names it. Taken out of React once, for it
 * stands at each of 500 elements, and only a name of our own can be shortened.
 */
export const { createElement, Fragment } = React;
