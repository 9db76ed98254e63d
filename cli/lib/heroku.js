'use strict';

const { spawn } = require('node:child_process');
const path = require('node:path');
const { environment } = require('./environment');
const { startForwarder } = require('./forwarder');
const { startGate } = require('./gate');
const { reason } = require('./upstream');

/**
 * Opens the way to the server.
 *
 * @param {import('./settings').Settings} settings
 * @returns {Promise<{run: (argv: string[]) => Promise<number>,
 *     output: (argv: string[]) => Promise<{status: number, stdout: string}>, close: () => void}>} `run` runs the stock Heroku CLI and answers its exit status, `output` also what it printed
 */
async function open(settings) {
    const complain = complaints(settings);
    const forwarder = await startForwarder(settings, complain);
    const gate = await startGate(settings, forwarder.port, complain);
    const start = (argv, capture) => run(argv, capture, environment(settings, argv[0], forwarder.port, gate.port));
    return {
        run: async argv => (await start(argv, false)).status,
        output: argv => start(argv, true),
        close: () => {
            forwarder.close();
            gate.close();
        },
    };
}

/** Runs one command of the stock Heroku CLI; answers its exit status. */
async function heroku(settings, argv) {
    const line = await open(settings);
    try {
        return await line.run(argv);
    } finally {
        line.close();
    }
}

/** Says why the server cannot be reached, which the CLI does not learn; once, although the CLI tries again and again. */
function complaints({ server }) {
    const said = new Set();
    return error => {
        const sentence = `${server} cannot be reached: ${reason(error)}`;
        if (!said.has(sentence)) {
            said.add(sentence);
            process.stderr.write(` !     ${sentence}\n`);
        }
    };
}

function run(argv, capture, env) {
    const cli = path.join(path.dirname(require.resolve('heroku/package.json')), 'bin', 'run.js');
    const child = spawn(process.execPath, [cli, ...argv], { env, stdio: ['inherit', capture ? 'pipe' : 'inherit', 'inherit'] });
    // The terminal sends ^C to both; what to do about it is the CLI's business.
    const ignore = () => {};
    process.on('SIGINT', ignore);
    process.on('SIGTERM', () => child.kill('SIGTERM'));
    let stdout = '';
    child.stdout?.setEncoding('utf8').on('data', chunk => { stdout += chunk; });
    return new Promise((resolve, reject) => {
        child.on('error', reject);
        child.on('close', (code, signal) => {
            process.off('SIGINT', ignore);
            resolve({ status: signal ? 1 : code, stdout });
        });
    });
}

module.exports = { heroku, open };
