import { course } from './plugins/course';
import { kernels } from './plugins/kernels';
import { panel } from './plugins/panel';
import { status } from './plugins/status';
import { verdict } from './plugins/verdict';

export default [kernels, course, panel, status, verdict];
