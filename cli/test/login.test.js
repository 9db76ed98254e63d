'use strict';

const assert = require('node:assert/strict');
const { execFile, execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { before, after, beforeEach, test } = require('node:test');
const { Authority } = require('./authority');

/** In place of the Heroku CLI: each command ends as FAKE_HEROKU says, and `auth:token` prints FAKE_TOKEN. */
const FAKE_HEROKU = `
    if (process.argv[2] === 'auth:token') {
        console.log(process.env.FAKE_TOKEN);
    }
    process.exit(JSON.parse(process.env.FAKE_HEROKU)[process.argv[2]] ?? 0);
`;

let home;
let authority;

before(() => {
    home = fs.mkdtempSync(path.join(os.tmpdir(), 'slipway-'));
    authority = new Authority(home);
    const heroku = path.join(home, 'modules', 'heroku');
    fs.mkdirSync(path.join(heroku, 'bin'), { recursive: true });
    fs.writeFileSync(path.join(heroku, 'package.json'), '{}');
    fs.writeFileSync(path.join(heroku, 'bin', 'run.js'), FAKE_HEROKU);
});
after(() => fs.rmSync(home, { recursive: true }));
beforeEach(() => {
    fs.rmSync(path.join(home, 'slipway'), { recursive: true, force: true });
    fs.rmSync(path.join(home, '.gitconfig'), { force: true });
});

/** A server that takes the token T alone. */
function server(t) {
    return authority.server(t, ({ url, headers }) =>
        [url === '/account' && headers.authorization === 'Bearer T' ? 200 : 401, '{}']);
}

/**
 * Runs `slipway` as a user of the folder `home`.
 *
 * @param {string[]} argv
 * @param {object} [fake]
 * @param {string} [fake.token] that the CLI has after a login
 * @param {object} [fake.statuses] with which its commands end, 0 where none is given
 */
function slipway(argv, { token = 'T', statuses = {} } = {}) {
    const env = { ...process.env, HOME: home, XDG_CONFIG_HOME: home, GIT_CONFIG_NOSYSTEM: '1',
        NODE_PATH: path.join(home, 'modules'), FAKE_TOKEN: token, FAKE_HEROKU: JSON.stringify(statuses) };
    delete env.GIT_CONFIG_GLOBAL;
    return new Promise(resolve => {
        execFile(process.execPath, [path.join(__dirname, '..', 'bin', 'slipway.js'), ...argv], { env },
            (error, stdout, stderr) => resolve({ status: error?.code ?? 0, stdout, stderr }));
    });
}

function login(address) {
    return ['login', address, '--fingerprint', authority.fingerprint];
}

function remembered() {
    return JSON.parse(fs.readFileSync(path.join(home, 'slipway', 'settings.json')));
}

function gitConfig(...words) {
    return execFileSync('git', ['config', '--file', path.join(home, '.gitconfig'), ...words], { encoding: 'utf8' }).trim();
}

test('a login is remembered, and told to git', async t => {
    const address = await server(t);

    assert.deepEqual(await slipway(login(address)), { status: 0, stdout: '', stderr: '' });

    const { server: at, ca, token } = remembered();
    assert.deepEqual([at, token], [address, 'T']);
    assert.equal(fs.readFileSync(ca, 'utf8'), authority.certificate);
    assert.equal(gitConfig(`http.${address}/.sslCAInfo`), ca);
    assert.equal(gitConfig(`credential.${address}/.helper`), '!slipway git:credentials');
});

test('a logout forgets the token, and git the server', async t => {
    await slipway(login(await server(t)));

    assert.equal((await slipway(['logout'])).status, 0);

    assert.equal(remembered().token, undefined);
    assert.equal(gitConfig('--list'), '');
});

for (const [what, fake] of [['is given up', { statuses: { login: 130 } }], ['has no token', { token: '' }],
    ['ends without telling its token', { token: 'other', statuses: { 'auth:token': 1 } }]]) {
    test(`a login that ${what} leaves the one before`, async t => {
        await slipway(login(await server(t)));
        const [settings, git] = [remembered(), gitConfig('--list')];

        const { status } = await slipway(login(await server(t)), fake);

        assert.notEqual(status, 0);
        assert.deepEqual(remembered(), settings);
        assert.equal(gitConfig('--list'), git);
    });
}

test('a second server leaves git what it needs for the first', async t => {
    const [one, other] = [await server(t), await server(t)];
    await slipway(login(one));
    await slipway(login(other));

    assert.equal(remembered().server, other);
    assert.notEqual(gitConfig(`http.${one}/.sslCAInfo`), gitConfig(`http.${other}/.sslCAInfo`));
});

test('a fingerprint that is missing is not taken for none', async t => {
    const address = await server(t);

    assert.match((await slipway(['login', address, '--fingerprint'])).stderr, /--fingerprint needs a value/);
    assert.match((await slipway(['login', address, '--fingerprint='])).stderr, /--fingerprint needs a value/);
});

test('a command that fails says so if the login has ended', async t => {
    await slipway(login(await server(t)), { token: 'ended' });

    const { status, stderr } = await slipway(['apps'], { statuses: { apps: 2 } });

    assert.equal(status, 2);
    assert.match(stderr, /Your login has ended\. Type: slipway login/);
});

test('a command that fails for another reason says nothing of the login', async t => {
    await slipway(login(await server(t)));

    assert.deepEqual(await slipway(['apps'], { statuses: { apps: 2 } }), { status: 2, stdout: '', stderr: '' });
});

test('a command without the certificate authority says how to get it again', async t => {
    await slipway(login(await server(t)));
    fs.rmSync(remembered().ca);

    const { status, stderr } = await slipway(['apps']);

    assert.equal(status, 1);
    assert.match(stderr, /is gone.*Type: slipway login/);
});
