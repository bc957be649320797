// Installs, generates and builds without starting anything: what deploy/install.sh and the image do once.
import { makeReady } from './ready.js';

makeReady({ web: true });
