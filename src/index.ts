import { kernels } from './plugins/kernels';
import { panel } from './plugins/panel';
import { status } from './plugins/status';

export default [kernels, panel, status];
