import '../common/theme.css';
import '../common/lab.css';
import './lab.css';
import { startLab } from './page';

const root = document.querySelector('main');
if (root) startLab(root);
