package com.trixtech.selfheal.shield.spring;

import com.trixtech.selfheal.shield.CallTimedOut;
import com.trixtech.selfheal.shield.ShieldBuilder;
import java.net.SocketTimeoutException;
import java.net.http.HttpTimeoutException;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.HttpStatusCodeException;

/**
 * What Spring's HTTP clients say, for every shield: a 4xx is an answer and no failure (a declined
 * card must not open the breaker for everybody), a 5xx is a failure, and 429 or 503 mean that there
 * is too much to do.
 */
final class SpringWebAnswers implements ShieldCustomizer {
  @Override
  public void shield(String name, ShieldBuilder builder) {
    builder
        .failure(thrown -> !(thrown instanceof HttpClientErrorException))
        .failureResult(ResponseEntity.class, r -> r.getStatusCode().is5xxServerError())
        .overload(SpringWebAnswers::overloaded)
        .overloadResult(ResponseEntity.class, r -> overloaded(r.getStatusCode()));
  }

  private static boolean overloaded(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof CallTimedOut
          || t instanceof HttpTimeoutException
          || t instanceof SocketTimeoutException
          || (t instanceof HttpStatusCodeException said && overloaded(said.getStatusCode()))) {
        return true;
      }
    }
    return false;
  }

  private static boolean overloaded(HttpStatusCode status) {
    return status.isSameCodeAs(HttpStatus.TOO_MANY_REQUESTS)
        || status.isSameCodeAs(HttpStatus.SERVICE_UNAVAILABLE);
  }
}
