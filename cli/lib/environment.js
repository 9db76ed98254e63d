'use strict';

const fs = require('node:fs');

/** Commands that call nobody, and start the user's own programs, which are to find the network as it is. */
const OFFLINE = /^(local|local:.*|help|version|which|autocomplete.*|commands)$/;

/** @param {string} command for example `ps:scale` */
function callsServer(command) {
    return !OFFLINE.test(command);
}

/**
 * The environment of the stock CLI.
 *
 * @param {import('./settings').Settings} settings
 * @param {string} command for example `ps:scale`
 * @param {number} forwarder port of the forwarder
 * @param {number} gate port of the gate
 */
function environment(settings, command, forwarder, gate) {
    const local = `http://localhost:${forwarder}`;
    const host = new URL(settings.server).host;
    const env = {
        ...process.env,
        HEROKU_HOST: local,
        HEROKU_GIT_HOST: host,
        HEROKU_DATA_HOST: 'localhost',
        HEROKU_REDIS_HOST: 'localhost',
        HEROKU_PARTICLEBOARD_URL: local,
        HEROKU_LOGIN_HOST: local,
        HEROKU_BUILDPACK_REGISTRY_URL: local,
        HEROKU_STATUS_HOST: local,
        HEROKU_EXEC_URL: `https://${host}/`,
        PGDIAGNOSE_URL: 'localhost',
        HEROKU_NETRC_WRITE: 'true',
        DISABLE_TELEMETRY: 'true',
        HEROKU_SKIP_ANALYTICS: '1',
        HEROKU_SKIP_NEW_VERSION_CHECK: 'true',
        HEROKU_DISABLE_AUTOUPDATE: 'true',
    };
    // With a proxy the CLI would take these instead of the system's certificates.
    for (const name of ['HEROKU_API_KEY', 'HEROKU_API_TOKEN', 'HEROKU_HEADERS', 'SSL_CERT_FILE', 'SSL_CERT_DIR']) {
        delete env[name];
    }
    if (settings.token) {
        env.HEROKU_API_KEY = settings.token;
    }
    if (settings.ca) {
        env.NODE_EXTRA_CA_CERTS = bundle(settings);
    }
    if (callsServer(command)) {
        for (const name of ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy']) {
            env[name] = `http://127.0.0.1:${gate}`;
        }
        for (const name of ['NO_PROXY', 'no_proxy', 'ALL_PROXY', 'all_proxy']) {
            delete env[name];
        }
    }
    return env;
}

/** One file with the server's certificate authority and those that the user's own environment adds. */
function bundle(settings) {
    const theirs = process.env.NODE_EXTRA_CA_CERTS;
    if (!theirs || !fs.existsSync(theirs)) {
        return settings.ca;
    }
    const file = settings.file('node-ca.pem');
    fs.writeFileSync(file, `${fs.readFileSync(settings.ca, 'utf8')}\n${fs.readFileSync(theirs, 'utf8')}`);
    return file;
}

module.exports = { environment, callsServer };
