'use strict';

const { spawnSync } = require('node:child_process');

/*
 * `git push` runs without us: git is told once how to trust the server and whom to ask for the password. The slash at the
 * end makes the key another one than the Heroku CLI's own, which it sets again and again, and which does not know the server.
 */
function keys({ server }) {
    const url = `https://${new URL(server).host}/`;
    return { helper: `credential.${url}.helper`, ca: `http.${url}.sslCAInfo` };
}

function trustServer(settings) {
    config('--replace-all', keys(settings).helper, '!slipway git:credentials');
    if (settings.ca) {
        config('--replace-all', keys(settings).ca, settings.ca);
    }
}

function forgetServer(settings) {
    config('--unset-all', keys(settings).helper);
    config('--unset-all', keys(settings).ca);
}

function config(...words) {
    const { error } = spawnSync('git', ['config', '--global', ...words], { stdio: 'ignore' });
    if (error) {
        process.stderr.write(' !     git was not found. Install it before you push.\n');
    }
}

module.exports = { trustServer, forgetServer };
