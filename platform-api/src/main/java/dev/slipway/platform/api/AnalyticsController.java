package dev.slipway.platform.api;

import dev.slipway.platform.access.Public;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Takes what the CLI tells about its use, so that it does not try again, and keeps none of it. */
@Public("nothing is read or kept")
@RestController
class AnalyticsController {

    @RequestMapping(path = {"/hamurai", "/otel/v1/traces"}, method = {RequestMethod.GET, RequestMethod.POST})
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void forget() {}
}
