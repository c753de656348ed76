import '../common/theme.css';
import '../common/lab.css';
import './language-lab.css';
import { startLanguageLab } from './page';

const root = document.querySelector('main');
if (root) startLanguageLab(root);
