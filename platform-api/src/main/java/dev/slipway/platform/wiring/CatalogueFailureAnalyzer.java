package dev.slipway.platform.wiring;

import dev.slipway.platform.addon.CatalogueException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows an administrator the mistakes of the add-on catalogue instead of a stack trace. */
class CatalogueFailureAnalyzer extends AbstractFailureAnalyzer<CatalogueException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, CatalogueException cause) {
        return new FailureAnalysis(cause.getMessage(), "Correct the files; the platform then starts by itself. Apps and databases "
                + "that run go on running meanwhile.", cause);
    }
}
