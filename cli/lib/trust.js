'use strict';

const crypto = require('node:crypto');
const fs = require('node:fs');
const http = require('node:http');
const https = require('node:https');
const readline = require('node:readline/promises');
const { Settings } = require('./settings');
const { reason } = require('./upstream');

/** Nobody vouches for the server; the last one, for somebody of the name that the user has trusted before. */
const UNTRUSTED = new Set(['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_GET_ISSUER_CERT',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'CERT_UNTRUSTED', 'CERT_SIGNATURE_FAILURE']);

/**
 * Makes sure that the server can be trusted, and asks the user where nobody else vouches for it.
 *
 * @param {string} server scheme, host and port
 * @param {string | undefined} fingerprint SHA-256 that the user was told of the certificate authority; no question is asked then
 * @returns {Promise<string | undefined>} file with the certificate authority, which no other server shares; undefined where
 *     the system trusts the server
 */
async function trust(server, fingerprint) {
    const file = new Settings({ server }).file(`${server.replace('://', '-').replace(/[^a-z0-9.-]/g, '_')}.crt`);
    const known = fs.existsSync(file) ? fs.readFileSync(file) : undefined;
    const { certificate, trusted } = await find(server, known).catch(error => {
        throw new Error(`${server} does not answer as a Slipway does: ${reason(error)}`);
    });
    const actual = new crypto.X509Certificate(certificate).fingerprint256;
    if (fingerprint !== undefined) {
        if (plain(fingerprint) !== plain(actual)) {
            throw new Error(`The certificate authority of ${server} is not the one you were told of: `
                + `its fingerprint is ${actual}`);
        }
    } else if (!trusted && known) {
        throw new Error(`${server} shows another certificate than before. If your administrator says that it was replaced, `
            + 'log in with --fingerprint and the new one.');
    } else if (!trusted) {
        await confirm(server, actual);
    }
    if (trusted && server.startsWith('https:')) {
        return known && file;
    }
    // A plain server has certificates, too: for git and for one-off dynos.
    fs.writeFileSync(file, certificate);
    return file;
}

/** The server's certificate authority, and whether the server is trusted already, by `known` if there is one. */
async function find(server, known) {
    try {
        return { certificate: await get(server, known && { ca: known }), trusted: true };
    } catch (error) {
        if (!UNTRUSTED.has(error.code)) {
            throw error;
        }
    }
    return { certificate: await get(server, { rejectUnauthorized: false }), trusted: false };
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

function plain(fingerprint) {
    return fingerprint.replace(/[^0-9a-f]/gi, '').toUpperCase();
}

module.exports = { trust };
