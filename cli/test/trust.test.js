'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const http = require('node:http');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');
const { before, after, test } = require('node:test');
const { Authority } = require('./authority');
const { startForwarder } = require('../lib/forwarder');
const { startGate } = require('../lib/gate');
const { Settings } = require('../lib/settings');
const { trust } = require('../lib/trust');

let folder;
let ours;
let theirs;

before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'slipway-'));
    process.env.XDG_CONFIG_HOME = folder;
    ours = new Authority(folder);
    theirs = new Authority(folder);
});
after(() => fs.rmSync(folder, { recursive: true }));

/** GET of `/apps` through a forwarder: the body, or undefined where it only ended. */
function throughForwarder({ port }) {
    return new Promise(resolve => {
        const request = http.get({ port, host: '127.0.0.1', path: '/apps' }, response => {
            response.setEncoding('utf8').on('data', resolve);
        });
        request.on('error', () => resolve(undefined));
    });
}

/** The gate's answer to CONNECT. */
function throughGate({ port }) {
    return new Promise((resolve, reject) => {
        const request = http.request({ port, host: '127.0.0.1', method: 'CONNECT', path: 'localhost:39001' });
        request.on('connect', (response, socket) => {
            socket.destroy();
            resolve(response.statusCode);
        }).on('error', reject).end();
    });
}

async function ways(t, settings) {
    const complaints = [];
    const complain = error => complaints.push(error.code);
    const forwarder = await startForwarder(settings, complain);
    const gate = await startGate(settings, 39_001, complain);
    t.after(forwarder.close);
    t.after(gate.close);
    return { body: await throughForwarder(forwarder), status: await throughGate(gate), complaints };
}

test('both ways lead to a server whose authority is trusted', async t => {
    assert.deepEqual(await ways(t, { server: await ours.server(t), ca: ours.file }),
        { body: '/apps', status: 200, complaints: [] });
});

test('no way leads to a server of another authority', async t => {
    const { body, status, complaints } = await ways(t, { server: await theirs.server(t), ca: ours.file });

    assert.equal(body, undefined);
    assert.equal(status, 502);
    assert.equal(complaints.length, 2);
    complaints.forEach(code => assert.match(code, /CERT|SIGNATURE/));
});

test('no way leads to a server that nobody vouches for', async t => {
    const { body, status } = await ways(t, { server: await ours.server(t) });

    assert.equal(body, undefined);
    assert.equal(status, 502);
});

test('no way leads to a server under a name that its certificate does not have', async t => {
    const server = (await ours.server(t)).replace('127.0.0.1', 'localhost');

    const { complaints } = await ways(t, { server, ca: ours.file });

    assert.deepEqual(complaints, ['ERR_TLS_CERT_ALTNAME_INVALID', 'ERR_TLS_CERT_ALTNAME_INVALID']);
});

test('an authority of its own is not trusted without being asked for', async t => {
    const server = await ours.server(t);

    await assert.rejects(trust(server, undefined), error => error.message.includes(`--fingerprint ${ours.fingerprint}`));
    await assert.rejects(trust(server, theirs.fingerprint), /not the one you were told of/);
    await assert.rejects(trust(server, ''), /not the one you were told of/);
});

test('who knows the fingerprint is connected, and need not say it again', async t => {
    const server = await ours.server(t);

    const file = await trust(server, ours.fingerprint.replaceAll(':', '').toLowerCase());

    assert.equal(fs.readFileSync(file, 'utf8'), ours.certificate);
    assert.equal(await trust(server, undefined), file);
    await assert.rejects(trust(server, theirs.fingerprint), /not the one you were told of/);
});

test('the authorities of two servers are kept apart', async t => {
    const [one, other] = [await ours.server(t), await theirs.server(t)];

    const file = await trust(one, ours.fingerprint);

    assert.notEqual(await trust(other, theirs.fingerprint), file);
    assert.equal(fs.readFileSync(file, 'utf8'), ours.certificate);
});

test('a server that changes its authority is trusted only by the new fingerprint', async t => {
    const server = await theirs.server(t);
    const file = await trust(server, theirs.fingerprint);
    fs.writeFileSync(file, ours.certificate);

    await assert.rejects(trust(server, undefined), /another certificate than before/);
    assert.equal(fs.readFileSync(file, 'utf8'), ours.certificate);
    assert.equal(await trust(server, theirs.fingerprint), file);
    assert.equal(fs.readFileSync(file, 'utf8'), theirs.certificate);
});

test('a server that is none is said to be none', async t => {
    const listening = net.createServer(socket => socket.destroy());
    await new Promise(resolve => listening.listen(0, '127.0.0.1', resolve));
    t.after(() => listening.close());

    const address = `https://127.0.0.1:${listening.address().port}`;
    await assert.rejects(trust(address, undefined), /does not answer as a Slipway does: \S/);
});

test('settings are read back, and nobody else can read them', () => {
    new Settings({ server: 'https://paas.example.org', ca: '/ca.crt', token: 'T' }).write();

    assert.deepEqual({ ...Settings.read() }, { server: 'https://paas.example.org', ca: '/ca.crt', token: 'T' });
    assert.equal(fs.statSync(path.join(folder, 'slipway', 'settings.json')).mode & 0o777, 0o600);
});

test('settings that are damaged are not taken for none', () => {
    fs.writeFileSync(path.join(folder, 'slipway', 'settings.json'), '{');

    assert.throws(() => Settings.read(), /damaged/);
});
