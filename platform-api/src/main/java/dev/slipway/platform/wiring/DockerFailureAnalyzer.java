package dev.slipway.platform.wiring;

import dev.slipway.runtime.DynoEngineException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows an administrator a sentence instead of a stack trace when the platform cannot start because of Docker. */
class DockerFailureAnalyzer extends AbstractFailureAnalyzer<DynoEngineException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, DynoEngineException cause) {
        return new FailureAnalysis("Docker: " + cause.getMessage() + ".", "Put that right; the platform then starts by "
                + "itself. Apps that run go on running meanwhile.", cause);
    }
}
