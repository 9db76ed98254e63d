'use strict';

const { execFileSync } = require('node:child_process');
const crypto = require('node:crypto');
const fs = require('node:fs');
const https = require('node:https');
const path = require('node:path');

/** A certificate authority that no system trusts, as each installation has one. All have the same name. */
class Authority {
    constructor(folder) {
        this.folder = fs.mkdtempSync(path.join(folder, 'authority-'));
        this.file = this.#path('ca.crt');
        this.#openssl('-subj', '/CN=Slipway', '-keyout', this.#path('ca.key'), '-out', this.file,
            '-addext', 'basicConstraints=critical,CA:true');
        this.certificate = fs.readFileSync(this.file, 'utf8');
        this.fingerprint = new crypto.X509Certificate(this.certificate).fingerprint256;
    }

    /**
     * An https server of 127.0.0.1 that this authority vouches for; closes when the test ends.
     *
     * @param {(request: http.IncomingMessage) => [number, string]} [answer] status and body, besides `/ca.crt`
     * @returns {Promise<string>} its address
     */
    async server(t, answer = ({ url }) => [200, url]) {
        const [key, cert] = [this.#path('server.key'), this.#path('server.crt')];
        this.#openssl('-subj', '/CN=127.0.0.1', '-keyout', key, '-out', cert, '-CA', this.file, '-CAkey', this.#path('ca.key'),
            '-addext', 'subjectAltName=IP:127.0.0.1', '-addext', 'basicConstraints=critical,CA:false');
        const listening = https.createServer({ key: fs.readFileSync(key), cert: fs.readFileSync(cert) }, (request, response) => {
            const [status, body] = request.url === '/ca.crt' ? [200, this.certificate] : answer(request);
            response.writeHead(status, { Connection: 'close' }).end(body);
        });
        await new Promise(resolve => listening.listen(0, '127.0.0.1', resolve));
        t.after(() => listening.close());
        return `https://127.0.0.1:${listening.address().port}`;
    }

    #openssl(...options) {
        execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2',
            ...options], { stdio: 'ignore' });
    }

    #path(name) {
        return path.join(this.folder, name);
    }
}

module.exports = { Authority };
