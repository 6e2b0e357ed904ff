import { LabIcon } from '@jupyterlab/ui-components';
import chipSvg from '../../style/icons/chip.svg';

/** A chip, for the panel's tab and its settings. */
export const panelIcon = new LabIcon({
  name: 'devicelab:chip',
  svgstr: chipSvg
});
