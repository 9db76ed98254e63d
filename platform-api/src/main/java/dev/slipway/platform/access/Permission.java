package dev.slipway.platform.access;

/**
 * What one may do with an app, team or pipeline, in Heroku's four steps. Names in lower case are the API's.
 *
 * @see <a href="https://devcenter.heroku.com/articles/app-permissions">Heroku, App permissions</a>
 */
public enum Permission {

    /** See it and its parts, but no secrets. */
    VIEW,
    /** Bring code: push, build, roll back, run one-off dynos, read and write config vars. */
    DEPLOY,
    /** Keep it running: scale, restart, domains, drains, add-ons, webhooks, maintenance. */
    OPERATE,
    /** Own it: rename, transfer, lock, delete, and say who else may do what. */
    MANAGE
}
