'use strict';

const fs = require('node:fs');
const { parseServer } = require('./server');
const { Settings } = require('./settings');
const { trust } = require('./trust');
const { callsServer } = require('./environment');
const { heroku, open } = require('./heroku');
const { hasEnded } = require('./session');
const git = require('./git');

const HELP = `usage: slipway login SERVER [-i] [--fingerprint SHA256]   once: which server, and who you are
       slipway COMMAND…                                 any command of the Heroku CLI, on that server
       slipway server                                   shows which server that is

SERVER is the address of a Slipway, for example paas.example.org or http://localhost:8080.
`;

/**
 * Runs one command line.
 *
 * @param {string[]} argv without the program's name
 * @returns {Promise<number>} the exit status
 */
async function main(argv) {
    const settings = Settings.read();
    switch (argv[0]) {
        case undefined:
        case '--help':
            process.stdout.write(HELP);
            return 0;
        case 'server':
            process.stdout.write(`${required(settings).server}\n`);
            return 0;
        case 'login':
        case 'auth:login':
            return login(argv.slice(1), settings);
        case 'logout':
        case 'auth:logout':
            return logout(argv, required(settings));
        default:
            return command(argv, required(settings));
    }
}

async function command(argv, settings) {
    const status = await heroku(settings, argv);
    // What the CLI says of it names a variable that the user has never set.
    if (status !== 0 && callsServer(argv[0]) && await hasEnded(settings)) {
        process.stderr.write(' !     Your login has ended. Type: slipway login\n');
    }
    return status;
}

async function login(argv, settings) {
    const fingerprint = take(argv, '--fingerprint');
    const address = argv[0] && !argv[0].startsWith('-') ? argv.shift() : settings?.server;
    if (!address) {
        throw new Error('Which server? Type: slipway login SERVER');
    }
    const server = parseServer(address);
    // What is remembered so far counts until this login has succeeded.
    const next = new Settings({ server, ca: await trust(server, fingerprint) });
    const line = await open(next);
    try {
        const status = await line.run(['login', ...argv]);
        if (status !== 0) {
            return status;
        }
        const { status: told, stdout } = await line.output(['auth:token']);
        next.token = stdout.trim();
        if (told !== 0 || !next.token) {
            throw new Error('The Heroku CLI logged in, but does not tell its token. Type once more: slipway login');
        }
    } finally {
        line.close();
    }
    // From now on every command gets the token from us, whichever port it finds us at.
    next.write();
    git.trustServer(next);
    return 0;
}

async function logout(argv, settings) {
    const status = await heroku(settings, argv);
    settings.token = undefined;
    settings.write();
    git.forgetServer(settings);
    return status;
}

function required(settings) {
    if (!settings) {
        throw new Error('Which server? Type once: slipway login SERVER');
    }
    if (settings.ca && !fs.existsSync(settings.ca)) {
        throw new Error(`${settings.ca} is gone, by which ${settings.server} is known. Type: slipway login`);
    }
    return settings;
}

/** Takes `name value` or `name=value` out of `argv`; undefined where it is not there. */
function take(argv, name) {
    const at = argv.findIndex(word => word === name || word.startsWith(`${name}=`));
    if (at < 0) {
        return undefined;
    }
    const [word] = argv.splice(at, 1);
    const value = word === name ? argv.splice(at, 1)[0] : word.slice(name.length + 1);
    if (!value) {
        throw new Error(`${name} needs a value`);
    }
    return value;
}

module.exports = { main };
