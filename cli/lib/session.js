'use strict';

const fs = require('node:fs');
const http = require('node:http');
const https = require('node:https');

/**
 * Whether the server refuses the token.
 *
 * @param {import('./settings').Settings} settings
 * @returns {Promise<boolean>} false also where the server cannot be asked, or there is no token
 */
function hasEnded({ server, ca, token }) {
    if (!token) {
        return Promise.resolve(false);
    }
    const client = server.startsWith('https:') ? https : http;
    const headers = { Accept: 'application/vnd.heroku+json; version=3', Authorization: `Bearer ${token}` };
    return new Promise(resolve => {
        const request = client.get(`${server}/account`, { headers, ca: ca && fs.readFileSync(ca), timeout: 15_000 }, response => {
            response.resume();
            resolve(response.statusCode === 401);
        });
        request.on('timeout', () => request.destroy());
        request.on('error', () => resolve(false));
        request.on('close', () => resolve(false));
    });
}

module.exports = { hasEnded };
