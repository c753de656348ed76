import '../common/theme.css';
import './dataset.css';
import { DatasetPage } from './page';

DatasetPage.start(document.body.querySelector('main') ?? document.body);
