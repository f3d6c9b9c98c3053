package com.trixtech.booking.backend.payments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.trixtech.booking.backend.payments.ProviderHttp.Call;
import com.trixtech.booking.backend.payments.ProviderHttp.Reply;
import com.trixtech.booking.backend.rooms.Money;
import com.trixtech.booking.http.Answer;
import com.trixtech.selfheal.shield.CallTimedOut;
import com.trixtech.selfheal.shield.Shield;
import com.trixtech.selfheal.shield.rejection.CallRejected;
import io.helidon.http.Method;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The payment provider, as this system sees it: keys in, what is known of the money out. No method
 * throws for a fault of the provider's; that is the answer {@link ChargeAnswer.Unknown}.
 * Thread-safe; blocks, at most for {@link #DEADLINE}.
 *
 * <p>All calls go through one shield: guests and settler see the same provider. Every call may be
 * made twice, since its key makes it one, so each is tried again when it was not answered.
 */
public final class Provider {
  /** For one charge, retries included: a guest waits for it. The caller's own may be shorter. */
  public static final Duration DEADLINE = Duration.ofSeconds(3);

  private static final Logger LOG = Logger.getLogger(Provider.class.getName());
  private static final Duration ATTEMPT = Duration.ofSeconds(1);
  private static final String CHARGE = "/charges/{key}";

  /** It works, and has too much to do: fewer at once, and no reason to stop asking. */
  private static final int TOO_MANY_REQUESTS = 429;

  private final ProviderHttp http;
  private final Shield shield =
      Shield.named("payment")
          .deadline(DEADLINE)
          .attemptTimeout(ATTEMPT)
          .limit(l ->
              l.initial(32)) // as many as the provider serves at once: more would only wait there
          .retry(r ->
              r.attempts(3)
                  .backoff(Duration.ofMillis(50), Duration.ofMillis(500))
                  .when(e -> e instanceof IOException || e instanceof CallTimedOut)
                  .whenResult(Reply.class, Provider::failed))
          .failureResult(Reply.class, Provider::failed)
          .overloadResult(Reply.class, reply -> reply.status() == TOO_MANY_REQUESTS)
          .build();

  public Provider(ProviderHttp http) {
    this.http = http;
  }

  private static boolean failed(Reply reply) {
    return reply.status() >= 500;
  }

  /** Through which all calls go; for health and metrics. */
  public Shield shield() {
    return shield;
  }

  /** Asks for a key that nobody uses, so that a guest's charge is not the first call. */
  public void warmUp() {
    ChargeAnswer answer = find(new UUID(0, 0), new Money("EUR", 0));
    LOG.log(Level.FINE, "provider at start: {0}", answer);
  }

  ChargeAnswer charge(UUID key, Money amount, Card card, UUID booking) {
    ObjectNode body = Answer.object();
    body.set("amount", amount.json());
    body.put("card", card.number()).put("reference", booking.toString());
    return ask(new Call(Method.PUT, CHARGE, key.toString(), body.toString()), amount);
  }

  /** What became of a charge. */
  ChargeAnswer find(UUID key, Money amount) {
    return ask(new Call(Method.GET, CHARGE, key.toString(), ""), amount);
  }

  /** Makes sure that nothing is charged under the key from now on, and says what was before. */
  ChargeAnswer cancel(UUID key, Money amount) {
    return ask(new Call(Method.POST, CHARGE + "/cancel", key.toString(), ""), amount);
  }

  /** True when the money is paid back, now or before. */
  boolean refund(UUID charge, Money amount) {
    ObjectNode body = Answer.object().put("charge", charge.toString());
    body.set("amount", amount.json());
    try {
      // One refund for each charge, so the charge's key makes the refund's.
      Reply reply =
          send(new Call(Method.PUT, "/refunds/{key}", "refund-" + charge, body.toString()));
      if (reply.status() == 200 || reply.status() == 201) {
        return true;
      }
      if (!failed(reply)) {
        LOG.severe("refund of " + charge + ": " + reply.status() + " (expected: 200 or 201)");
      }
    } catch (IOException e) {
      LOG.log(Level.FINE, "refund of " + charge + " not answered", e);
    }
    return false;
  }

  private ChargeAnswer ask(Call call, Money amount) {
    try {
      Reply reply = send(call);
      return switch (reply.status()) {
        case 200, 201, 402 -> charge(reply.json(), call.key(), amount);
        case 404 -> new ChargeAnswer.NeverSeen();
        case 400 -> new ChargeAnswer.Declined("invalid_card"); // all else of ours is checked
        default -> new ChargeAnswer.Unknown(call.method() + " answered " + reply.status());
      };
    } catch (IOException e) {
      return new ChargeAnswer.Unknown(String.valueOf(e.getMessage()));
    }
  }

  /**
   * @throws IOException when there was no answer, or no call
   */
  private Reply send(Call call) throws IOException {
    try {
      return shield.call(attempt -> http.send(call, attempt));
    } catch (CallRejected | CallTimedOut e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static ChargeAnswer charge(JsonNode charge, String key, Money amount) {
    String state = charge.path("state").asText();
    if (!charge.path("key").asText().equals(key)) {
      LOG.severe("provider: answer for " + charge.path("key") + " (expected: for " + key + ")");
      return new ChargeAnswer.Unknown("the answer is not ours");
    }
    return switch (state) {
      case "Succeeded" -> {
        JsonNode charged = charge.path("amount");
        if (charged.path("minor").asLong() != amount.minor()
            || !charged.path("currency").asText().equals(amount.currency())) {
          LOG.severe("charge " + key + ": " + charged + " (expected: " + amount.json() + ")");
        }
        yield new ChargeAnswer.Charged();
      }
      case "Declined" -> new ChargeAnswer.Declined(charge.path("reason").asText("declined"));
      case "Cancelled" -> new ChargeAnswer.NotCharged();
      default -> new ChargeAnswer.Unknown("state: " + state);
    };
  }
}
