'use strict';

const { parseServer } = require('./server');
const { Settings } = require('./settings');
const { trust } = require('./trust');
const { heroku, open } = require('./heroku');
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
            return heroku(required(settings), argv);
    }
}

async function login(argv, settings) {
    const fingerprint = take(argv, '--fingerprint');
    const address = argv[0] && !argv[0].startsWith('-') ? argv.shift() : settings?.server;
    if (!address) {
        throw new Error('Which server? Type: slipway login SERVER');
    }
    const server = parseServer(address);
    const known = settings && settings.server === server ? settings : new Settings({ server });
    known.ca = await trust(server, known.ca, fingerprint);
    known.token = undefined;
    known.write();
    const line = await open(known);
    try {
        const status = await line.run(['login', ...argv]);
        if (status !== 0) {
            return status;
        }
        // From now on every command gets it from us, whichever port it finds us at.
        known.token = (await line.output(['auth:token'])).trim();
    } finally {
        line.close();
    }
    known.write();
    git.trustServer(known);
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
    return settings;
}

/** Takes `name value` or `name=value` out of `argv`. */
function take(argv, name) {
    const at = argv.findIndex(word => word === name || word.startsWith(`${name}=`));
    if (at < 0) {
        return undefined;
    }
    const [word] = argv.splice(at, 1);
    return word === name ? argv.splice(at, 1)[0] : word.slice(name.length + 1);
}

module.exports = { main };
