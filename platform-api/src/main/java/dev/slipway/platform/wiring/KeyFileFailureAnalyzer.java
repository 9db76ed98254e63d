package dev.slipway.platform.wiring;

import dev.slipway.platform.crypto.KeyFileException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells an administrator of a lost key file instead of showing a stack trace. */
class KeyFileFailureAnalyzer extends AbstractFailureAnalyzer<KeyFileException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, KeyFileException cause) {
        return new FailureAnalysis(cause.getMessage(), "Bring the key file back; the platform then starts by itself. Apps and "
                + "databases that run go on running meanwhile.", cause);
    }
}
