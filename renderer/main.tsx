/** The page's entry: applies the theme, connects to the host, draws the workbench. */
import './design/fonts.ts';
import './design/base.css';
import { createRoot } from 'react-dom/client';
import { startTheme } from './design/theme.ts';
import { startWorkbench } from './workbench/start.tsx';

startTheme();
const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root.');
createRoot(root).render(startWorkbench());
