'use strict';

const crypto = require('node:crypto');
const fs = require('node:fs');
const http = require('node:http');
const https = require('node:https');
const readline = require('node:readline/promises');
const { Settings } = require('./settings');

const UNTRUSTED = new Set(['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_GET_ISSUER_CERT',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'CERT_UNTRUSTED']);

/**
 * Makes sure that the server can be trusted, and asks the user where nobody else vouches for it.
 *
 * @param {string} server scheme, host and port
 * @param {string | undefined} ca file that the user has trusted before
 * @param {string | undefined} fingerprint SHA-256 that the user was told; no question is asked then
 * @returns {Promise<string | undefined>} file with the certificate authority; undefined where the system trusts the server
 */
async function trust(server, ca, fingerprint) {
    const known = ca && fs.existsSync(ca) ? fs.readFileSync(ca) : undefined;
    try {
        const found = await get(server, known && { ca: known });
        // A plain server has certificates, too: for git and for one-off dynos.
        return server.startsWith('https:') ? ca : await accept(server, found, ca, fingerprint, false);
    } catch (error) {
        if (!UNTRUSTED.has(error.code)) {
            throw new Error(`${server} does not answer as a Slipway does: ${error.message}`);
        }
    }
    if (known) {
        throw new Error(`${server} shows another certificate than before. If your administrator says that it was replaced, `
            + `delete ${ca} and log in again.`);
    }
    return accept(server, await get(server, { rejectUnauthorized: false }), ca, fingerprint, true);
}

async function accept(server, certificate, ca, fingerprint, ask) {
    const actual = sha256(certificate);
    if (ca && fs.existsSync(ca) && sha256(fs.readFileSync(ca)) === actual) {
        return ca;
    }
    if (fingerprint) {
        if (plain(fingerprint) !== plain(actual)) {
            throw new Error(`The certificate of ${server} is not the one you were told of: its fingerprint is ${actual}`);
        }
    } else if (ask) {
        await confirm(server, actual);
    }
    const file = new Settings({ server }).file('ca.crt');
    fs.writeFileSync(file, certificate);
    return file;
}

async function confirm(server, actual) {
    const advice = `Ask your administrator for it, or see ${server}/connect.`;
    if (!process.stdin.isTTY) {
        throw new Error(`${server} has a certificate authority of its own, SHA-256 ${actual}\n !     If that is the right one, `
            + `add: --fingerprint ${actual}\n !     ${advice}`);
    }
    const terminal = readline.createInterface({ input: process.stdin, output: process.stderr });
    const answer = await terminal.question(`${server} has a certificate authority of its own, with the SHA-256 fingerprint\n`
        + `  ${actual}\n${advice}\nIs it the right one? [y/N] `);
    terminal.close();
    if (!/^y(es)?$/i.test(answer.trim())) {
        throw new Error('Not connected.');
    }
}

function get(server, options) {
    return new Promise((resolve, reject) => {
        const client = server.startsWith('https:') ? https : http;
        const request = client.get(`${server}/ca.crt`, { ...options, timeout: 15_000 }, response => {
            const chunks = [];
            response.on('data', chunk => chunks.push(chunk));
            response.on('error', reject);
            response.on('end', () => {
                const body = Buffer.concat(chunks);
                return response.statusCode === 200 && body.includes('BEGIN CERTIFICATE') ? resolve(body)
                    : reject(new Error(`status ${response.statusCode} for /ca.crt`));
            });
        });
        request.on('timeout', () => request.destroy(new Error('no answer within 15 seconds')));
        request.on('error', reject);
    });
}

function sha256(pem) {
    return new crypto.X509Certificate(pem).fingerprint256;
}

function plain(fingerprint) {
    return fingerprint.replace(/[^0-9a-f]/gi, '').toUpperCase();
}

module.exports = { trust };
