#!/usr/bin/env node
// The browser of the suite's users ($BROWSER): writes down what it is to open, logs in on pages that ask for a password, and agrees to what is asked then.
'use strict';
const fs = require('node:fs');

const account = { email: process.env.CONFORMANCE_EMAIL, password: process.env.CONFORMANCE_PASSWORD };
const cookies = new Map();

async function request(url, options = {}) {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const response = await fetch(url, { ...options, redirect: 'manual', headers: { ...options.headers, cookie, origin: new URL(url).origin } });
  for (const line of response.headers.getSetCookie()) {
    const [name, value] = line.split(';')[0].split(/=(.*)/);
    cookies.set(name, value);
  }
  const location = response.headers.get('location');
  return location ? request(new URL(location, url).href) : { url, text: await response.text() };
}

function attributes(tag) {
  return Object.fromEntries([...tag.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
}

async function main(url) {
  let page = await request(url);
  for (let pages = 0; pages < 4; pages++) {
    const forms = [...page.text.matchAll(/<form([^>]*)>([\s\S]*?)<\/form>/g)];
    const form = forms.find(([, , body]) => body.includes('type="password"')) ?? forms[0];
    if (!form) return;
    const body = new URLSearchParams();
    for (const [tag] of form[2].matchAll(/<input[^>]*>/g)) {
      const input = attributes(tag);
      if (input.name) body.set(input.name, account[input.type] ?? input.value ?? '');
    }
    page = await request(new URL(attributes(form[1]).action ?? '', page.url).href, { method: 'POST', body });
  }
}

const url = process.argv[2];
fs.appendFileSync(process.env.CONFORMANCE_OPENED, `${url}\n`);
if (new URL(url).pathname.startsWith('/auth/')) main(url);
