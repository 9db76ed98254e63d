package dev.slipway.gitreceiver;

/** Decides who may push to and fetch from which repository; asked on every request, from many threads. */
@FunctionalInterface
public interface PushAuthorizer {

    /**
     * Must not throw for wrong credentials or names; an exception is answered 503 and logged.
     *
     * @param repository the name from the URL without {@code .git}, as the client typed it: untrusted, but always
     *                   {@code [a-z0-9-]{1,64}} (other names are answered 404 without asking)
     * @param user       Basic user name; empty when the client sent no credentials
     * @param password   Basic password; empty when the client sent no credentials
     */
    Access authorize(String repository, String user, String password);

    /** The answer to one request. */
    sealed interface Access {

        /**
         * The client may read and write.
         *
         * @param repository storage key of the bare repository, {@code [a-z0-9-]{1,64}}; created at first use
         * @param pusher     who this is, handed on in {@link Push#pusher()}
         */
        record Granted(String repository, String pusher) implements Access {

            /** @throws IllegalArgumentException if {@code repository} has another shape */
            public Granted {
                StorageKey.require(repository);
            }
        }

        /** No or wrong credentials: answered 401 with {@code message} as plain text, so that git asks again. */
        record Unauthenticated(String message) implements Access {}

        /** Unknown repository, or one this user must not learn about: answered 404 with {@code message} as plain text. */
        record NotFound(String message) implements Access {}

        /** Good credentials that may not be used now: answered 403 with {@code message}; git does not ask for others. */
        record Forbidden(String message) implements Access {}
    }
}
