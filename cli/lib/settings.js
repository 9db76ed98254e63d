'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

function folder() {
    const base = process.platform === 'win32' ? process.env.APPDATA : process.env.XDG_CONFIG_HOME;
    return path.join(base || path.join(os.homedir(), '.config'), 'slipway');
}

/** What is remembered between commands: the server, how to trust it, and the API token. For the user's eyes only. */
class Settings {
    /**
     * @param {object} values
     * @param {string} values.server scheme, host and port
     * @param {string} [values.ca] file with the server's certificate authority; absent where the system's trust is enough
     * @param {string} [values.token] the API token; absent before the login
     */
    constructor({ server, ca, token }) {
        this.server = server;
        this.ca = ca;
        this.token = token;
    }

    /** @returns {Settings | undefined} undefined before the first login */
    static read() {
        let text;
        try {
            text = fs.readFileSync(path.join(folder(), 'settings.json'), 'utf8');
        } catch {
            return undefined;
        }
        try {
            return new Settings(JSON.parse(text));
        } catch {
            throw new Error(`${path.join(folder(), 'settings.json')} is damaged. Delete it and log in again.`);
        }
    }

    write() {
        const file = this.file('settings.json');
        fs.writeFileSync(`${file}.new`, `${JSON.stringify(this, null, 2)}\n`, { mode: 0o600 });
        fs.renameSync(`${file}.new`, file);
    }

    /** A file beside the settings. */
    file(name) {
        fs.mkdirSync(folder(), { recursive: true, mode: 0o700 });
        return path.join(folder(), name);
    }
}

module.exports = { Settings };
